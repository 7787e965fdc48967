import { openChat } from '../people/open-chat.ts';
import { sayInChat } from '../people/say-in-chat.ts';
import { type ChatVisit, closeChat } from '../people/visit-chat.ts';
import type { SimulatedPerson } from '../settings.ts';
import { chooseInbox, type World } from '../world.ts';
import { tellStory } from './tell-story.ts';

/** Someone who opens the chat, answers back once or twice, says thanks and goes; without an answer they lose patience. */
export async function actChatter(world: World, person: SimulatedPerson): Promise<void> {
  const { carrier, visits } = world;
  const inbox = await chooseInbox(world, 'web_chat', person.language);
  // Whoever plays this person on the page at the moment is not interrupted.
  if (!inbox || visits.get(person.id)?.closed === false) return;
  const visit = openChat(world, person, inbox.address);
  try {
    await chat(world, visit);
    await carrier.wait(carrier.random.between(8_000, 20_000));
  } finally {
    closeChat(visit);
  }
}

async function chat({ carrier }: World, visit: ChatVisit): Promise<void> {
  // What was said in earlier conversations comes with the history and is no answer to this one; nor is what nobody says.
  const since = new Date();
  await tellStory(carrier, {
    language: visit.person.language,
    answers: () => visit.lines.filter(({ from, agentName, at }) => from === 'agent' && agentName && at >= since).length,
    say: (text) => sayInChat(carrier, visit, text),
    patienceMs: () => 60_000 + carrier.random.gap(120_000),
    thinkingMs: [3_000, 12_000],
  });
}
