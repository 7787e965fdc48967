import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { projectRoot } from '../../../server/project-root.ts';
import type { Cluster } from './start-cluster.ts';
import { type Program, startProgram } from './start-program.ts';

export const authToken = 'bench-auth-token';
export const supportNumber = '+441632960000';
export const supportMail = 'support@touchline.example';

export interface HubProgram extends Program {
  readonly url: string;
  readonly smtpPort: number;
}

const folder = path.join(projectRoot, 'dist', 'bench', 'hub');
let built = false;

/** The hub as `npm start` runs it: compiled, in a process of its own. */
export async function startHub(
  cluster: Cluster,
  database: string,
  { demo = false, profile }: { demo?: boolean; profile?: string | undefined } = {},
): Promise<HubProgram> {
  build();
  const profiling = profile ? ['--cpu-prof', '--cpu-prof-dir', profile] : [];
  const program = await startProgram(
    [...profiling, path.join(folder, 'server', 'main.js')],
    {
      HOST: '127.0.0.1',
      PORT: '0',
      PUBLIC_URL: demo ? '' : 'http://127.0.0.1:0',
      SMTP_LISTEN_PORT: '0',
      DATABASE_URL: cluster.url(database),
      DATA_DIR: cluster.folder,
      DEMO: demo ? 'on' : 'off',
      NODE_ENV: 'production',
      ...(demo ? {} : carrier),
    },
    /(Touchline runs.*Mail \(SMTP\)\s+\S+)/s,
  );
  const found = (pattern: RegExp) => pattern.exec(program.said)?.[1] ?? '';
  return { ...program, url: found(/runs: (\S+)/), smtpPort: Number(found(/Mail \(SMTP\)\s+\S+:(\d+)/)) };
}

/** Nobody answers there: what is measured comes in. */
const carrier = {
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: authToken,
  TWILIO_API_URL: 'http://127.0.0.1:9',
  PHONE_NUMBERS: supportNumber,
  MAIL_ADDRESSES: supportMail,
};

/** Compile the sources as they are now, beside what `npm start` may be running from. */
function build(): void {
  if (built) return;
  const node = (...args: string[]) =>
    execFileSync(process.execPath, args, { cwd: projectRoot, stdio: ['ignore', process.stderr, 'inherit'] });
  node('--input-type=module', '-e', `await (await import('./scripts/steps/generate-client.mjs')).generateClient()`);
  node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--noCheck', '--outDir', folder);
  built = true;
}
