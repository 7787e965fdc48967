/**
 * `kill` on `npm start` reaches the shell that npm puts between us, and that shell dies without a word. So when the
 * process that started us is gone, stop as if we had been told ourselves.
 */
export function followParent() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 300);
  watch.unref();
}
