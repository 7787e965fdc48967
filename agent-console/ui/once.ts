import { ref, watch } from 'vue';

/** True from the first time on: what has once been opened stays, to close in its own time. */
export function useOnce(source: () => boolean) {
  const was = ref(source());
  watch(source, (now) => {
    was.value ||= now;
  });
  return was;
}
