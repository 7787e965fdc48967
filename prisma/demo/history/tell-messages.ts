import type { Channel } from '../../../server/contract/statuses.ts';
import { promises } from '../catalog.ts';
import type { EntryRow } from '../rows.ts';
import type { Line, Story } from '../stories/read-stories.ts';
import { addTask } from './add-task.ts';
import { fillSlots, type Slots } from './fill-slots.ts';
import { addEntry, addEvent, type Scene, secondsAfter } from './scene.ts';

/** Seconds between two lines, by who speaks: chat is quick, mail takes its time. */
const pace: Record<Channel, Record<Line['by'], readonly [least: number, most: number]>> = {
  sms: { customer: [60, 600], agent: [60, 360], note: [20, 90] },
  web_chat: { customer: [8, 60], agent: [15, 60], note: [20, 90] },
  email: { customer: [3600, 40_000], agent: [900, 7200], note: [60, 300] },
  voice: { customer: [0, 0], agent: [0, 0], note: [0, 0] },
};

/** Tell a story of written messages from `at` on. */
export function tellMessages(scene: Scene, story: Story, at: Date, slots: Omit<Slots, 'at'>): void {
  const { conversation, teller } = scene;
  const first = conversation.lastSeq;
  const times = timesOf(scene, story, at);
  story.lines.forEach((line, i) => {
    const time = times[i] ?? at;
    const text = fillSlots(line.text, { ...slots, at: time });
    if (line.by === 'note') addEntry(scene, { kind: 'note', at: time, text, agentId: scene.agent.id });
    else if (line.by === 'customer') receive(scene, text, time);
    else reply(scene, text, time);
  });
  const told = teller.history.entries.slice(first - conversation.lastSeq);
  for (const round of rounds(told)) serve(scene, story, round);
}

/** The first answer comes within its promise, mostly; a story that would run into the future is told faster. */
function timesOf({ teller: { fate, now }, customer, inbox }: Scene, story: Story, start: Date): Date[] {
  const promise = promises[customer.tier][inbox.channel];
  let at = start;
  const times = story.lines.map((line, i) => {
    const isFirstAnswer = line.by === 'agent' && !story.lines.slice(0, i).some(({ by }) => by === 'agent');
    if (i > 0) at = secondsAfter(at, isFirstAnswer ? promise * fate.between(0.1, 1.05) : fate.between(...pace[inbox.channel][line.by]));
    return at;
  });
  const latest = now.getTime() - 5 * 60_000;
  const squeeze = Math.min(1, (latest - start.getTime()) / Math.max(1, at.getTime() - start.getTime()));
  return times.map((time) => new Date(Math.round(start.getTime() + (time.getTime() - start.getTime()) * squeeze)));
}

function receive(scene: Scene, text: string, at: Date): void {
  const { inbox, customer, conversation, teller } = scene;
  const externalId = {
    email: `${teller.fate.hex(24)}@${customer.email.split('@')[1]}`,
    sms: `SM${teller.fate.hex(32)}`,
    web_chat: teller.fate.id(at),
    voice: '',
  }[inbox.channel];
  const before = lastMail(scene);
  const mail = {
    from: customer.email,
    subject: before ? `Re: ${conversation.subject}` : conversation.subject,
    to: [inbox.address],
    cc: [],
  };
  const entry = addEntry(scene, { kind: 'inbound', at, text, externalId, detail: inbox.channel === 'email' ? { mail } : {} });
  addEvent(scene, { name: 'message.received', at, actorKind: 'customer', entry });
}

function reply(scene: Scene, text: string, at: Date): void {
  const { inbox, customer, conversation, ticket, agent, teller } = scene;
  const messageId = `${teller.fate.id(at)}@touchline.example`;
  const externalId = { email: messageId, sms: `SM${teller.fate.hex(32)}`, web_chat: teller.fate.id(at), voice: '' }[inbox.channel];
  const before = lastMail(scene);
  const subject = before ? `Re: ${conversation.subject} [#${ticket.number}]` : conversation.subject;
  const thread = before ? { inReplyTo: before.externalId, references: [before.externalId] } : { references: [] };
  const mail = { to: customer.email, cc: [], subject, messageId, ...thread };
  const entry = addEntry(scene, {
    kind: 'outbound',
    at,
    text,
    externalId,
    agentId: agent.id,
    detail: inbox.channel === 'email' ? { mail } : {},
    clientId: teller.fate.id(at),
    status: inbox.channel === 'web_chat' ? 'read' : 'delivered',
    statusAt: secondsAfter(at, teller.fate.between(1, 5)),
  });
  addEvent(scene, { name: 'message.queued', at, actorKind: 'agent', entry });
}

const lastMail = ({ conversation, teller }: Scene): EntryRow | undefined =>
  teller.history.entries.findLast((entry) => entry.conversationId === conversation.id && entry.kind !== 'note');

/** A mail that answers ours is a new need; text messages and chats are one need until they end. */
function rounds(told: readonly EntryRow[]): EntryRow[][] {
  const found: EntryRow[][] = [];
  for (const entry of told) {
    const opens = found.length === 0 || (entry.channel === 'email' && entry.kind === 'inbound');
    if (opens) found.push([entry]);
    else found.at(-1)?.push(entry);
  }
  return found.filter(([opening]) => opening?.kind === 'inbound');
}

function serve(scene: Scene, { disposition }: Story, round: readonly EntryRow[]): void {
  const [need] = round;
  const last = round.at(-1);
  if (!need || !last) return;
  const answer = round.find(({ kind }) => kind === 'outbound');
  const readAt = answer ? need.at.getTime() + (answer.at.getTime() - need.at.getTime()) * 0.7 : need.at.getTime() + 60_000;
  const assignedAt = new Date(Math.round(readAt));
  addTask(scene, { neededAt: need.at, assignedAt, doneAt: last.at > assignedAt ? last.at : assignedAt, disposition });
}
