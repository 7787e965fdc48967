/** What an installation says about its mail. Secrets come from the environment and are never logged. */
export interface EmailSettings {
  /** Mailboxes to read over IMAP, by inbox address. */
  readonly mailboxes?: Readonly<Record<string, MailboxSettings>>;
  /** The built-in SMTP listener; none when left out. */
  readonly smtpListener?: SmtpListenerSettings;
  /** Where mail goes out: `smtp://user:password@host:587` or `smtps://…`; without it nothing is sent. */
  readonly smtpUrl?: string;
  /** Display name in From, by inbox address. */
  readonly fromNames?: Readonly<Record<string, string>>;
  /** Mail above this size is refused (SMTP) or kept as its header only (IMAP); 30 MB unless told. */
  readonly maxMailBytes?: number;
  readonly log?: MailLog;
}

export type MailboxSettings = {
  /** Folder to read; INBOX unless told. */
  readonly folder?: string;
  /** Mail that reached the mailbox before this day is left alone. */
  readonly since?: Date;
} /** `imaps://user:password@host:993/Folder?since=2026-11-01`; folder and day may be left out. */ & (
  | { readonly imapUrl: string }
  | { readonly host: string; readonly port: number; readonly secure: boolean; readonly user: string; readonly password: string }
);

export interface SmtpListenerSettings {
  /** 127.0.0.1 unless told: a mail server in front hands mail on to us. */
  readonly host?: string;
  /** 0 lets the system choose; `onListening` tells which. */
  readonly port: number;
  readonly onListening?: (port: number) => void;
}

/** Where trouble is told; a pino logger fits. */
export interface MailLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

export const silentLog: MailLog = { info() {}, warn() {} };

/** Traffic to this host stays on this machine and needs no encryption. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/i.test(host);
}
