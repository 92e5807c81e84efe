import { defineConfig } from 'vite';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    // The last browsers on Windows 7 and 8.1 (docs/decisions/0009).
    target: ['chrome109', 'edge109', 'firefox115'],
    cssTarget: ['chrome109', 'edge109', 'firefox115'],
    outDir: process.env.MOTCUA_WEB_OUT ?? 'dist',
    emptyOutDir: true,
    manifest: 'manifest.json',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  // Only for working on the interface: a server on the next port answers what is not a file.
  server: { port: 5173, proxy: { '/api': 'http://127.0.0.1:8080', '/dang-nhap': 'http://127.0.0.1:8080' } },
});
