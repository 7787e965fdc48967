/** Wishes that come sooner after the last act are left out, until it is said that it counts no more. */
export function atMostEvery(ms: number, act: () => void): { wish(): void; forget(): void } {
  let at = Number.NEGATIVE_INFINITY;
  return {
    wish() {
      if (performance.now() - at < ms) return;
      at = performance.now();
      act();
    },
    forget() {
      at = Number.NEGATIVE_INFINITY;
    },
  };
}
