import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createTransport, type SMTPTransportOptions } from 'nodemailer';
import { freePort } from '../../server/db/free-port.ts';

/** A real mail server for one test file, without privileges and without touching the system's own. */
export interface Dovecot {
  readonly imapPort: number;
  /** Every user exists, with this password. */
  readonly password: string;
  imapUrl(user: string): string;
  /** Put a mail into a mailbox the way a mail server does (LMTP). */
  deliver(user: string, source: Buffer | string): Promise<void>;
  /** Where a user's mail lies. */
  folderOf(user: string): string;
  /** The process ends; mailboxes stay. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stop and leave nothing behind. */
  remove(): Promise<void>;
}

const program = '/usr/sbin/dovecot';

/** Start Dovecot on free loopback ports with a temporary folder. */
export async function startDovecot(): Promise<Dovecot> {
  if (!existsSync(program)) throw new Error(`${program} is missing; these tests need the packages dovecot-imapd and dovecot-lmtpd`);
  const identity = whoRuns();
  const folder = await mkdtemp(path.join(tmpdir(), 'touchline-dovecot-'));
  const [imapPort, lmtpPort, password] = [await freePort(), await freePort(), 'only-for-tests'];
  await chmod(folder, 0o755);
  for (const name of ['mail', 'run', 'state']) await mkdir(path.join(folder, name));
  for (const name of ['', 'mail', 'run', 'state']) await chown(path.join(folder, name), identity.uid, identity.gid);
  await writeFile(path.join(folder, 'dovecot.conf'), configuration({ folder, imapPort, lmtpPort, password, ...identity }));
  let running: ChildProcess | undefined;

  // Sessions outlive their master: all of its group ends with it, also when the test run is broken off.
  const end = (signal: NodeJS.Signals) => running?.pid && endGroup(running.pid, signal);
  const start = async () => {
    const { uid, gid } = identity;
    running = spawn(program, ['-F', '-c', path.join(folder, 'dovecot.conf')], {
      uid,
      gid,
      detached: true,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    await Promise.all([untilOpen(imapPort), untilOpen(lmtpPort)]);
  };
  const stop = async () => {
    if (!running || running.exitCode !== null || running.signalCode) return;
    const ended = once(running, 'exit');
    end('SIGTERM');
    await ended;
    end('SIGKILL');
  };
  const last = () => end('SIGKILL');
  process.once('exit', last);
  await start();
  return {
    imapPort,
    password,
    imapUrl: (user) => `imap://${encodeURIComponent(user)}:${password}@127.0.0.1:${imapPort}`,
    deliver: (user, source) => deliverByLmtp(lmtpPort, user, source),
    folderOf: (user) => path.join(folder, 'mail', user),
    stop,
    start,
    async remove() {
      await stop();
      process.off('exit', last);
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

interface Identity {
  readonly uid: number;
  readonly gid: number;
  readonly user: string;
  readonly group: string;
}

// Dovecot refuses to keep mail as root: nobody (65534) does it instead.
function whoRuns(): Identity {
  const asRoot = process.getuid?.() === 0;
  const named = (what: '-u' | '-g', ...form: string[]) =>
    execFileSync('id', [what, ...form, ...(asRoot ? ['nobody'] : [])], { encoding: 'utf8' }).trim();
  return { uid: Number(named('-u')), gid: Number(named('-g')), user: named('-u', '-n'), group: named('-g', '-n') };
}

interface Settings extends Identity {
  readonly folder: string;
  readonly imapPort: number;
  readonly lmtpPort: number;
  readonly password: string;
}

function configuration({ folder, imapPort, lmtpPort, password, uid, gid, user, group }: Settings): string {
  const anyone = (service: string, more = '') => `service ${service} {\n  chroot =\n  ${more}\n}\n`;
  const port = (name: string, number: number) => `inet_listener ${name} {\n    address = 127.0.0.1\n    port = ${number}\n  }`;
  return `
protocols = imap lmtp
listen = 127.0.0.1
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/dovecot.log
ssl = no
disable_plaintext_auth = no
default_login_user = ${user}
default_internal_user = ${user}
default_internal_group = ${group}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:${folder}/mail/%u
mail_max_userip_connections = 50
passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${folder}/mail/%u allow_all_users=yes
}
lmtp_rcpt_check_quota = no
${anyone('anvil')}${anyone('stats')}${anyone('auth')}${anyone('auth-worker')}
${anyone('imap-login', `${port('imap', imapPort)}\n  inet_listener imaps {\n    port = 0\n  }`)}
${anyone('lmtp', port('lmtp', lmtpPort))}
`;
}

function endGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch {
    // All of them have ended already.
  }
}

async function deliverByLmtp(port: number, user: string, source: Buffer | string): Promise<void> {
  const lmtp: SMTPTransportOptions = { host: '127.0.0.1', port, lmtp: true, ignoreTLS: true };
  const info = await createTransport(lmtp).sendMail({ envelope: { from: 'outside@example.org', to: [user] }, raw: source });
  if (info.rejected.length > 0) throw new Error(`Dovecot refused mail for ${user}: ${info.rejectedErrors?.[0]?.message}`);
}

async function untilOpen(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const socket = connect(port, '127.0.0.1');
    const open = await new Promise<boolean>((resolve) => socket.on('connect', () => resolve(true)).on('error', () => resolve(false)));
    socket.destroy();
    if (open) return;
    await pause(50);
  }
  throw new Error(`nothing listens on port ${port}`);
}
