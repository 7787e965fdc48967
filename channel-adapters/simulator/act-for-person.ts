import express, { type Request, type Router } from 'express';
import { z } from 'zod';
import type { InboxAddress } from '../addresses.ts';
import { receiveSms } from './carrier/carry-sms.ts';
import { pressKey } from './carrier/gather-digits.ts';
import { callHub, hangUp } from './carrier/place-call.ts';
import { notFound, refuse } from './carrier/rest-error.ts';
import { openChat } from './people/open-chat.ts';
import { sayInChat } from './people/say-in-chat.ts';
import { sendMail } from './people/send-mail.ts';
import { closeChat } from './people/visit-chat.ts';
import { presentThreads } from './present.ts';
import type { SimulatedPerson } from './settings.ts';
import { chooseInbox, everyone, type World } from './world.ts';

const text = z.string().trim().min(1).max(10_000);
const Write = z.object({ inboxId: z.string().optional(), text });
const Call = z.object({ inboxId: z.string().optional(), hidden: z.boolean().default(false) });
const Press = z.object({ digit: z.string().length(1) });
const Mail = Write.extend({ subject: z.string().trim().max(200).default(''), inReplyTo: z.string().optional() });

/** What the page lets one be: below `/people/:id`, each answers with everything between that person and us. */
export function actForPerson(world: World): Router {
  const { carrier } = world;
  const router = express.Router({ mergeParams: true });
  const does = (path: string, act: (person: SimulatedPerson, request: Request) => Promise<unknown>) =>
    router.post(path, async (request, response) => {
      const person = await findPerson(world, request);
      await act(person, request);
      response.json(presentThreads(world, person));
    });

  router.get('/', async (request, response) => void response.json(presentThreads(world, await findPerson(world, request))));
  does('/sms', async (person, request) => {
    const { inboxId, text } = Write.parse(request.body);
    const inbox = await pickInbox(world, 'sms', person, inboxId);
    // The hub's answer is seen in the log; nobody's phone waits for it.
    carrier.background(receiveSms(carrier, { from: phoneOf(person), to: inbox.address, text }));
  });
  does('/call', async (person, request) => {
    const { inboxId, hidden } = Call.parse(request.body);
    const inbox = await pickInbox(world, 'voice', person, inboxId);
    await callHub(carrier, { from: phoneOf(person), to: inbox.address, hidden });
  });
  const ownLeg = (person: SimulatedPerson, request: Request) => {
    const leg = carrier.calls.get(String(request.params.sid));
    return leg && leg.owner === person.phone ? leg : notFound(request.path);
  };
  does('/calls/:sid/hang-up', async (person, request) => hangUp(carrier, ownLeg(person, request)));
  does('/calls/:sid/press', async (person, request) => pressKey(ownLeg(person, request), Press.parse(request.body).digit));
  does('/calls/:sid/speak', async (person, request) => ownLeg(person, request).microphone?.(Write.parse(request.body).text));
  does('/mail', async (person, request) => {
    const { inboxId, text, subject, inReplyTo } = Mail.parse(request.body);
    const address = person.email ?? refuse(422, 422, 'This person has no mail address.');
    const replyTo = world.mailboxes.of(address).find(({ direction, messageId }) => direction === 'received' && messageId === inReplyTo);
    // An answer goes where the mail came from.
    const to = replyTo?.from ?? (await pickInbox(world, 'email', person, inboxId)).address;
    const from = { name: person.name, address };
    carrier.background(sendMail(carrier, world.mailboxes, { from, to, subject, text, replyTo, language: person.language }));
  });
  does('/chat', async (person, request) => {
    const { inboxId, text } = Write.parse(request.body);
    const inbox = await pickInbox(world, 'web_chat', person, inboxId);
    carrier.background(sayInChat(carrier, openChat(world, person, inbox.address), text));
  });
  does('/chat/open', async (person) => openChat(world, person, (await pickInbox(world, 'web_chat', person)).address));
  does('/chat/close', async ({ id }) => {
    const visit = world.visits.get(id);
    if (visit) closeChat(visit);
  });
  return router;
}

async function findPerson(world: World, request: Request): Promise<SimulatedPerson> {
  const { id } = request.params;
  return (await everyone(world)).find((person) => person.id === id) ?? notFound(request.path);
}

async function pickInbox(
  world: World,
  channel: InboxAddress['channel'],
  { language }: SimulatedPerson,
  id?: string,
): Promise<InboxAddress> {
  const named = (await world.carrier.settings.inboxes()).find((inbox) => inbox.id === id && inbox.channel === channel);
  return named ?? (await chooseInbox(world, channel, language)) ?? refuse(422, 422, `The hub has no ${channel} address.`);
}

const phoneOf = ({ phone }: SimulatedPerson) => phone ?? refuse(422, 422, 'This person has no phone.');
