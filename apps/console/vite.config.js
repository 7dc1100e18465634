import { defineConfig } from 'vite';

/** Links stay relative, so that the console works under whatever path a proxy gives it. */
// Vite takes its configuration from a module's default export.
export default defineConfig({
  base: './',
  build: {
    target: 'es2023',
    // Nothing inline: the content security policy allows files of our own alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: 'THIRD-PARTY-LICENSES' },
  },
});
