import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Plugin, transformWithOxc } from 'vite';

const source = new URL('../../agent-console/offline/worker/serve-shell.ts', import.meta.url);

/** Writes `service-worker.js` beside the built console: the worker, told of every file it serves. */
export function emitWorker(): Plugin {
  return {
    name: 'touchline-worker',
    apply: 'build',
    generateBundle: {
      order: 'post',
      async handler(_, bundle) {
        const files = Object.keys(bundle).filter((file) => file.startsWith('assets/') && !file.endsWith('.map'));
        const page = bundle['index.html'];
        const text = page?.type === 'asset' ? String(page.source) : '';
        const entries = [...text.matchAll(/"(\/assets\/[^"]+\.js)"/g)].map(([, file = '']) => file);
        if (entries.length === 0) throw new Error('The page loads no script: the worker could not tell which console it belongs to.');
        const { code } = await transformWithOxc(await readFile(source, 'utf8'), 'serve-shell.ts');
        const version = createHash('sha256')
          .update([...files].sort().join())
          .update(code)
          .digest('hex')
          .slice(0, 16);
        const shell = { version, entries, files: files.map((file) => `/${file}`).sort() };
        this.emitFile({ type: 'asset', fileName: 'service-worker.js', source: `const shell = ${JSON.stringify(shell)};\n${code}` });
      },
    },
  };
}
