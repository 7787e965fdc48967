import type { Api, EndpointName, GivenBody, GivenQuery, ResponseOf } from '../../server/contract/api.ts';
import { paths } from '../../server/contract/paths.ts';
import { HubFailure, readFailure } from './failure.ts';

type ParamName<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamName<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

type Params<N extends EndpointName> = ParamName<Api[N]['path']> extends never ? undefined : Record<ParamName<Api[N]['path']>, string>;
type Part<Key extends string, T> = [T] extends [undefined] ? unknown : Partial<T> extends T ? { [K in Key]?: T } : { [K in Key]: T };

export type RequestOf<N extends EndpointName> = Part<'params', Params<N>> & Part<'query', GivenQuery<N>> & Part<'body', GivenBody<N>>;
type Arguments<N extends EndpointName> = Partial<RequestOf<N>> extends RequestOf<N> ? [request?: RequestOf<N>] : [request: RequestOf<N>];

/** Ask the hub by endpoint name; parameters, query, body and answer are typed by the contract. Rejects with `HubFailure`. */
export type Call = <N extends EndpointName>(name: N, ...request: Arguments<N>) => Promise<ResponseOf<N>>;

interface AnyRequest {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
}

/** `answered` hears of every answer, with the moments it was asked and came, so that the clock can follow the hub's. */
export interface CallSettings {
  readonly origin: string;
  readonly token: string | undefined;
  readonly answered: (response: Response, askedAt: number) => void;
  readonly signedOut: () => void;
}

export function createCall(settings: CallSettings): Call {
  function call<N extends EndpointName>(name: N, ...request: Arguments<N>): Promise<ResponseOf<N>>;
  async function call(name: EndpointName, request: AnyRequest = {}) {
    const [method, path] = paths[name];
    const askedAt = Date.now();
    const response = await ask(settings, addressOf(path, request), method, request.body);
    settings.answered(response, askedAt);
    if (response.ok) return response.json();
    const failure = await readFailure(response);
    if (failure.code === 'not_signed_in') settings.signedOut();
    throw failure;
  }
  return call;
}

function addressOf(path: string, { params = {}, query = {} }: AnyRequest) {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(given.map(([key, value]): [string, string] => [key, String(value)])).toString();
  return search ? `${filled}?${search}` : filled;
}

async function ask({ origin, token }: CallSettings, address: string, method: string, body: unknown) {
  const headers = {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(token ? { authorization: `Bearer ${token}` } : {}),
  };
  const json = body === undefined ? {} : { body: JSON.stringify(body) };
  try {
    return await fetch(origin + address, { method: method.toUpperCase(), credentials: 'same-origin', headers, ...json });
  } catch {
    throw new HubFailure('network', 0);
  }
}
