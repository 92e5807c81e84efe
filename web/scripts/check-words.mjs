// Every word that a person reads stands in src/words: no letter of Vietnamese elsewhere. That English has every key of
// Vietnamese, the compiler sees.
import { report, sources, withoutComments } from './sources.mjs';

const vietnamese = /[\u00C0-\u024F\u1E00-\u1EFF]/;
const defects = [];
for (const { path, text } of sources(/\.tsx?$/)) {
  if (path.startsWith('words')) continue;
  withoutComments(text)
    .split('\n')
    .forEach((line, index) => {
      if (vietnamese.test(line)) defects.push(`src/${path}:${index + 1}: words belong into src/words: ${line.trim()}`);
    });
}
report(defects, 'words: all in the dictionary');
