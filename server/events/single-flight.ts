/**
 * Many wishes, one run at a time: a wish during a run makes one more run after it. Failures are reported once and do
 * not stop later runs.
 */
export function singleFlight(work: () => Promise<void>, onError: (error: unknown) => void = () => {}): () => void {
  let running = false;
  let again = false;
  const run = async (): Promise<void> => {
    running = true;
    do {
      again = false;
      await work().catch(onError);
    } while (again);
    running = false;
  };
  return () => {
    again = true;
    if (!running) void run();
  };
}
