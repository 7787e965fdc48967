import { runPackage, step } from './run-program.mjs';
import { fingerprint, isStamped, stamp } from './stamp.mjs';

const marker = 'server/db/generated/.stamp';

/** Generate the Prisma client, whose types the tests hold against the contract, when the schema or Prisma itself changed. */
export async function generateClient() {
  const print = fingerprint(['prisma/schema.prisma', 'node_modules/prisma/package.json']);
  if (isStamped(marker, print)) return;
  await step('Generating the database client', () => runPackage('prisma/build/index.js', ['generate'], { env: offline }));
  stamp(marker, print);
}

/** `generate` never runs the schema engine, yet would download it: naming any file that exists spares that. */
const offline = {
  PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? process.execPath,
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
  CHECKPOINT_DISABLE: '1',
};
