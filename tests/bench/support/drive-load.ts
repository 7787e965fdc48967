import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type LoadOrder, LoadReport } from './load-orders.ts';
import { endWithUs } from './start-program.ts';

export interface LoadGenerator {
  readonly pid: number;
  drive(order: LoadOrder): Promise<LoadReport>;
  stop(): Promise<void>;
}

/** Start the process that sends webhooks. */
export function startLoadGenerator(): LoadGenerator {
  const child = fork(fileURLToPath(new URL('./load-generator.ts', import.meta.url)));
  const exited = once(child, 'exit');
  endWithUs(child);
  return {
    pid: child.pid ?? 0,
    async drive(order) {
      const answered = once(child, 'message');
      child.send(order);
      const given: unknown[] = await Promise.race([answered, exited.then(() => [])]);
      const report = LoadReport.parse(given[0]);
      if (report.failed > 0) throw new Error(`${report.failed} of ${report.answered} requests were not answered with 200`);
      return report;
    },
    async stop() {
      child.disconnect();
      await exited;
    },
  };
}
