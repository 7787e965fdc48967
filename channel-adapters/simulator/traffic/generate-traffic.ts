import type { Channel } from '../../addresses.ts';
import type { TrafficMode } from '../page-protocol.ts';
import type { SimulatedPerson } from '../settings.ts';
import { inventStranger, type World } from '../world.ts';
import { actCaller } from './act-caller.ts';
import { actChatter } from './act-chatter.ts';
import { actMailer, actTexter } from './act-writer.ts';

export interface Traffic {
  mode(): TrafficMode;
  /** Changes how often somebody new contacts us; who is in contact already goes on. */
  set(mode: TrafficMode): void;
}

/** A stream of people who contact us by themselves, at random moments, each with something they want. */
export function createTraffic(world: World): Traffic {
  let mode: TrafficMode = 'off';
  let turn = new AbortController();
  /** Who is in contact with us by themselves, and how. */
  const busy = new Set<string>();
  return {
    mode: () => mode,
    set(next) {
      turn.abort();
      turn = new AbortController();
      mode = next;
      if (next !== 'off') world.carrier.background(arriveForEver(world, busy, meanGapMs[next], turn.signal));
    },
  };
}

const meanGapMs = { quiet: 40_000, steady: 12_000, rush: 3_000 } as const;
const strangerShare = 0.08;

async function arriveForEver(world: World, busy: Set<string>, meanGap: number, signal: AbortSignal): Promise<void> {
  try {
    while (!signal.aborted && !world.carrier.signal.aborted) {
      await world.carrier.wait(world.carrier.random.gap(meanGap), signal);
      world.carrier.background(arrive(world, busy));
    }
  } catch (interruption) {
    if (!signal.aborted) throw interruption;
  }
}

async function arrive(world: World, busy: Set<string>): Promise<void> {
  const person = await choosePerson(world);
  const channel = person && chooseChannel(world, person);
  const contact = `${person?.id} ${channel}`;
  // Whoever still waits for an answer on a channel does not begin anew there.
  if (!channel || busy.has(contact)) return;
  busy.add(contact);
  try {
    await acts[channel](world, person);
  } finally {
    busy.delete(contact);
  }
}

const acts: Readonly<Record<Channel, (world: World, person: SimulatedPerson) => Promise<void>>> = {
  voice: actCaller,
  web_chat: actChatter,
  sms: actTexter,
  email: actMailer,
};

async function choosePerson(world: World): Promise<SimulatedPerson | undefined> {
  const { random, settings } = world.carrier;
  if (random.chance(strangerShare)) return inventStranger(world, random.pick(['en', 'zh-CN']));
  const [first, ...others] = await settings.people();
  return first && random.pick([first, ...others]);
}

/** Mostly the phone, as everywhere; nobody uses what they do not have. */
function chooseChannel({ carrier }: World, { phone, email }: SimulatedPerson): Channel {
  const byPhone: Channel[] = phone ? ['voice', 'voice', 'voice', 'voice', 'sms', 'sms'] : [];
  const byMail: Channel[] = email ? ['email', 'email'] : [];
  return carrier.random.pick(['web_chat', 'web_chat', 'web_chat', ...byPhone, ...byMail]);
}
