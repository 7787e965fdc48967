import { defineStore } from 'pinia';
import { computed, shallowReactive } from 'vue';
import type { ScheduledReplyView } from '../../server/contract/entities.ts';
import type { MacroAction, Mention, UploadView } from '../../server/contract/message-parts.ts';
import { codeOf } from '../hub-client/failure.ts';
import { useHub } from '../hub-client/hub-client.ts';
import { useUnsent } from '../offline/unsent.ts';
import { useConversations } from './conversations.ts';
import { useMe } from './me.ts';

/** Something written here that the hub has not confirmed yet; shown as a bubble at once. */
export interface Outgoing {
  readonly clientId: string;
  readonly conversationId: string;
  readonly kind: 'reply' | 'note';
  readonly text: string;
  /** Of a mail, as it is set. */
  readonly html?: string | undefined;
  /** Brought to the hub already. */
  readonly files?: readonly UploadView[] | undefined;
  readonly actions?: readonly MacroAction[] | undefined;
  /** Of a note: the colleagues it names. */
  readonly mentions?: readonly Mention[] | undefined;
  readonly seenSeq: number;
  readonly at: string;
  /** A reply that was to go out at a time of its own. */
  readonly sendAt?: string;
  /** `waiting` for the line; `asked`: somebody wrote since, so its author decides; `failed`: the hub refused it or broke. */
  readonly state: 'sending' | 'waiting' | 'asked' | 'failed';
  readonly error?: string;
}

export type Written = Pick<Outgoing, 'conversationId' | 'kind' | 'text' | 'html' | 'files' | 'actions' | 'mentions' | 'seenSeq'>;

/** Another window looks again at once: it does not believe in what was sent hours ago. */
const goneMost = 500;

/**
 * What is on its way to the hub: shown at once, kept in this browser until the hub has it, sent in order and once. The
 * `clientId` makes sending again harmless.
 */
export const useOutbox = defineStore('outbox', () => {
  const [hub, me, unsent, conversations] = [useHub(), useMe(), useUnsent(), useConversations()];
  const rows = shallowReactive(new Map<string, Outgoing>());
  /** Sent or given up: what another window still believes to wait does not bring it back. */
  const gone = new Set<string>();
  const schedulers = new Set<(reply: ScheduledReplyView) => void>();
  const all = computed(() => [...rows.values()].sort((a, b) => a.at.localeCompare(b.at)));

  /** Whoever writes here; their session may end while something of theirs is on its way. */
  let author = '';
  function mine() {
    author = me.id || author;
    return author;
  }

  async function show(row: Outgoing) {
    rows.set(row.clientId, row);
    // A page that is closed while it sends has not heard whether it was sent.
    await unsent.put(mine(), row.state === 'sending' ? { ...row, state: 'waiting' } : row);
  }

  async function drop(clientId: string) {
    gone.add(clientId);
    const [oldest] = gone;
    if (gone.size > goneMost && oldest !== undefined) gone.delete(oldest);
    rows.delete(clientId);
    await unsent.remove(mine(), clientId);
  }

  /** Its turn in its conversation: what was written before it goes first, in whichever window. */
  const deliver = (row: Outgoing, refused: (row: Outgoing) => Promise<unknown> = show) =>
    unsent.inTurn(row.conversationId, async () => {
      if (!(await unsent.has(mine(), row.clientId))) return void rows.delete(row.clientId);
      if (all.value.some((other) => other.conversationId === row.conversationId && other.at < row.at && other.state === 'waiting')) {
        await show({ ...row, state: 'waiting' });
        return 'network';
      }
      return put({ ...row, state: 'sending' }, refused);
    });

  async function put(row: Outgoing, refused: (row: Outgoing) => Promise<unknown>): Promise<string | undefined> {
    rows.set(row.clientId, row);
    try {
      const entry = await ask(row);
      if (entry) conversations.put(entry);
      await drop(row.clientId);
      return undefined;
    } catch (thrown) {
      const error = codeOf(thrown);
      const state = stateAfter(error);
      await (state === 'waiting' || error === 'internal' ? show : refused)({ ...row, state, error });
      return error;
    }
  }

  async function ask(row: Outgoing) {
    const { clientId, conversationId: id, kind, text, sendAt } = row;
    const params = { id };
    if (kind === 'note')
      return hub.call('addNote', { params, body: { clientId, text, ...(row.mentions ? { mentions: [...row.mentions] } : {}) } });
    const body = { clientId, ...replyBody(row) };
    if (!sendAt || Date.parse(sendAt) <= hub.clock.now()) return hub.call('sendReply', { params, body });
    const scheduled = await hub.call('scheduleReply', { params, body: { ...body, sendAt } });
    for (const listener of schedulers) listener(scheduled);
    return undefined;
  }

  /** Later than anything that is still here: without a line the clock may stand wrong, the order never. */
  function nextMoment() {
    const last = Date.parse(all.value.at(-1)?.at ?? '');
    return new Date(Math.max(hub.clock.now(), Number.isNaN(last) ? 0 : last + 1)).toISOString();
  }

  /** What other windows, or this one before it was closed, left behind. */
  async function load() {
    const kept = await unsent.all(mine());
    for (const { clientId, state } of rows.values())
      if (state !== 'sending' && !kept.some((row) => row.clientId === clientId)) rows.delete(clientId);
    for (const row of kept) if (!gone.has(row.clientId) && rows.get(row.clientId)?.state !== 'sending') rows.set(row.clientId, row);
  }

  unsent.onChange(load);

  return {
    all,
    of: (conversationId: string) => all.value.filter((row) => row.conversationId === conversationId),
    /** Resolves with the code of what went wrong, if anything did. Refused, its author has the text back. */
    async send(written: Written & Pick<Outgoing, 'sendAt'>): Promise<string | undefined> {
      const row = { ...written, clientId: crypto.randomUUID(), at: nextMoment(), state: 'sending' as const };
      await show(row);
      return deliver(row, () => drop(row.clientId));
    },
    async retry(clientId: string): Promise<string | undefined> {
      const row = rows.get(clientId);
      return row && deliver(row);
    },
    /** Its author has read what was written since and sends it all the same. */
    async sendAnyway(clientId: string, seenSeq: number): Promise<string | undefined> {
      const row = rows.get(clientId);
      return row && deliver({ ...row, seenSeq });
    },
    /** The line is back: everything that waits, oldest first, until it breaks again. */
    async sendWaiting() {
      await load();
      for (const row of all.value) if (row.state === 'waiting' && (await deliver(row)) === 'network') return;
    },
    /** Not lost with the line: its bubble offers to try again. */
    keeps: (conversationId: string, text: string) => all.value.some((row) => row.conversationId === conversationId && row.text === text),
    discard: drop,
    /** A reply with a time of its own has been taken in by the hub. */
    onScheduled: (listener: (reply: ScheduledReplyView) => void) => void schedulers.add(listener),
    /** The hub has it: its entry came by the live feed before the answer did. */
    arrived: (clientId: string) => void (rows.has(clientId) && drop(clientId)),
  };
});

/** The words of a reply with all that goes along with them. */
const replyBody = ({ text, html, files = [], actions = [], seenSeq }: Written) => ({
  text: html ? '' : text,
  seenSeq,
  ...(html ? { html } : {}),
  ...(files.length > 0 ? { attachmentIds: files.map(({ id }) => id) } : {}),
  ...(actions.length > 0 ? { actions: [...actions] } : {}),
});

function stateAfter(error: string): Outgoing['state'] {
  // Whoever signs in again goes on where their session ended.
  if (error === 'network' || error === 'not_signed_in') return 'waiting';
  return error === 'stale_reply' ? 'asked' : 'failed';
}
