/** Every reason for which an item is put aside instead of entering a conversation. The console has words and an advice for each. */
export const quarantineReasons = [
  ...(['mail_empty', 'mail_without_sender', 'mail_too_large', 'mail_too_complex', 'mail_unreadable_on_server', 'unparsable_mail'] as const),
  ...(['auto_reply_mail', 'bounce_mail', 'list_mail', 'own_address', 'message_id_reused'] as const),
  ...(['unknown_call', 'unexpected_recording', 'malformed_webhook', 'channel_disabled', 'intake_failed', 'not_understood'] as const),
] as const;
export type QuarantineReason = (typeof quarantineReasons)[number];

/** What an adapter gave as its reason; one that it has not told us of before is kept in the detail. */
export function reasonOf({ reason, detail }: { reason: string; detail: string }): { reason: QuarantineReason; detail: string } {
  const known = quarantineReasons.find((one) => one === reason);
  return known ? { reason: known, detail } : { reason: 'not_understood', detail: `${reason}: ${detail}` };
}
