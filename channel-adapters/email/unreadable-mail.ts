/** Why a mail cannot be understood: the reason it carries in quarantine. */
export type UnreadableReason =
  | 'mail_empty'
  | 'mail_without_sender'
  | 'mail_too_large'
  | 'mail_unreadable_on_server'
  | 'mail_too_complex'
  | 'unparsable_mail';

/** Thrown while a mail is read; `parseMail` turns it into an answer. */
export class UnreadableMail extends Error {
  constructor(
    readonly reason: UnreadableReason,
    readonly detail: string,
  ) {
    super(`${reason}: ${detail}`);
  }
}
