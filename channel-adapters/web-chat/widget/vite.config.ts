import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** One script that a site embeds, beside the demo shop (`demo/` is copied as it is). */
export default defineConfig({
  root: here('.'),
  publicDir: here('./demo'),
  build: {
    outDir: here('../../../dist/widget'),
    emptyOutDir: true,
    target: 'es2020',
    lib: { entry: here('./main.ts'), name: 'touchlineChat', formats: ['iife'], fileName: () => 'touchline-chat.js' },
  },
});
