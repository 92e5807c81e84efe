// Turns the built interface into one C++ source that carries every file as it is, as gzip and as Brotli, and holds the
// budgets of docs/decisions/0008: node embed.mjs DIST OUT.cpp
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const [dist, out] = process.argv.slice(2).map((one) => resolve(one));
const types = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  txt: 'text/plain; charset=utf-8',
};
const kB = 1000;
// What the drawing of a map fetches when it is first shown has a budget of its own.
const budgets = { shellScript: 45 * kB, shellStyle: 12 * kB, screen: 15 * kB, library: 25 * kB };

const files = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((one) => one.isFile() && one.name !== 'manifest.json' && !/\.(gz|br)$/.test(one.name))
  .map((one) => join(one.parentPath, one.name))
  .sort();

const packed = `${dist}-packed`;
mkdirSync(packed, { recursive: true });
const assets = files.map((file, index) => {
  const bytes = readFileSync(file);
  const extension = file.slice(file.lastIndexOf('.') + 1);
  if (!(extension in types)) throw new Error(`${file}: no content type is known for .${extension}`);
  const gzip = gzipSync(bytes, { level: 9 });
  const brotli = brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
  const kinds = { plain: file, gzip: join(packed, `${index}.gz`), brotli: join(packed, `${index}.br`) };
  writeFileSync(kinds.gzip, gzip);
  writeFileSync(kinds.brotli, brotli);
  return {
    path: file.slice(dist.length).replaceAll('\\', '/'),
    type: types[extension],
    tag: createHash('sha256').update(bytes).digest('hex').slice(0, 16),
    immutable: file.slice(dist.length).startsWith('/assets/'),
    gzipped: gzip.length,
    kinds,
    index,
  };
});

checkBudgets();

const blob = (asset) =>
  Object.entries(asset.kinds)
    .map(([kind, file]) => {
      const name = `motcua_web_${asset.index}_${kind}`;
      return `    "${name}: .incbin \\"${file}\\"\\n${name}_end: .byte 0\\n"`;
    })
    .join('\n');
const names = assets.flatMap((asset) => Object.keys(asset.kinds).map((kind) => `motcua_web_${asset.index}_${kind}`));
const view = (asset, kind) => {
  const name = `motcua_web_${asset.index}_${kind}`;
  return `{${name}, static_cast<std::size_t>(${name}_end - ${name})}`;
};
writeFileSync(
  out,
  `// Made by web/scripts/embed.mjs. Digests of what is included:
${assets.map((asset) => `// ${asset.tag} ${asset.path}`).join('\n')}
#include "server/web_assets.hpp"

// NOLINTBEGIN
asm(".pushsection .rodata\\n"
${assets.map(blob).join('\n')}
    ".popsection\\n");

extern "C" {
${names.map((name) => `extern const char ${name}[], ${name}_end[];`).join('\n')}
}
// NOLINTEND

namespace motcua::server {

std::span<const WebAsset> web_assets() {
    static const WebAsset all[] = {
${assets
  .map(
    (asset) =>
      `        {"${asset.path}", "${asset.type}", "${asset.tag}", ${asset.immutable}, ${view(asset, 'plain')},\n         ${view(asset, 'gzip')}, ${view(asset, 'brotli')}},`,
  )
  .join('\n')}
    };
    return all;
}

}  // namespace motcua::server
`,
);

/** The shell is what every page loads; a screen is what one more address loads. */
function checkBudgets() {
  const manifest = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8'));
  const size = (file) => assets.find((asset) => asset.path === `/${file}`).gzipped;
  const entry = Object.values(manifest).find((one) => one.isEntry);
  const withImports = (chunk, seen = new Set()) => {
    if (seen.has(chunk.file)) return seen;
    seen.add(chunk.file);
    for (const name of chunk.imports ?? []) withImports(manifest[name], seen);
    return seen;
  };
  const shell = withImports(entry);
  const sum = (list) => list.reduce((total, file) => total + size(file), 0);
  const over = [];
  const hold = (what, bytes, budget) => {
    console.log(`${what.padEnd(40)} ${(bytes / kB).toFixed(1).padStart(6)} kB gz of ${budget / kB}`);
    if (bytes > budget) over.push(what);
  };
  hold('shell, script', sum([...shell]), budgets.shellScript);
  hold('shell, style', sum(entry.css ?? []), budgets.shellStyle);
  for (const chunk of Object.values(manifest).filter((one) => one.isDynamicEntry))
    hold(
      chunk.src,
      sum([...withImports(chunk)].filter((file) => !shell.has(file))) + sum(chunk.css ?? []),
      chunk.src.startsWith('node_modules/') ? budgets.library : budgets.screen,
    );
  if (over.length > 0) {
    console.error(`over its budget: ${over.join(', ')}`);
    process.exit(1);
  }
}
