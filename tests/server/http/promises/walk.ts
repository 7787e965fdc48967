import { expect } from 'vitest';
import { api, type EndpointName } from '../../../../server/contract/api.ts';
import { type Client, request } from '../../../support/hub.ts';
import type { World } from '../../../support/world.ts';

/** A walk through the world, on which every answer is held against what the contract promises. */
export interface Walk extends World {
  /** Whatever is answered has exactly the form that was promised: nothing missing and nothing more. */
  promised(who: Client, name: EndpointName, given?: { id?: string; query?: object; body?: object }): Promise<void>;
  /** What has been asked so far. */
  readonly answered: Set<EndpointName>;
}

export function walkThrough(world: World): Walk {
  const answered = new Set<EndpointName>();
  return {
    ...world,
    answered,
    async promised(who, name, given = {}) {
      const { status, body } = await request(world.test.url, name, given, { authorization: `Bearer ${who.token}` });
      expect({ name, status, body: status === 200 ? 'fine' : body }).toEqual({ name, status: 200, body: 'fine' });
      expect(api[name].response.parse(body)).toEqual(body);
      answered.add(name);
    },
  };
}
