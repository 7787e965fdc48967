import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { runProgram, StepError, step } from './run-program.mjs';

/** What the tests of mail and of the screens need beside npm's packages, with a file that proves it is there. */
const needed = [
  { name: 'chromium', proof: ['/usr/bin/chromium'] },
  { name: 'fonts-noto-cjk', proof: ['/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc'] },
  { name: 'dovecot-imapd', proof: ['/usr/lib/dovecot/imap', '/usr/sbin/dovecot'] },
  { name: 'dovecot-lmtpd', proof: ['/usr/lib/dovecot/lmtp'] },
];

/** Install a browser, Chinese fonts and a mail server where we may; else fail with what to install. */
export async function installBrowser() {
  const missing = needed.filter(({ proof }) => !proof.every((file) => existsSync(file))).map(({ name }) => name);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new StepError(`Some tests need programs that are missing here. On Debian: sudo apt-get install ${missing.join(' ')}`);
  }
  await step(`Installing ${missing.join(', ')} (once)`, () => withoutServices(() => aptInstall(missing)));
}

async function aptInstall(names) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const update = await runProgram('apt-get', ['update', '-q'], { env });
  if (update.code !== 0) return update;
  return runProgram('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...names], { env });
}

const policy = '/usr/sbin/policy-rc.d';

/** Debian asks this file before a package starts its service (101: do not). The tests start a Dovecot of their own. */
async function withoutServices(work) {
  if (existsSync(policy)) return work();
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return await work();
  } finally {
    rmSync(policy, { force: true });
  }
}
