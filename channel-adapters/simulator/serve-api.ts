import type { EventEmitter } from 'node:events';
import express, { type NextFunction, type Request, type Response, type Router } from 'express';
import { z } from 'zod';
import { actForPerson } from './act-for-person.ts';
import { anyPhone } from './carrier/carrier.ts';
import { RestError } from './carrier/rest-error.ts';
import { type Overview, phoneBehaviours, trafficModes } from './page-protocol.ts';
import { presentLog, presentPerson } from './present.ts';
import { streamEvents } from './stream-events.ts';
import type { Traffic } from './traffic/generate-traffic.ts';
import { everyone, inventStranger, type World } from './world.ts';

/** The page and its API. Bodies must be JSON: no form on another site can act for a person. */
export function serveApi(world: World, traffic: Traffic, news: EventEmitter<{ changed: [string] }>): Router {
  const { carrier } = world;
  const api = express.Router().use(express.json({ limit: '256kb' }));
  api.get('/overview', async (_request, response) => void response.json(await overview(world, traffic)));
  api.get('/log', (_request, response) => void response.json(carrier.log.entries().map(presentLog)));
  api.get('/events', (_request, response) => streamEvents(response, carrier, news));
  api.put('/traffic', async (request, response) => {
    traffic.set(z.object({ mode: z.enum(trafficModes) }).parse(request.body).mode);
    response.json(await overview(world, traffic));
  });
  api.put('/agent-phones', async (request, response) => {
    carrier.phones.set(anyPhone, z.object({ behaviour: z.enum(phoneBehaviours) }).parse(request.body).behaviour);
    response.json(await overview(world, traffic));
  });
  api.post('/strangers', (request, response) => {
    const { language } = z.object({ language: z.enum(['en', 'zh-CN']) }).parse(request.body);
    response.status(201).json(presentPerson(world, inventStranger(world, language)));
  });
  api.use('/people/:id', actForPerson(world));
  api.use(answerError);
  const { pageFolder } = carrier.settings;
  const router = express.Router().use('/api', api);
  return pageFolder ? router.use(express.static(pageFolder)) : router;
}

async function overview(world: World, traffic: Traffic): Promise<Overview> {
  const inboxes = (await world.carrier.settings.inboxes()).map(({ id, channel, address, language }) => ({
    id,
    channel,
    address,
    language,
  }));
  const people = (await everyone(world)).map((person) => presentPerson(world, person));
  return { traffic: traffic.mode(), inboxes, people, agentPhones: world.carrier.phones.get(anyPhone) ?? 'answers' };
}

function answerError(failure: unknown, _request: Request, response: Response, next: NextFunction) {
  const known =
    failure instanceof RestError ? failure : failure instanceof z.ZodError ? new RestError(400, 400, z.prettifyError(failure)) : undefined;
  if (!known) return next(failure);
  response.status(known.status).json({ error: { code: known.code, message: known.message } });
}
