import { addPerson, type Client, client, startTestHub, type TestHub } from './hub.ts';

/** A hub with two agents of the one queue. */
export async function startTwoAgents(): Promise<{ test: TestHub; mei: Client; tom: Client }> {
  const test = await startTestHub();
  const mei = await client(test, await addPerson(test));
  const tom = await client(test, await addPerson(test, { name: 'Tom Reed' }));
  return { test, mei, tom };
}
