import { remember } from '../carrier/records.ts';
import type { SimulatedPerson } from '../settings.ts';
import type { World } from '../world.ts';
import { type ChatVisit, closeChat, visitChat } from './visit-chat.ts';

/** Windows of long ago are forgotten. */
const keptVisits = 500;

/** The window of a person that is open, or a new one. */
export function openChat({ carrier, visits }: World, person: SimulatedPerson, inbox: string): ChatVisit {
  const open = visits.get(person.id);
  if (open && !open.closed && open.inbox === inbox) return open;
  if (open) closeChat(open);
  const visit = visitChat(carrier, person, inbox);
  return remember(visits, person.id, visit, keptVisits);
}
