// What Chrome 109 and Firefox 115 do not have, and no build target adds.
import { report, sources, withoutComments } from './sources.mjs';

const missing = {
  ts: [
    /\.toSorted\(/, /\.toReversed\(/, /\.toSpliced\(/, /\.with\(/, /Object\.groupBy/, /Map\.groupBy/,
    /Promise\.withResolvers/, /URL\.canParse/, /Array\.fromAsync/, /showPopover|popovertarget/i, /randomUUID/,
    /\.(union|intersection|difference|isSubsetOf)\(/, /localStorage|sessionStorage/, /innerHTML/,
  ],
  css: [/color-mix\(/, /oklch\(/, /oklab\(/, /:has\(/, /@container/, /@scope/, /\bsubgrid\b/, /text-wrap:/, /@starting-style/],
};
const defects = [];
for (const { path, text } of sources(/\.(tsx?|css)$/)) {
  if (path.endsWith('contract.d.ts')) continue;
  const patterns = path.endsWith('.css') ? missing.css : missing.ts;
  withoutComments(text)
    .split('\n')
    .forEach((line, index) => {
      for (const pattern of patterns)
        if (pattern.test(line)) defects.push(`src/${path}:${index + 1}: ${pattern.source} is not for this project`);
    });
}
report(defects, 'platform: nothing that old browsers lack');
