/** A mail in somebody's mail program. */
export interface Mail {
  readonly direction: 'sent' | 'received';
  /** Without angle brackets. */
  readonly messageId: string;
  readonly references: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly files: readonly string[];
  readonly at: Date;
  state: 'sending' | 'sent' | 'refused';
  problem?: string;
}

/** The mail programs of all simulated people, by address. */
export interface Mailboxes {
  of(address: string): readonly Mail[];
  file(address: string, mail: Mail): void;
}

export function createMailboxes(changed: (address: string) => void, limit = 200): Mailboxes {
  const boxes = new Map<string, Mail[]>();
  return {
    of: (address) => boxes.get(address.toLowerCase()) ?? [],
    file(address, mail) {
      const key = address.toLowerCase();
      const known = (boxes.get(key) ?? []).filter(({ messageId }) => messageId !== mail.messageId);
      boxes.set(key, [...known, mail].slice(-limit));
      changed(key);
    },
  };
}
