import { useIntervalFn } from '@vueuse/core';
import { onScopeDispose, watch } from 'vue';
import { useLive } from '../stores/live.ts';

/** Less than the time after which others take a silent window for gone (milliseconds). */
const SAY_AGAIN = 20_000;
const TYPING_AGAIN = 3_000;
const TYPING_ENDS = 5_000;

/** Tell the others that I look at this conversation, and, by the function it returns, that I am writing. */
export function useAttending(conversationId: () => string) {
  const live = useLive();
  let typedAt = 0;
  let toldAt = 0;
  let pause: ReturnType<typeof setTimeout> | undefined;

  const tell = (doing: 'viewing' | 'typing') => {
    toldAt = Date.now();
    live.attend(conversationId(), doing);
  };
  const isTyping = () => Date.now() - typedAt < TYPING_ENDS;
  const again = () => tell(isTyping() ? 'typing' : 'viewing');

  watch(
    conversationId,
    (_, before) => {
      typedAt = 0;
      if (before) live.attend(before, 'gone');
      tell('viewing');
    },
    { immediate: true },
  );
  useIntervalFn(again, SAY_AGAIN);
  onScopeDispose(live.onWhoIsThere((asked) => asked === conversationId() && again()));
  onScopeDispose(() => {
    clearTimeout(pause);
    live.attend(conversationId(), 'gone');
  });

  return function typing() {
    const began = !isTyping();
    typedAt = Date.now();
    clearTimeout(pause);
    pause = setTimeout(again, TYPING_ENDS);
    if (began || typedAt - toldAt > TYPING_AGAIN) tell('typing');
  };
}
