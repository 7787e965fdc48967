import type { Visitor } from './admit-visitor.ts';
import type { ChatSocket, Listening } from './chat-namespace.ts';
import type { Excess, Limit } from './limit-visitors.ts';
import type { ChatHistoryProblem, ChatSendAnswer } from './protocol.ts';
import { readHistory } from './read-history.ts';
import { rememberHanded } from './remember-handed.ts';
import { takeMessage } from './take-message.ts';

export interface ChatLimits {
  readonly textLimit: number;
  readonly messages: Limit;
  readonly messagesOfAddress: Limit;
  readonly histories: Limit;
  readonly writing: Limit;
}

/** A visitor who tries this often within a second is a program gone wild and is cut off. */
const wildTries = 100;

/** Serve one window of a visitor, one request at a time, so that what was written first is stored first. */
export function serveVisitor(socket: ChatSocket, visitor: Visitor & { address: string }, listening: Listening, limits: ChatLimits): void {
  const handed = rememberHanded(socket);
  listening.teller.watch(visitor);
  const inTurn = takeTurns(listening.underWay);
  const tooFast = async (...checks: Promise<Excess>[]) => {
    const excess = (await Promise.all(checks)).find((found) => found !== undefined);
    if (excess && excess.tries > wildTries) socket.disconnect(true);
    return excess;
  };

  const onMessage = async (frame: unknown, answer: Answer) => {
    const excess = await tooFast(limits.messages(visitor.room), limits.messagesOfAddress(visitor.address));
    if (excess) return answer(sendLater(excess));
    return inTurn(async () => {
      const taken = await takeMessage(frame, visitor, listening.intake, limits.textLimit);
      answer(taken.answer);
      if (!taken.said) return;
      socket.to(visitor.room).emit('said', taken.said);
      listening.teller.watch(visitor);
    });
  };

  const onHistory = async (afterSeq: unknown, answer: Answer) => {
    if (await tooFast(limits.histories(visitor.room))) return answer([], 'too_fast' satisfies ChatHistoryProblem);
    return inTurn(async () => {
      const { messages, problem } = await readHistory(afterSeq, visitor, listening.intake);
      answer(messages, problem);
      const ours = messages.filter(({ from }) => from === 'agent').map(({ id }) => id);
      handed.add(ours);
      await listening.reporter.report(visitor.inbox, ours, 'delivered');
    });
  };

  /** Of what is told too often some is left out; a hub that is busy has other worries. */
  const onWriting = async () => {
    if (await tooFast(limits.writing(visitor.room))) return;
    await listening.intake.writing?.(visitor.inbox, visitor.id).catch(() => undefined);
  };

  socket.on('message', (frame, reply) => void onMessage(frame, callable(reply)));
  socket.on('history', (afterSeq, reply) => void onHistory(afterSeq, callable(reply)));
  socket.on('writing', () => void onWriting());
  socket.on('seen', (messageId) => {
    const upTo = handed.takeUpTo(messageId);
    if (upTo.length > 0) inTurn(() => listening.reporter.report(visitor.inbox, upTo, 'read'));
  });
}

function takeTurns(underWay: Set<Promise<void>>) {
  let last = Promise.resolve();
  return (turn: () => Promise<void>): void => {
    const mine: Promise<void> = last.then(turn).finally(() => underWay.delete(mine));
    underWay.add(mine);
    last = mine;
  };
}

type Answer = (...answer: unknown[]) => void;

function callable(reply: unknown): Answer {
  return isFunction(reply) ? reply : () => {};
}

function isFunction(value: unknown): value is Answer {
  return typeof value === 'function';
}

function sendLater({ retryAfterMs }: { retryAfterMs: number }): ChatSendAnswer {
  return { ok: false, code: 'too_fast', message: 'Wait a moment, then send it again.', retryAfterMs };
}
