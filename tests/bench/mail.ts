import { setTimeout as pause } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import type { Bench } from './bench.ts';
import { mailOf } from './support/add-people.ts';
import { query } from './support/query.ts';
import { supportMail } from './support/start-hub.ts';
import { type Installation, startInstallation } from './support/start-installation.ts';
import { median, rounded, summary } from './support/summarise.ts';

const CONNECTIONS = 8;
const MAILS_A_SECOND = 60;

/**
 * Mails a second from the SMTP door to the queue: kept as they came, then parsed and taken in by jobs. No limit is
 * measured; the rate counts until the last mail of a round has its task.
 */
export const measureMail: Bench = async (plan) => {
  const mails = Math.ceil(plan.seconds * MAILS_A_SECOND);
  const installation = await startInstallation(plan, { customers: mails });
  try {
    await round(installation, 'warm-up', mails);
    const rounds: { perSecond: number; storedPerSecond: number }[] = [];
    for (let n = 1; n <= plan.rounds; n++) {
      rounds.push(await round(installation, `round ${n}`, mails));
      plan.say(`  round ${n}: ${rounds.at(-1)?.perSecond.toFixed(0)}/s`);
    }
    return {
      mailsARound: mails,
      perSecond: summary(rounds.map(({ perSecond }) => perSecond)),
      acknowledgedPerSecond: rounded(median(rounds.map((each) => each.storedPerSecond))),
    };
  } finally {
    await installation.stop();
  }
};

async function round({ cluster, hub }: Installation, name: string, mails: number) {
  const post = createTransport({
    host: '127.0.0.1',
    port: hub.smtpPort,
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: Number.POSITIVE_INFINITY,
    ignoreTLS: true,
  });
  const begun = performance.now();
  await Promise.all(Array.from({ length: mails }, (_, n) => post.sendMail(mail(name, n))));
  const stored = performance.now() - begun;
  await untilTakenIn(cluster.url('hub'), name, mails);
  const done = performance.now() - begun;
  post.close();
  return { perSecond: (1000 * mails) / done, storedPerSecond: (1000 * mails) / stored };
}

async function untilTakenIn(url: string, name: string, mails: number): Promise<void> {
  for (;;) {
    const [found] = await query<{ count: number }>(
      url,
      `select count(*)::int from conversations where channel = 'email' and subject like $1`,
      [`${name}:%`],
    );
    if (found?.count === mails) return;
    await pause(50);
  }
}

const paragraph = '你好，上周三送到的净水器今天早上开始漏水。The floor is already wet, please send somebody; I am at home after three. ';

/** A mail as mail programs write them: text and HTML. */
const mail = (name: string, n: number) => ({
  from: { name: `Customer ${n}`, address: mailOf(n) },
  to: supportMail,
  subject: `${name}: the water purifier leaks (${n})`,
  text: paragraph.repeat(6),
  html: `<html><body><div style="font-family: sans-serif"><p>${paragraph.repeat(3)}</p><p><b>${paragraph}</b></p><ul><li>${paragraph}</li></ul><p>Kind regards</p></div></body></html>`,
});
