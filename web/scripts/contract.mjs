// The types of the API from the descriptions beside its code, put together as server/openapi.cpp does.
import { readFileSync, readdirSync, writeFileSync, existsSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const folder = new URL('../../server/openapi/', import.meta.url);
const target = new URL('../src/api/contract.d.ts', import.meta.url);

const document = {
  openapi: '3.1.0',
  info: { title: 'motcua', version: '1' },
  paths: {},
  components: { schemas: {}, parameters: {}, headers: {} },
};
for (const name of readdirSync(folder).filter((one) => one.endsWith('.json')).sort()) {
  const fragment = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
  Object.assign(document.paths, fragment.paths);
  for (const part of ['schemas', 'parameters', 'headers']) Object.assign(document.components[part], fragment[part]);
}
const text = `// Made by scripts/contract.mjs from server/openapi/*.json.\n${astToString(await openapiTS(document))}`;
if (!existsSync(target) || readFileSync(target, 'utf8') !== text) writeFileSync(target, text);
