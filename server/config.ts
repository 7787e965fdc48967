import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import { StartError } from './errors.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const onOff = z.enum(['on', 'off']).transform((word) => word === 'on');
const address = z.url({ protocol: /^(https?|wss?)$/ });

const origin = z
  .string()
  .refine((word) => URL.canParse(word) && new URL(word).origin === word, 'must be origins such as https://www.example.com');
const network = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], 'must be addresses or networks such as 10.0.0.0/8');

/** Every setting, with what it means; `.env.example` and the README's table say the same (a test holds them together). */
const Environment = z.object({
  NODE_ENV: z.string().default('development'),
  HOST: z.string().default('127.0.0.1').describe('address to listen on; 0.0.0.0 for all'),
  PORT: port.default(8080).describe('port of console, API, webhooks and chat'),
  PUBLIC_URL: address
    .optional()
    .describe('how carriers and browsers reach the hub; webhook signatures cover it (default http://localhost:PORT)'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://')
    .optional()
    .describe('PostgreSQL 15 or newer; without it an embedded one is started'),
  DATA_DIR: z.string().default('data').describe('folder of the embedded PostgreSQL and of generated secrets'),
  DEMO: onOff.optional().describe('on: seed the demo and run the carrier simulator (default on, off when NODE_ENV=production)'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug'])
    .default('warn')
    .describe('how much is logged (JSON lines, never message bodies)'),
  TWILIO_ACCOUNT_SID: z.string().optional().describe('Twilio account for SMS and calls'),
  TWILIO_AUTH_TOKEN: z.string().optional().describe('its auth token; also checks webhook signatures'),
  TWILIO_API_URL: address.optional().describe('another base URL of the Twilio REST API'),
  PHONE_NUMBERS: z.string().optional().describe('your Twilio numbers in E.164, comma-separated; each becomes an inbox for calls and SMS'),
  MAIL_ADDRESSES: z
    .string()
    .optional()
    .describe('addresses the SMTP listener accepts, comma-separated; each becomes an inbox (those of MAILBOXES do so by themselves)'),
  SMTP_LISTEN_HOST: z.string().default('127.0.0.1').describe('address of the built-in SMTP listener'),
  SMTP_LISTEN_PORT: port.default(2525).describe('port of the built-in SMTP listener; 0 picks a free one'),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .describe('where outgoing mail is handed in, e.g. smtps://user:password@mail.example.com'),
  MAILBOXES: z
    .string()
    .optional()
    .describe('IMAP mailboxes to read, as JSON: {"support@example.com":"imaps://user:password@imap.example.com"}'),
  CHAT_IDENTITY_SECRET: z.string().min(16).optional().describe('signs customer ids that your site hands to the chat widget'),
  CHAT_ORIGINS: z
    .string()
    .optional()
    .describe('sites whose pages may embed the chat, comma-separated, e.g. https://www.example.com; empty: any'),
  TRUSTED_PROXIES: z
    .string()
    .default('127.0.0.0/8,::1')
    .describe('your reverse proxies as addresses or networks, comma-separated: only their X-Forwarded-For is believed'),
  SESSION_HOURS: z.coerce.number().min(1).max(720).default(12).describe('how long a sign-in lasts'),
  NODE_DEAD_AFTER: z.coerce
    .number()
    .min(1)
    .max(600)
    .default(30)
    .describe('seconds of silence after which a node counts as dead and its work is released'),
  WEBHOOK_NETWORKS: z
    .string()
    .optional()
    .describe('your own networks that may be told of events, comma-separated, e.g. 10.1.0.0/16; without it only https to the internet'),
  METRICS_TOKEN: z.string().min(16).optional().describe('bearer token for /metrics; without it only loopback may read'),
});

export type Config = ReturnType<typeof readConfig>;

/** The settings with their descriptions, for the README and `.env.example`. */
export const settings = Object.entries(Environment.shape).map(([name, schema]) => ({ name, description: schema.description ?? '' }));

/** Read and check the environment. Throws `StartError` that names each setting and what is wrong with it. */
export function readConfig(environment: Record<string, string | undefined>) {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    throw new StartError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
  }
  const env = parsed.data;
  const demo = env.DEMO ?? env.NODE_ENV !== 'production';
  return {
    host: env.HOST,
    port: env.PORT,
    publicUrl: (env.PUBLIC_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, ''),
    databaseUrl: env.DATABASE_URL,
    dataDir: path.resolve(env.DATA_DIR),
    demo,
    logLevel: env.LOG_LEVEL,
    twilio: twilioSettings(env, demo),
    addresses: {
      phone: list('PHONE_NUMBERS', env.PHONE_NUMBERS, z.e164('must be E.164 numbers such as +441632960000')),
      mail: [
        ...list('MAIL_ADDRESSES', env.MAIL_ADDRESSES, z.email('must be mail addresses').toLowerCase()),
        ...Object.keys(mailboxes(env.MAILBOXES)),
      ],
    },
    smtpListen: { host: env.SMTP_LISTEN_HOST, port: env.SMTP_LISTEN_PORT },
    smtpUrl: env.SMTP_URL,
    mailboxes: mailboxes(env.MAILBOXES),
    chatIdentitySecret: env.CHAT_IDENTITY_SECRET ?? (demo ? randomBytes(24).toString('base64url') : undefined),
    chatOrigins: list('CHAT_ORIGINS', env.CHAT_ORIGINS, origin),
    trustedProxies: list('TRUSTED_PROXIES', env.TRUSTED_PROXIES, network),
    sessionHours: env.SESSION_HOURS,
    nodeDeadAfter: env.NODE_DEAD_AFTER,
    metricsToken: env.METRICS_TOKEN,
    webhookNetworks: list('WEBHOOK_NETWORKS', env.WEBHOOK_NETWORKS, network),
    secureCookies: (env.PUBLIC_URL ?? '').startsWith('https:'),
  };
}

interface TwilioSettings {
  accountSid: string;
  authToken: string;
  apiUrl?: string;
  /** The account is the demo's own simulated carrier. */
  simulated: boolean;
}

function twilioSettings(env: z.output<typeof Environment>, demo: boolean): TwilioSettings | undefined {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_API_URL: apiUrl } = env;
  if (accountSid && authToken) return { accountSid, authToken, ...(apiUrl ? { apiUrl } : {}), simulated: false };
  if (accountSid || authToken) throw new StartError('Set both TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or neither.');
  return demo
    ? { accountSid: `AC${randomBytes(16).toString('hex')}`, authToken: randomBytes(16).toString('hex'), simulated: true }
    : undefined;
}

function list(name: string, text: string | undefined, item: z.ZodType<string>): string[] {
  const words = (text ?? '').split(',').map((word) => word.trim());
  return words.filter(Boolean).map((word) => {
    const parsed = item.safeParse(word);
    if (!parsed.success) throw new StartError(`${name}: ${parsed.error.issues[0]?.message ?? 'is not valid'} (${word})`);
    return parsed.data;
  });
}

function mailboxes(text: string | undefined): Record<string, string> {
  if (!text) return {};
  try {
    return z.record(z.email().toLowerCase(), z.url({ protocol: /^imaps?$/ })).parse(JSON.parse(text));
  } catch {
    throw new StartError('MAILBOXES: must be JSON of the form {"support@example.com":"imaps://user:password@host"}');
  }
}
