import { ref } from 'vue';

/** Nothing is painted in a window nobody sees: there it is only waited for so long (milliseconds). */
const AT_MOST = 100;

/** Once what is there now stands on screen. */
export const nextPaint = (): Promise<void> =>
  new Promise((painted) => {
    requestAnimationFrame(() => setTimeout(painted));
    setTimeout(painted, AT_MOST);
  });

/** Becomes true once what was looked for stands on screen: what accompanies it comes after it, not before. */
export function usePainted() {
  const painted = ref(false);
  void nextPaint().then(() => {
    painted.value = true;
  });
  return painted;
}
