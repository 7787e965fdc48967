import type { LogEntry } from './carrier/carrier-log.ts';
import { isOver, secondsOf } from './carrier/follow-leg.ts';
import type { CarriedMessage, Leg } from './carrier/records.ts';
import type { CallView, ChatView, LogView, MailView, PersonThreads, PersonView, SmsView } from './page-protocol.ts';
import type { Mail } from './people/mailbox.ts';
import type { ChatVisit } from './people/visit-chat.ts';
import type { SimulatedPerson } from './settings.ts';
import { isTalking, type World } from './world.ts';

export function presentPerson({ carrier }: World, { id, name, tier, language, phone, email }: SimulatedPerson): PersonView {
  const onCall = [...carrier.calls.values()].some((leg) => leg.owner === phone && !isOver(leg));
  return { id, name, tier, language, phone, email, onCall };
}

/** Everything between one person and us, on all four channels; the newest last, of calls the newest first. */
export function presentThreads(world: World, person: SimulatedPerson): PersonThreads {
  const { carrier, mailboxes, visits } = world;
  const { phone, email } = person;
  const messages = [...carrier.messages.values()].filter(({ from, to }) => phone && (from === phone || to === phone));
  const calls = [...carrier.calls.values()].filter(({ owner }) => phone && owner === phone);
  return {
    person: presentPerson(world, person),
    sms: messages.slice(-200).map(presentSms),
    calls: calls
      .slice(-10)
      .reverse()
      .map((leg) => presentCall(world, leg)),
    mails: email ? mailboxes.of(email).map(presentMail) : [],
    chat: presentChat(visits.get(person.id)),
  };
}

export function presentLog({ id, at, kind, title, params, signature, attempts, done }: LogEntry): LogView {
  const shown = attempts.map(({ at: when, ms, status, problem }) => ({
    at: when.toISOString(),
    ms,
    status: status ?? null,
    problem: problem ?? null,
  }));
  return { id, at: at.toISOString(), kind, title, params, signature: signature ?? null, attempts: shown, done };
}

function presentSms({ sid, direction, body, media, createdAt, status, segments, errorCode }: CarriedMessage): SmsView {
  const text = [body, ...media].join('\n');
  return {
    sid,
    direction: direction === 'inbound' ? 'out' : 'in',
    text,
    at: createdAt.toISOString(),
    status,
    segments,
    errorCode: errorCode ?? null,
  };
}

function presentCall(world: World, leg: Leg): CallView {
  return {
    sid: leg.sid,
    to: leg.direction === 'inbound' ? leg.to : leg.from,
    status: leg.status,
    phase: isOver(leg) ? 'over' : isTalking(world, leg) ? 'talking' : leg.answeredAt ? 'waiting' : 'ringing',
    startedAt: leg.createdAt.toISOString(),
    seconds: secondsOf(leg),
    direction: leg.direction === 'inbound' ? 'out' : 'in',
    listens: leg.microphone ? 'voice' : leg.keys ? 'keys' : 'nothing',
    hidden: leg.direction === 'inbound' && leg.from !== leg.owner,
    problem: leg.problem ?? null,
    heard: leg.heard.slice(-50).map(({ at, kind, text }) => ({ at: at.toISOString(), kind, text })),
  };
}

function presentMail({ direction, messageId, from, to, subject, text, files, at, state, problem }: Mail): MailView {
  return { direction, messageId, from, to, subject, text, files, at: at.toISOString(), state, problem: problem ?? null };
}

function presentChat(visit: ChatVisit | undefined): ChatView {
  if (!visit) return { open: false, connected: false, problem: null, lines: [] };
  const lines = visit.lines.slice(-200).map(({ id, from, agentName, text, at, state, problem }) => {
    return { id, from, agentName: agentName ?? null, text, at: at.toISOString(), state, problem: problem ?? null };
  });
  return { open: !visit.closed, connected: visit.socket.connected, problem: visit.problem ?? null, lines };
}
