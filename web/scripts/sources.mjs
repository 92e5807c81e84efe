// The interface's own sources, for the checks beside this file.
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../src', import.meta.url));

export function sources(pattern) {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile() && pattern.test(one.name))
    .map((one) => join(one.parentPath, one.name))
    .map((path) => ({ path: relative(root, path), text: readFileSync(path, 'utf8') }));
}

/** The text with comments blanked, lines kept. */
export function withoutComments(text) {
  return text
    .replace(/\/\*[^]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|[^:'"`])\/\/.*$/gm, '$1');
}

export function report(defects, passed) {
  for (const defect of defects) console.error(defect);
  if (defects.length > 0) process.exit(1);
  console.log(passed);
}
