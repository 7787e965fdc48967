import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const hub = process.env.HUB_URL ?? 'http://127.0.0.1:8080';

/** The simulator's page, served by the simulator below `/simulator/`. `vite dev` asks a running hub (`HUB_URL`) for its API. */
export default defineConfig({
  root: here('.'),
  base: '/simulator/',
  plugins: [vue()],
  server: { fs: { allow: [here('..')] }, proxy: { '/simulator/api': hub } },
  build: {
    outDir: here('../../../dist/simulator-page'),
    emptyOutDir: true,
    // Inlined assets would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    target: 'es2022',
  },
});
