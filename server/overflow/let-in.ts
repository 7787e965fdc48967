import { announcementsIn, spokenLanguage } from '../announcements/announcements.ts';
import { lockConversation } from '../conversations/lock-conversation.ts';
import type { Tx } from '../db/database.ts';
import { record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { moveTask } from '../routing/move-task.ts';
import { type Need, queueTask } from '../routing/queue-task.ts';
import { type Admission, admit } from './admit.ts';
import { openingOf } from './rules.ts';
import { writeAutomatic } from './write-automatic.ts';

/** A need goes into line, where the overflow rules of its queue lead it. False: a caller who is told something instead. */
export async function letIn(hub: Hub, tx: Tx, need: Need): Promise<boolean> {
  const neededAt = need.ticket.unservedSince ?? need.neededAt ?? hub.clock.now();
  const admission = await admit(hub, tx, { ...need, neededAt });
  if (admission.enters) await enter(hub, tx, need, admission);
  if (admission.rule || admission.queue.id !== need.queue.id) tellOfRule(hub, tx, need, admission);
  return admission.enters;
}

async function enter(hub: Hub, tx: Tx, need: Need, { queue, rule }: Admission): Promise<void> {
  await queueTask(hub, tx, need);
  const leads = queue.id !== need.queue.id;
  const isWritten = need.inbox.channel !== 'voice' && rule?.act.do === 'tell';
  if (!leads && !isWritten) return;
  const held = await lockConversation(tx, need.conversationId);
  if (leads) await moveTask(hub, tx, held, { queueId: queue.id, reason: 'overflow' });
  if (isWritten) await writeAutomatic(hub, tx, held, wordsFor(hub, need, { queue, rule, enters: true }));
}

/** What the rule says, in the customer's language; without words of its own what we always say. */
export function wordsFor(hub: Hub, { customer, inbox }: Pick<Need, 'customer' | 'inbox'>, { queue, rule }: Admission): string {
  const language = spokenLanguage(customer.language, inbox.language);
  const { written, moment } = announcementsIn(language);
  if (rule?.act.do === 'tell' && rule.act.text) return rule.act.text[language];
  if (rule?.when.is !== 'closed') return written.busy;
  const opening = openingOf(hub.catalog.known(), queue, hub.clock.now());
  return written.closed(opening && moment(opening.at, opening.timeZone));
}

function tellOfRule(hub: Hub, tx: Tx, { customer, conversationId, ticket }: Need, { queue, rule }: Admission): void {
  const did = rule?.act.do ?? 'queue';
  const subjects = { customerId: customer.id, conversationId, ticketId: ticket.id, queueId: queue.id };
  record(hub, tx, { name: 'overflow.applied', actor: theHub, ...subjects, data: { rule: rule?.when.is ?? 'led_on', did } });
}
