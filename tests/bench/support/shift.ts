import { setTimeout as pause } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import { memoryOf } from './desk-page.ts';
import { rounded } from './summarise.ts';

export interface Rush {
  readonly hub: string;
  readonly token: string;
  readonly conversationId: string;
  /** How many events a second are wanted, and how many there have been. */
  readonly pace: number;
  events(): number;
  /** Let something happen. */
  send(): Promise<unknown>;
}

/** So many seconds at the pace that was asked for; a note in the open conversation every second. Returns when each note was sent. */
export async function rush(seconds: number, settings: Rush): Promise<ReadonlyMap<string, number>> {
  const sent = new Map<string, number>();
  const [begun, base] = [Date.now(), settings.events()];
  while (Date.now() < begun + seconds * 1_000) {
    const passed = (Date.now() - begun) / 1_000;
    if (Math.floor(passed) >= sent.size) {
      const text = `beat ${Date.now()}`;
      sent.set(text, Date.now());
      void addNote(settings, text);
    }
    if (settings.events() - base < passed * settings.pace) await settings.send();
    else await pause(5);
  }
  return sent;
}

const addNote = ({ hub, token, conversationId }: Rush, text: string) =>
  fetch(`${hub}/api/conversations/${conversationId}/notes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ clientId: crypto.randomUUID(), text }),
  });

export interface Measure {
  readonly minute: number;
  /** In use once all that can go has gone. */
  readonly heapMb: number;
  /** Of the document and of whatever still hangs on something. */
  readonly nodes: number;
  /** Share of a second in which the page computed (scripts, styles, layout), since the last look. */
  readonly busy: number;
}

/** Looks at a page again and again: what it holds, and how busy it has been since the last look. */
export async function watchPage(page: Page): Promise<(minute: number) => Promise<Measure>> {
  const session = await page.context().newCDPSession(page);
  // Time of the thread itself: what else the machine does is none of the page's.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  let [busyBefore, at] = [await busyOf(session), performance.now()];
  return async (minute) => {
    const busyNow = await busyOf(session);
    const busy = ((busyNow - busyBefore) * 1_000) / (performance.now() - at);
    const { heapMb, nodes } = await memoryOf(session);
    [busyBefore, at] = [await busyOf(session), performance.now()];
    return { minute, heapMb: rounded(heapMb), nodes, busy: rounded(busy) };
  };
}

async function busyOf(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
}

/** The page notes when each line came on screen; both sides read the same clock. */
export const noteArrivals = (page: Page): Promise<unknown> =>
  page.evaluate(`(() => {
    window.arrivals = {};
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) for (const node of addedNodes) {
        const [text] = (node.textContent ?? '').match(/beat \\d+/) ?? [];
        if (text) window.arrivals[text] ??= Date.now();
      }
    }).observe(document.body, { childList: true, subtree: true });
  })()`);

/** What arrived since they were last taken: the page that is measured does not keep them. */
export const takeArrivals = (page: Page): Promise<Record<string, number>> =>
  page.evaluate<Record<string, number>>('(() => { const taken = window.arrivals; window.arrivals = {}; return taken; })()');
