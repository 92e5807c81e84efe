// Every word that a person reads stands in src/words: no letter of Vietnamese elsewhere. That English has every key of
// Vietnamese, the compiler sees.
import { report, sources, withoutComments } from './sources.mjs';

const vietnamese = /[\u00C0-\u024F\u1E00-\u1EFF]/;
// Also without accents: text between tags, and attributes that are read out. Names of keys are no words.
const inMarkup = [/>[^<>{}=;]*[A-Za-z]{2}[^<>{}=;]*<\//, /\b(aria-label|placeholder|title|label|hint)="[^"]*[A-Za-z]{2}/];
const withoutKeys = (line) => line.replace(/<kbd[^>]*>[^<]*<\/kbd>/g, '').replace(/&\w+;/g, '');
const defects = [];
for (const { path, text } of sources(/\.tsx?$/)) {
  if (path.startsWith('words')) continue;
  withoutComments(text)
    .split('\n')
    .forEach((line, index) => {
      const isMarkup = path.endsWith('.tsx') && inMarkup.some((one) => one.test(withoutKeys(line)));
      if (vietnamese.test(line) || isMarkup) defects.push(`src/${path}:${index + 1}: words belong into src/words: ${line.trim()}`);
    });
}
report(defects, 'words: all in the dictionary');
