import { computed, ref } from 'vue';
import { useConversations } from '../stores/conversations.ts';

/** How many entries stand in the page at most, by how many a reader goes on, and how many stay of a conversation followed at its end. */
const [MOST, STEP, STAYING] = [150, 50, 100];
/** It is forgotten a few at a time: what would be forgotten with each line would be drawn anew with each line. */
const AT_ONCE = 20;

/** Of the entries that are loaded, those that are drawn: the page stays light however long a conversation is and whatever comes in. */
export function useEntryWindow(conversationId: () => string) {
  const conversations = useConversations();
  const entries = computed(() => conversations.entriesOf(conversationId()));
  const first = ref(0);
  /** Undefined at the end, where whatever comes is drawn. */
  const last = ref<number>();
  const shown = computed(() => entries.value.filter(({ seq }) => seq >= first.value && seq <= (last.value ?? Number.POSITIVE_INFINITY)));

  function cutBelow() {
    last.value = shown.value[MOST] ? shown.value[MOST - 1]?.seq : last.value;
  }

  return {
    shown,
    following: computed(() => last.value === undefined),
    hasEarlier: computed(() => (entries.value[0]?.seq ?? 0) < first.value || conversations.more(conversationId())),
    /** Have at hand what comes before the first that is drawn. */
    async bringEarlier() {
      const [oldest] = entries.value;
      if (!oldest || oldest.seq < first.value) return;
      first.value = oldest.seq;
      await conversations.loadEarlier(conversationId());
    },
    drawEarlier() {
      first.value = entries.value.filter(({ seq }) => seq < first.value).at(-STEP)?.seq ?? 0;
      cutBelow();
    },
    drawLater() {
      const below = entries.value.filter(({ seq }) => seq > (last.value ?? Number.POSITIVE_INFINITY));
      last.value = below[STEP] ? below[STEP - 1]?.seq : undefined;
      first.value = shown.value.at(-MOST)?.seq ?? first.value;
    },
    /** Whoever reads further up is not made to carry what comes below. */
    cutBelow,
    /** Load back to an entry, however far, and draw what stands around it. */
    async around(entryId: string, farthest: number) {
      first.value = entries.value[0]?.seq ?? 0;
      for (let page = 0; page < farthest && !conversations.entry(entryId) && conversations.more(conversationId()); page++)
        await conversations.loadEarlier(conversationId());
      const place = entries.value.findIndex(({ id }) => id === entryId);
      first.value = entries.value[place < 0 ? entries.value.length - MOST : place - STEP]?.seq ?? 0;
      last.value = place < 0 ? undefined : entries.value[place + STEP]?.seq;
    },
    toEnd(mayForget: boolean) {
      first.value = 0;
      last.value = undefined;
      if (mayForget && entries.value.length > STAYING + AT_ONCE) conversations.keepNewest(conversationId(), STAYING);
    },
  };
}
