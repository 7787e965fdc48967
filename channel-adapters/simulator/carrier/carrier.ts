import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InboxAddress } from '../../addresses.ts';
import type { PhoneBehaviour } from '../page-protocol.ts';
import { createRandom, type Random } from '../random.ts';
import type { CarrierOptions, SimulatorSettings } from '../settings.ts';
import { type CarrierLog, createLog } from './carrier-log.ts';
import type { CarriedMessage, Conference, Leg, Recording } from './records.ts';

/** A phone network of our own that speaks Twilio's language: what it carries now, and how it misbehaves when told to. */
export interface Carrier {
  readonly settings: SimulatorSettings;
  readonly options: Required<CarrierOptions>;
  readonly random: Random;
  readonly log: CarrierLog;
  readonly messages: Map<string, CarriedMessage>;
  readonly calls: Map<string, Leg>;
  readonly conferences: Map<string, Conference>;
  readonly recordings: Map<string, Recording>;
  /** Numbers that answered STOP. */
  readonly unsubscribed: Set<string>;
  readonly phones: Map<string, PhoneBehaviour>;
  readonly faults: Faults;
  /** Ends when the simulator stops. */
  readonly signal: AbortSignal;
  /** Wait that long at the simulator's speed. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
  /** Let work go on by itself. Should it fail, the carrier log says so and nothing else stops. */
  background(work: Promise<unknown>): void;
  /** Tell the page that something of this number changed. */
  changed(number: string): void;
}

/** In `phones`: what a phone does that has no entry of its own. */
export const anyPhone = '*';

/** Bad days of a carrier, switched on by tests and demonstrations. */
export interface Faults {
  /** The REST API: overloaded (429), broken (503), or doing what it is asked and losing the answer. */
  rest?: 'overloaded' | 'broken' | 'lose_answer';
  /** Share of callbacks that come a second time. */
  repeat: number;
  /** Callbacks come up to this much later, and so out of order. */
  delayMs: number;
}

export function createCarrier(settings: SimulatorSettings, signal: AbortSignal, changed: (number: string) => void): Carrier {
  // Every waiting call listens for the end of the simulator.
  setMaxListeners(0, signal);
  const log = createLog();
  return {
    settings,
    options: { ...likeTwilio, ...settings.carrier },
    random: createRandom(settings.seed),
    log,
    messages: new Map(),
    calls: new Map(),
    conferences: new Map(),
    recordings: new Map(),
    unsubscribed: new Set(),
    phones: new Map(),
    faults: { repeat: 0, delayMs: 0 },
    signal,
    wait: (ms, until = signal) => sleep(ms / (settings.speed ?? 1), undefined, { signal: until, ref: false }),
    background: (work) => void work.catch((failure) => signal.aborted || reportBug(log, failure)),
    changed,
  };
}

function reportBug(log: CarrierLog, failure: unknown): void {
  const entry = log.add({ kind: 'rest', title: 'The simulator failed', params: {} });
  log.attempted(
    entry,
    { at: new Date(), ms: 0, problem: failure instanceof Error ? (failure.stack ?? failure.message) : String(failure) },
    true,
  );
}

/** One of our numbers, as it is set up at the carrier; undefined for a number that nobody rents. */
export async function findNumber(carrier: Carrier, channel: 'sms' | 'voice', number: string): Promise<InboxAddress | undefined> {
  const inboxes = await carrier.settings.inboxes();
  return inboxes.find((inbox) => inbox.channel === channel && inbox.address === number);
}

/** Our webhook for a number, as its operator has entered it at the carrier. */
export function numberWebhook(carrier: Carrier, inbox: InboxAddress, path: string): string {
  return `${carrier.settings.publicUrl.replace(/\/+$/, '')}/webhooks/${inbox.id}/${path}`;
}

const likeTwilio: Required<CarrierOptions> = {
  retries: 2,
  retryDelayMs: 2_000,
  timeoutMs: 15_000,
  failing: { '3003': 30003, '1610': 21610 },
  queueLimit: 100,
};
