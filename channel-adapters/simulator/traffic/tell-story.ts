import type { Carrier } from '../carrier/carrier.ts';
import { storiesIn } from './stories.ts';
import { waitUntil } from './wait-until.ts';

/** How a person writes on one channel. */
export interface Telling {
  readonly language: string;
  /** How many answers of ours they have so far. */
  answers(): number;
  say(text: string, subject: string): Promise<unknown>;
  /** How long they look for an answer. */
  patienceMs(): number;
  /** Shortest and longest time between reading and writing. */
  readonly thinkingMs: readonly [number, number];
}

/** Open with a concern, then answer each answer until there is nothing left but thanks. */
export async function tellStory(carrier: Carrier, { language, answers, say, patienceMs, thinkingMs }: Telling): Promise<void> {
  const story = carrier.random.pick(storiesIn(language));
  const more = story.more.slice(0, carrier.random.chance(0.5) ? 1 : 2);
  let known = answers();
  await say(story.opening, story.subject);
  for (const text of [...more, story.thanks]) {
    if (!(await waitUntil(carrier, () => answers() > known, patienceMs()))) return;
    known = answers();
    await carrier.wait(carrier.random.between(...thinkingMs));
    await say(text, story.subject);
  }
}
