import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { InboxAddress, Sender } from '../../channel-adapters/addresses.ts';
import { type ChannelAdapter, DeliveryError, type InboundItem, type OutboundMessage } from '../../channel-adapters/channel-adapter.ts';
import { type CallHarness, describeSeating } from './contract-calls.ts';
import { type CarrierTold, type ContractHub, openContractHub } from './contract-hub.ts';

/** What a customer says. The same `key` is the same message, delivered once more. */
export interface Said {
  readonly key: string;
  readonly text: string;
}

/**
 * How the suite drives one adapter. Optional members are capabilities: what a channel cannot do it leaves out, and the
 * suite leaves out those promises.
 */
export interface AdapterHarness {
  readonly adapter: ChannelAdapter;
  readonly inbox: InboxAddress;
  /** Everything arrives from this sender: normalised as the port promises, whatever way the carrier writes it. */
  readonly sender: { readonly kind: Sender['kind']; readonly value: string };
  /** False for channels without text (voice). */
  readonly carriesText: boolean;
  /** Bring an item the way the carrier does (signed webhook, SMTP, socket frame); resolves with what the carrier was told. */
  arrive(said: Said): Promise<CarrierTold>;
  /** Something that is not in the documented form. */
  arriveMalformed(): Promise<CarrierTold>;
  /** The same as `arrive`, but signed wrongly; left out where the channel has no signature. */
  arriveForged?(said: Said): Promise<CarrierTold>;
  /** Left out where nothing is sent (voice). */
  readonly carrier?: Carrier;
  /** Left out where nobody speaks. */
  readonly calls?: CallHarness;
  /** Credentials given to the adapter: none may show in an error. */
  readonly secrets: readonly string[];
  close(): Promise<void>;
}

/** The far side of sending. Each member makes the next sends go that way, until another is called. */
export interface Carrier {
  /** A recipient that the carrier can reach. */
  readonly to: string;
  /** What only this channel needs of an outbound message. */
  readonly extra?: (id: string) => Pick<OutboundMessage, 'mail'>;
  accept(): Promise<void> | void;
  /** Refuse for good (unknown recipient, opted out). */
  refuse?(): Promise<void> | void;
  /** Cannot now, may later (throttled, overloaded). */
  fail?(): Promise<void> | void;
  /** Cannot be reached at all. */
  vanish?(): Promise<void> | void;
  /** Accept, but lose the answer on the way: only for carriers that can be asked afterwards. */
  loseAnswer?(): Promise<void> | void;
  /** What reached the recipient so far. */
  accepted(): readonly { readonly to: string; readonly text: string }[];
}

/** The promises every channel adapter keeps, so that the hub never needs to know which one it talks to. */
export function describeAdapterContract(name: string, open: (hub: ContractHub) => Promise<AdapterHarness>): void {
  describe(`${name} keeps the adapter contract`, () => {
    const hub = openContractHub();
    let harness: AdapterHarness;
    beforeAll(async () => {
      harness = await open(hub);
    }, 60_000);
    afterAll(async () => harness?.close(), 60_000);
    afterEach(() => hub.forget());

    describeInbound(hub, () => harness);
    describeText(hub, () => harness);
    describeStorage(hub, () => harness);
    describeSeating(() => harness);
    describeSending(() => harness);
  });
}

let count = 0;
const say = (text = 'My order has not arrived.'): Said => ({ key: `contract-${++count}`, text });

function describeInbound(hub: ContractHub, harness: () => AdapterHarness): void {
  it('hands over one item with a key and a normalised sender, and says it was received', async () => {
    const { adapter, arrive, sender } = harness();
    expect(await arrive(say())).toEqual({ told: 'received' });
    const { items, quarantined } = await hub.harvest(adapter);
    expect(quarantined).toEqual([]);
    expect(items).toHaveLength(1);
    expect(items[0]?.externalId).toMatch(/\S/);
    expect(senderOf(items[0])).toMatchObject({ kind: sender.kind, value: sender.value });
  });

  it('gives the same message the same key when it comes again', async () => {
    const { adapter, arrive } = harness();
    const said = say();
    expect(await arrive(said)).toEqual({ told: 'received' });
    const first = await hub.harvest(adapter);
    hub.forget();
    expect(await arrive(said)).toEqual({ told: 'received' });
    const again = await hub.harvest(adapter);
    expect(again.items.map((item) => item.externalId)).toEqual(first.items.map((item) => item.externalId));
  });

  it('gives two messages two keys, even when they say the same', async () => {
    const { adapter, arrive } = harness();
    await arrive(say());
    await arrive(say());
    const { items } = await hub.harvest(adapter);
    expect(new Set(items.map((item) => item.externalId)).size).toBe(2);
  });

  it('refuses what is malformed by a named code and still takes the next good one', async () => {
    const { adapter, arrive, arriveMalformed } = harness();
    const told = await arriveMalformed();
    const { items, quarantined } = await hub.harvest(adapter);
    expect(items).toEqual([]);
    expect(told.told === 'refused' ? [told.code] : quarantined).toEqual([expect.stringMatching(/^[a-z][a-z0-9_]+$/)]);
    expect(await arrive(say())).toEqual({ told: 'received' });
    expect((await hub.harvest(adapter)).items).toHaveLength(1);
  });

  it('refuses what is forged, stores nothing of it and still takes the next good one', async (context) => {
    const { adapter, arrive, arriveForged } = harness();
    if (!arriveForged) return context.skip('this channel has no signature');
    expect(await arriveForged(say())).toMatchObject({ told: 'refused', code: 'bad_signature' });
    expect(await hub.harvest(adapter)).toEqual({ items: [], quarantined: [] });
    expect(await arrive(say())).toEqual({ told: 'received' });
    expect((await hub.harvest(adapter)).items).toHaveLength(1);
  });
}

const texts = {
  Chinese: '您好，我的订单还没有到，请帮我查一下。“急”！',
  'rare Han characters beyond the BMP': '我叫𠮷野家，住在㐀村。',
  emoji: 'Thanks 👍🏽 👩‍👩‍👧 🇨🇳 see you!',
  'right-to-left text': 'שלום, ההזמנה לא הגיעה',
  'what looks like markup': '<script>alert("1")</script> & <b>not bold</b>',
  'several lines': 'first line\nsecond line\n\nfourth line',
} as const;

function describeText(hub: ContractHub, harness: () => AdapterHarness): void {
  const hear = async (text: string): Promise<string> => {
    const { adapter, arrive } = harness();
    expect(await arrive(say(text))).toEqual({ told: 'received' });
    return textOf((await hub.harvest(adapter)).items[0]);
  };

  it.each(Object.entries(texts))('keeps %s as it was written', async (_what, text) => {
    if (harness().carriesText) expect((await hear(text)).replaceAll('\r\n', '\n').trim()).toBe(text);
  });

  it('never lets a NUL character through, nor loses what stands around it', async () => {
    if (!harness().carriesText) return;
    const heard = await hear('before\u0000after');
    expect(heard).not.toContain('\u0000');
    expect(heard).toMatch(/before.*after/s);
  });

  it('never lets half a surrogate pair through, nor loses what stands around it', async () => {
    if (!harness().carriesText) return;
    const heard = await hear('before \ud83d after \udc4d end');
    expect(heard).not.toMatch(/\p{Surrogate}/u);
    expect(heard).toMatch(/before.*after.*end/s);
  });
}

function describeStorage(hub: ContractHub, harness: () => AdapterHarness): void {
  it('acknowledges only after the hub has stored', async () => {
    const { adapter, arrive } = harness();
    const { asked, release } = hub.hold();
    let answered = false;
    const told = arrive(say()).finally(() => {
      answered = true;
    });
    await asked;
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(answered).toBe(false);
    release();
    expect(await told).toEqual({ told: 'received' });
    expect((await hub.harvest(adapter)).items).toHaveLength(1);
  });

  it('tells the carrier to try again while the hub cannot store, and loses nothing', async () => {
    const { adapter, arrive } = harness();
    const said = say();
    hub.breakDown();
    expect(await arrive(said)).toEqual({ told: 'try_again' });
    hub.recover();
    expect(await arrive(said)).toEqual({ told: 'received' });
    expect((await hub.harvest(adapter)).items).toHaveLength(1);
  });
}

function describeSending(harness: () => AdapterHarness): void {
  it('sends the whole text to the recipient and returns the carrier’s id', async (context) => {
    const { carrier, send } = sending(harness());
    if (!carrier) return context.skip('nothing is sent here');
    await carrier.accept();
    const before = carrier.accepted().length;
    const { externalId } = await send('您好！Your parcel is on its way 📦\n— Li Na');
    expect(externalId).toMatch(/\S/);
    expect(carrier.accepted().slice(before)).toEqual([{ to: carrier.to, text: '您好！Your parcel is on its way 📦\n— Li Na' }]);
  });

  it('gives two messages two ids', async (context) => {
    const { carrier, send } = sending(harness());
    if (!carrier) return context.skip('nothing is sent here');
    await carrier.accept();
    const first = await send('one');
    const second = await send('two');
    expect(first.externalId).not.toBe(second.externalId);
  });

  it('carries a text as long as its limit', async (context) => {
    const { adapter } = harness();
    const { carrier, send } = sending(harness());
    if (!carrier) return context.skip('nothing is sent here');
    await carrier.accept();
    const text = `${'长'.repeat(adapter.textLimit - 1)}.`;
    await send(text);
    expect(carrier.accepted().at(-1)?.text).toBe(text);
  });

  it('calls a refusal for good permanent', async (context) => {
    const { carrier, send } = sending(harness());
    if (!carrier?.refuse) return context.skip('this carrier never refuses');
    await carrier.refuse();
    await expectDeliveryError(send('to nobody'), { permanent: true }, harness());
  });

  it('calls a failure of the moment temporary, and the next attempt succeeds', async (context) => {
    const { carrier, send } = sending(harness());
    if (!carrier?.fail) return context.skip('this carrier never fails');
    await carrier.fail();
    await expectDeliveryError(send('try later'), { permanent: false }, harness());
    await carrier.accept();
    await send('try later');
    expect(carrier.accepted().at(-1)?.text).toBe('try later');
  });

  it('does not send again what an earlier attempt with an unknown outcome had sent', async (context) => {
    const { carrier, send } = sending(harness());
    if (!carrier?.loseAnswer) return context.skip('this carrier cannot be asked what it has sent');
    const id = crypto.randomUUID();
    const before = carrier.accepted().length;
    const attemptedAt = new Date();
    await carrier.loseAnswer();
    await expectDeliveryError(send('only once', { id }), { permanent: false }, harness());
    await carrier.accept();
    const { externalId } = await send('only once', { id, attemptedAt });
    expect(externalId).toMatch(/\S/);
    expect(carrier.accepted().slice(before)).toHaveLength(1);
  });

  // Last: a carrier that has vanished may not come back.
  it('calls an unreachable carrier temporary', async (context) => {
    const { carrier, send } = sending(harness());
    if (!carrier?.vanish) return context.skip('this carrier is always there');
    await carrier.vanish();
    await expectDeliveryError(send('anyone there?'), { permanent: false }, harness());
  });
}

function sending({ adapter, inbox, carrier }: AdapterHarness) {
  const send = (text: string, more: { id?: string; attemptedAt?: Date } = {}) => {
    const id = more.id ?? crypto.randomUUID();
    if (!adapter.send || !carrier) throw new Error('this adapter does not send');
    return adapter.send({ id, inbox, to: carrier.to, text, files: [], at: new Date(), ...more, ...carrier.extra?.(id) });
  };
  return { carrier, send };
}

async function expectDeliveryError(
  attempt: Promise<unknown>,
  expected: { permanent: boolean },
  { secrets }: AdapterHarness,
): Promise<void> {
  const failure = await attempt.then(
    () => expect.fail('the carrier should not have taken it'),
    (thrown: unknown) => thrown,
  );
  if (!(failure instanceof DeliveryError)) throw failure;
  expect(failure.permanent).toBe(expected.permanent);
  expect(failure.code).toMatch(/^\w+$/);
  for (const secret of secrets) expect(`${failure.message} ${failure.stack}`).not.toContain(secret);
}

function senderOf(item: InboundItem | undefined): Sender | undefined {
  if (item?.kind === 'message') return item.from;
  return item?.kind === 'call' && item.type === 'incoming' ? item.from : undefined;
}

function textOf(item: InboundItem | undefined): string {
  if (item?.kind !== 'message') throw new Error('no message came in');
  return item.text;
}
