import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the ports that systems lend to outgoing connections (32768 and up on Linux, 49152 elsewhere), above the well-known ones. */
const [FIRST, END] = [10_240, 32_768];
const given = new Set<number>();

/** A port nobody listens on, and that no outgoing connection takes before its server does. Never the same one twice. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST, END);
    if (!given.has(port) && (await isFree(port))) {
      given.add(port);
      return port;
    }
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((answer) => {
    const probe = createServer().once('error', () => answer(false));
    probe.listen(port, () => probe.close(() => answer(true)));
  });
