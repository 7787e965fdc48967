/**
 * Every key of the console, by where it works, with the text of what it does: the sheet is made of this list, and a key that
 * does not stand in it cannot be listened for. Two letters are pressed one after the other.
 */
export const shortcutKeys = {
  everywhere: {
    '?': 'shortcuts.sheet',
    'g d': 'shortcuts.goDesk',
    'g t': 'shortcuts.goTickets',
    'g c': 'shortcuts.goCustomers',
    'g q': 'shortcuts.goQueues',
    'g p': 'shortcuts.goPlanning',
    'g s': 'shortcuts.goSettings',
  },
  offer: {
    a: 'shortcuts.accept',
    d: 'shortcuts.decline',
  },
  work: {
    j: 'shortcuts.next',
    k: 'shortcuts.previous',
    u: 'shortcuts.nextUnread',
  },
  conversation: {
    r: 'shortcuts.reply',
    n: 'shortcuts.note',
    '/': 'shortcuts.macros',
    t: 'shortcuts.transfer',
    h: 'shortcuts.snooze',
    i: 'shortcuts.customer',
    w: 'shortcuts.why',
    m: 'shortcuts.acts',
    b: 'shortcuts.unread',
    p: 'shortcuts.recording',
    e: 'shortcuts.end',
  },
  list: {
    j: 'shortcuts.nextRow',
    k: 'shortcuts.previousRow',
    ' ': 'shortcuts.preview',
    x: 'shortcuts.select',
  },
} as const;

type Tables = typeof shortcutKeys;
/** A key somebody may listen for. */
export type ShortcutKey = { [Place in keyof Tables]: keyof Tables[Place] }[keyof Tables] & string;
