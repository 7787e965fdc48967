import type { CallChoice, CallGuidance, CallQuestion } from '../../channel-adapters/calls.ts';
import { type Announcements, announcementsIn, inMinutes } from '../announcements/announcements.ts';
import type { Hub } from '../hub.ts';
import { admit } from '../overflow/admit.ts';
import { wordsFor } from '../overflow/let-in.ts';
import { offeredChoices } from '../overflow/offered-choices.ts';
import { openingOf } from '../overflow/rules.ts';
import { estimate, rememberTold } from '../routing/estimates/estimate-task.ts';
import { findCall } from './find-call.ts';
import { type Caller, readCaller } from './read-caller.ts';
import { noteTold, recordedCall } from './recordings/recorded-call.ts';

/** What somebody on the line hears next; undefined when we know nothing of the call. */
export async function guideCall(hub: Hub, callId: string, moment: CallQuestion): Promise<CallGuidance | undefined> {
  const conversationId = await findCall(hub.db, callId);
  if (!conversationId) return undefined;
  await hub.catalog.current();
  const caller = await readCaller(hub, hub.db, conversationId);
  const words = announcementsIn(caller.language).spoken;
  const say = (text: string) => ({ language: caller.language, say: text });
  if (moment === 'answered') return answered(hub, caller, callId, words);
  if (moment === 'spoken') return { ...say(words.messageTaken), next: 'hang_up' };
  if (caller.choice === 'voicemail') return { ...say(words.leaveMessage), next: 'record' };
  if (caller.choice) return { ...say(caller.choice === 'callback' ? words.callbackPromised : words.chatLinkSent), next: 'hang_up' };
  if (moment === 'incoming' && caller.task) return { ...say(''), next: 'wait', choices: [] };
  return caller.task ? waiting(hub, caller, words) : keptOut(hub, caller, words);
}

/** They have picked up: into the conference where the agent waits, and is heard at once, if one still does. */
async function answered(hub: Hub, caller: Caller, callId: string, words: Announcements['spoken']): Promise<CallGuidance> {
  const { language, state, conversationId } = caller;
  if (state !== 'connecting') return { language, say: words.agentGone, next: 'hang_up' };
  const recorded = await recordedCall(hub, conversationId, true);
  if (recorded) await noteTold(hub, conversationId);
  return { language, say: recorded?.say ?? '', next: 'join', callId, conversationId, recorded: recorded !== undefined };
}

/** In line: where, how long still, and what they may have instead. What is said is remembered, to be scored. */
async function waiting(hub: Hub, caller: Caller, words: Announcements['spoken']): Promise<CallGuidance> {
  const { language, waiter, number, task } = caller;
  const [told, choices] = await Promise.all([estimate(hub, hub.db, waiter), offeredChoices(hub, hub.db, { waiter, number })]);
  if (task?.isWaiting) await rememberTold(hub, task.id, told);
  const place = words.waiting({ ...told, minutes: told.wait && inMinutes(told.wait) });
  return { language, say: [place, ...offers(choices, words)].join(' '), next: 'wait', choices };
}

/** Not in line: why, and what there is instead. */
async function keptOut(hub: Hub, caller: Caller, words: Announcements['spoken']): Promise<CallGuidance> {
  const { language, waiter, number, inbox, customer } = caller;
  const { queue, rule } = await admit(hub, hub.db, { inbox, queue: caller.queue, customer, neededAt: new Date(waiter.neededAt) });
  const choices = await offeredChoices(hub, hub.db, { waiter: { ...waiter, queueId: queue.id }, number });
  const opening = openingOf(hub.catalog.known(), queue, hub.clock.now());
  const why =
    rule?.when.is === 'closed' ? words.closed(opening && announcementsIn(language).moment(opening.at, opening.timeZone)) : words.busy;
  const own = rule?.act.do === 'tell' && rule.act.text ? wordsFor(hub, caller, { queue, rule, enters: false }) : why;
  if (choices.length === 0) return { language, say: own, next: 'hang_up' };
  return { language, say: [own, ...offers(choices, words)].join(' '), next: 'choose', choices };
}

const offers = (choices: readonly CallChoice[], words: Announcements['spoken']): string[] => choices.map((choice) => words.offers[choice]);
