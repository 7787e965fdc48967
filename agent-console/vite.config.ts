import path from 'node:path';
import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';
import { compressFiles } from '../scripts/build/compress-files.ts';
import { emitWorker } from '../scripts/build/emit-worker.ts';
import { fileOfPage } from '../scripts/build/file-of-page.ts';

const folder = path.dirname(fileURLToPath(import.meta.url));
const hub = process.env.HUB_URL ?? 'http://127.0.0.1:8080';

/** `vite dev` passes REST and sockets on to a running hub (`HUB_URL`); the build is served by the hub itself. */
export default defineConfig({
  root: folder,
  base: '/',
  plugins: [vue(), emitWorker(), compressFiles()],
  server: {
    fs: { allow: [path.dirname(folder)] },
    // The hub compares where a request comes from with the host it is asked by: that must stay the browser's.
    proxy: { '/api': { target: hub, changeOrigin: false }, '/socket.io': { target: hub, ws: true, changeOrigin: false } },
  },
  build: {
    outDir: path.join(path.dirname(folder), 'dist/agent-console'),
    emptyOutDir: true,
    // Inlined assets would need `data:` in more directives than the content security policy grants.
    assetsInlineLimit: 0,
    target: 'es2022',
    // The base is Vue, the router and the parts of every page: half a megabyte before it is compressed.
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      output: {
        // Every file is a question to the hub: what each page needs travels in one, and so does what makes the desk.
        codeSplitting: {
          groups: [
            { name: 'base', tags: ['$initial'], priority: 2 },
            { name: fileOfPage('desk', path.join(folder, 'pages/desk/TheDesk.vue')), priority: 1 },
          ],
        },
      },
    },
  },
});
