import path from 'node:path';
import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

const folder = path.dirname(fileURLToPath(import.meta.url));
const hub = process.env.HUB_URL ?? 'http://127.0.0.1:8080';

/** `vite dev` passes REST and sockets on to a running hub (`HUB_URL`); the build is served by the hub itself. */
export default defineConfig({
  root: folder,
  base: '/',
  plugins: [vue()],
  define: { __VUE_I18N_FULL_INSTALL__: false, __VUE_I18N_LEGACY_API__: false, __INTLIFY_PROD_DEVTOOLS__: false },
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
  },
});
