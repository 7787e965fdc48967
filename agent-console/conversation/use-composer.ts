import { computed, ref, watch } from 'vue';
import type { ConversationView } from '../../server/contract/entities.ts';
import { useColleagues } from '../stores/colleagues.ts';
import { type Draft, htmlOfText, useDrafts } from '../stores/drafts.ts';
import { useNow } from '../stores/now.ts';
import { useOutbox, type Written } from '../stores/outbox.ts';
import { usePreferences } from '../stores/preferences.ts';
import { useScheduled } from '../stores/scheduled.ts';
import { useUploads } from '../stores/uploads.ts';
import { mentionsIn } from './mentions.ts';

export interface ComposerNews {
  stale(seenSeq: number): void;
  sent(): void;
}

/** The draft of a conversation and its way out. Refused words come back with everything that was to go along. */
export function useComposer(conversation: () => ConversationView, seenSeq: () => number, news: ComposerNews) {
  const [drafts, outbox, scheduled, uploads, colleagues] = [useDrafts(), useOutbox(), useScheduled(), useUploads(), useColleagues()];
  const [preferences, clock] = [usePreferences(), useNow()];
  const error = ref('');
  /** People chosen by hand, by name: two may have the same. */
  const chosen = new Map<string, string>();

  const draft = computed(() => drafts.read(conversation().id));
  const change = (part: Partial<Draft>) => drafts.write(conversation().id, { ...draft.value, ...part });
  const mode = computed({ get: () => (conversation().canReply ? draft.value.mode : 'note'), set: (to) => change({ mode: to }) });
  const text = computed({
    get: () => draft.value[mode.value],
    set: (words) => change(mode.value === 'note' ? { note: words } : { reply: words, replyHtml: null }),
  });
  const isMail = computed(() => mode.value === 'reply' && conversation().channel === 'email');
  const html = computed(() => draft.value.replyHtml ?? htmlOfText(draft.value.reply));
  const busy = computed(() => mode.value === 'reply' && uploads.busy(conversation().id));
  const empty = computed(() => text.value.trim() === '' && (mode.value === 'note' || !says(draft.value)));

  watch(
    () => conversation().id,
    (id) => {
      void drafts.open(id);
      error.value = '';
      chosen.clear();
    },
    { immediate: true },
  );

  /** A mail or an SMS can be taken back for some seconds; whoever chats waits for nothing. */
  const undoable = () => preferences.undoSeconds > 0 && (conversation().channel === 'email' || conversation().channel === 'sms');

  function send() {
    if (mode.value === 'reply' && undoable()) return sendAt(new Date(clock.now + preferences.undoSeconds * 1_000));
    return put((written) => outbox.send(written));
  }

  const sendAt = (at: Date) => put((written) => scheduled.schedule(written, at));

  async function put(act: (written: Written) => Promise<string | undefined>) {
    if (empty.value || busy.value) return;
    const written = collect();
    error.value = '';
    change(mode.value === 'note' ? { note: '' } : { reply: '', replyHtml: null, files: [], actions: [] });
    news.sent();
    const code = await act(written);
    if (code) giveBack(written, code);
  }

  function collect(): Written {
    const said = { conversationId: conversation().id, kind: mode.value, text: text.value.trimEnd(), seenSeq: seenSeq() };
    if (said.kind === 'note') {
      const mentions = mentionsIn(said.text, colleagues.all, chosen);
      return mentions.length > 0 ? { ...said, mentions } : said;
    }
    const { files, actions } = draft.value;
    return { ...said, files, actions, html: isMail.value && isSet(html.value) ? html.value : undefined };
  }

  /** They go back where they were written, also when another conversation is open by now; the outbox keeps what met no hub. */
  function giveBack(written: Written, code: string) {
    if (outbox.keeps(written.conversationId, written.text)) return;
    drafts.giveBack(written.conversationId, written.kind, written);
    if (written.conversationId !== conversation().id) return;
    if (code === 'stale_reply') news.stale(written.seenSeq);
    else error.value = code;
  }

  return {
    draft,
    change,
    mode,
    text,
    html,
    isMail,
    busy,
    empty,
    error,
    send,
    sendAt,
    mentioned: (name: string, id: string) => chosen.set(name, id),
  };
}

/** Lines alone are sent as they are: only what has a form needs HTML. */
const isSet = (html: string) => /<(?!\/?(p|br)\b)/.test(html);

/** A picture or a file says something too. */
const says = ({ files, replyHtml }: Draft) => files.length > 0 || (replyHtml ?? '').includes('<img');
