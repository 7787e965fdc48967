import type { Carrier } from './carrier.ts';
import { hear } from './follow-leg.ts';
import type { Verb } from './read-twiml.ts';
import type { Leg } from './records.ts';

interface Sound {
  readonly kind: 'say' | 'play' | 'pause';
  readonly text: string;
  readonly ms: number;
  /** 0: for ever. */
  readonly loop: number;
}

/** Say, Play and Pause: what only takes time and is heard. False for any other verb. */
export async function speak(carrier: Carrier, leg: Leg, verb: Verb, signal: AbortSignal): Promise<boolean> {
  const sound = soundOf(verb);
  if (!sound) return false;
  for (let times = 0; sound.loop === 0 || times < sound.loop; times++) {
    hear(carrier, leg, sound.kind, sound.text);
    await carrier.wait(sound.ms, signal);
  }
  return true;
}

function soundOf(verb: Verb): Sound | undefined {
  if (verb.verb === 'Say') return { kind: 'say', text: verb.text, ms: speakingTime(verb.text), loop: verb.loop };
  if (verb.verb === 'Play') return { kind: 'play', text: verb.url, ms: 5_000, loop: verb.loop };
  if (verb.verb === 'Pause') return { kind: 'pause', text: `${verb.seconds} s`, ms: verb.seconds * 1_000, loop: 1 };
  return undefined;
}

/** About 15 letters or 4 Chinese characters a second. */
export function speakingTime(text: string): number {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return 400 + han * 250 + (text.length - han) * 65;
}
