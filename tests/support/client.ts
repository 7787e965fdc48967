import type { EndpointName, GivenBody, GivenQuery, ResponseOf } from '../../server/contract/api.ts';
import { paths } from '../../server/contract/paths.ts';
import type { Person } from './people.ts';

export interface Failure {
  error: { code: string; message: string; detail?: string; facts?: Record<string, unknown> };
}

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}

type Given<Name extends EndpointName> = { id?: string; query?: GivenQuery<Name>; body?: GivenBody<Name> };

/** A stranger's program with a personal API token. */
export interface Client {
  readonly person: Person;
  readonly token: string;
  /** Call an endpoint that must succeed. */
  call<Name extends EndpointName>(name: Name, given?: Given<Name>): Promise<ResponseOf<Name>>;
  /** Call an endpoint that must fail; returns `status code`. */
  refusal<Name extends EndpointName>(name: Name, given?: Given<Name>): Promise<string>;
  available(): Promise<void>;
}

export async function client(test: { url: string }, person: Person): Promise<Client> {
  const cookie = await signIn(test, person);
  const made = await request(test.url, 'createToken', { body: { name: 'test' } }, { cookie });
  const { secret } = made.body as ResponseOf<'createToken'>;
  const headers = { authorization: `Bearer ${secret}` };
  const call: Client['call'] = async (name, given = {}) => {
    const answer = await request(test.url, name, given, headers);
    if (answer.status !== 200) throw new Error(`${name}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as never;
  };
  return {
    person,
    token: secret,
    call,
    async refusal(name, given = {}) {
      const answer = await request(test.url, name, given, headers);
      return `${answer.status} ${(answer.body as Failure).error?.code}`;
    },
    async available() {
      await call('keepPresence');
      await call('setStatus', { body: { status: 'available' } });
    },
  };
}

/** Sign in as a browser does; returns the cookie. */
export async function signIn({ url }: { url: string }, { email, password }: { email: string; password: string }): Promise<string> {
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  if (!response.ok) throw new Error(`sign-in: ${response.status} ${await response.text()}`);
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

export async function request<Name extends EndpointName>(
  url: string,
  name: Name,
  given: { id?: string; query?: unknown; body?: unknown },
  headers: Record<string, string>,
): Promise<Answer<unknown>> {
  const [method, path] = paths[name];
  const query = new URLSearchParams(
    Object.entries(typeof given.query === 'object' && given.query ? given.query : {})
      .filter(([, value]) => value !== undefined)
      .map(([key, value]): [string, string] => [key, String(value)]),
  );
  const response = await fetch(`${url}${path.replace(':id', given.id ?? '')}?${query}`, {
    method: method.toUpperCase(),
    headers: { ...headers, ...(given.body ? { 'content-type': 'application/json' } : {}) },
    ...(given.body ? { body: JSON.stringify(given.body) } : {}),
  });
  return { status: response.status, body: await response.json() };
}
