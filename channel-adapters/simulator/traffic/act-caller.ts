import { isOver } from '../carrier/follow-leg.ts';
import { callHub, hangUp } from '../carrier/place-call.ts';
import type { Leg } from '../carrier/records.ts';
import type { SimulatedPerson } from '../settings.ts';
import { chooseInbox, isTalking, type World } from '../world.ts';
import { waitUntil } from './wait-until.ts';

/** Someone who calls, waits as long as their patience lasts, talks, and hangs up if the agent does not. */
export async function actCaller(world: World, { phone, language }: SimulatedPerson): Promise<void> {
  const { carrier } = world;
  const inbox = await chooseInbox(world, 'voice', language);
  if (!inbox || !phone) return;
  const leg = await callHub(carrier, { from: phone, to: inbox.address, hidden: carrier.random.chance(0.03) });
  const patience = 25_000 + carrier.random.gap(80_000);
  await waitUntil(carrier, () => isTalking(world, leg) || isOver(leg), patience);
  if (isTalking(world, leg)) await talk(world, leg);
  hangUp(carrier, leg);
}

async function talk({ carrier }: World, leg: Leg): Promise<void> {
  const said = carrier.random.between(25_000, 90_000);
  // Most wait for the agent to say goodbye; some are off as soon as they know.
  const lingers = carrier.random.chance(0.7) ? 120_000 : 0;
  await waitUntil(carrier, () => isOver(leg), said + lingers);
}
