import { createPinia } from 'pinia';
import { createApp } from 'vue';
import { createHubClient, type HubClient, hubKey } from '../../../agent-console/hub-client/hub-client.ts';
import { addPerson, client, type Person, type PersonTraits, type TestHub } from '../../support/hub.ts';

export interface OpenConsole {
  readonly hub: HubClient;
  readonly person: Person;
  /** Use a store (or anything that injects) as a component of this console would. */
  use<T>(composable: () => T): T;
}

/** A console of its own, signed in by token, without a page: hub client and stores, as the browser has them. */
export async function openConsole(test: TestHub, traits: PersonTraits = {}, origin = test.url): Promise<OpenConsole> {
  const person = await addPerson(test, traits);
  const { token } = await client(test, person);
  const hub = createHubClient({ origin, token });
  const app = createApp({});
  app.provide(hubKey, hub).use(createPinia());
  return { hub, person, use: (composable) => app.runWithContext(composable) };
}
