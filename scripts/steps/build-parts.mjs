import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root, runPackage, step } from './run-program.mjs';
import { fingerprint, isStamped, stamp } from './stamp.mjs';

const vite = (config) => () =>
  runPackage('vite/bin/vite.js', ['build', '-c', config, '--logLevel', 'warn'], { env: { NODE_ENV: 'production' } });

/** What `dist/` is made of: each part with the sources that it depends on. */
const parts = [
  {
    name: 'server',
    folders: ['dist/server', 'dist/channel-adapters', 'dist/prisma'],
    sources: ['server', 'channel-adapters', 'prisma/demo', 'tsconfig.json', 'tsconfig.build.json'],
    except: ['server/db/generated/', 'channel-adapters/web-chat/widget/', 'channel-adapters/simulator/page/'],
    // Types are checked by `npm run check`; here they are only taken off.
    build: () => runPackage('typescript/bin/tsc', ['-p', 'tsconfig.build.json']),
  },
  {
    name: 'console',
    folders: ['dist/agent-console'],
    sources: ['agent-console', 'server/contract', 'scripts/build'],
    build: vite('agent-console/vite.config.ts'),
  },
  {
    name: 'chat widget',
    folders: ['dist/widget'],
    sources: ['channel-adapters/web-chat'],
    build: vite('channel-adapters/web-chat/widget/vite.config.ts'),
  },
  {
    name: 'carrier simulator',
    folders: ['dist/simulator-page'],
    sources: ['channel-adapters/simulator', 'channel-adapters/web-chat'],
    build: vite('channel-adapters/simulator/page/vite.config.ts'),
  },
];

/** Build each part whose sources changed since it was last built. */
export async function buildParts() {
  for (const part of parts) await buildPart(part);
}

async function buildPart({ name, folders, sources, except, build }) {
  const marker = `dist/stamps/${name}`;
  const print = fingerprint([...sources, 'package-lock.json', 'scripts/steps/build-parts.mjs'], except);
  if (isStamped(marker, print) && existsSync(path.join(root, folders[0]))) return;
  for (const folder of folders) rmSync(path.join(root, folder), { recursive: true, force: true });
  await step(`Building the ${name}`, build);
  stamp(marker, print);
}
