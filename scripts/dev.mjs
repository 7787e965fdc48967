import './steps/check-node.mjs';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { buildParts } from './steps/build-parts.mjs';
import { installPackages } from './steps/install-packages.mjs';
import { fail, root } from './steps/run-program.mjs';

// The hub from its sources, started again when they change, and beside it vite serving the console with live reload.
await installPackages().then(buildParts).catch(fail);

const port = process.env.PORT ?? '8080';
const programs = [
  ['tsx/dist/cli.mjs', ['watch', '--clear-screen=false', 'server/main.ts']],
  ['vite/bin/vite.js', ['-c', 'agent-console/vite.config.ts']],
].map(([file, args]) =>
  spawn(process.execPath, [path.join(root, 'node_modules', file), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PORT: port, HUB_URL: `http://127.0.0.1:${port}` },
  }),
);

const stop = () => {
  for (const program of programs) program.kill('SIGTERM');
};
// When one of the two ends, or we are asked to, both end.
for (const program of programs) program.once('exit', stop);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);
