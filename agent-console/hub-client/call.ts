import type { Api, EndpointName, GivenBody, GivenQuery, ResponseOf } from '../../server/contract/api.ts';
import { paths } from '../../server/contract/paths.ts';
import type { Through } from '../offline/answer-keep.ts';
import type { Reach } from '../offline/reach.ts';
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
  /** How long an answer may take as a whole (milliseconds): on a half-dead line a question would hang for ever. */
  readonly patienceMs: number;
  readonly reach: Reach;
  readonly through: Through | undefined;
  readonly signedOut: () => void;
}

export function createCall(settings: CallSettings): Call {
  function call<N extends EndpointName>(name: N, ...request: Arguments<N>): Promise<ResponseOf<N>>;
  function call(name: EndpointName, request: AnyRequest = {}) {
    const [method, path] = paths[name];
    const address = addressOf(path, request);
    const asked = ask(settings, address, method, request.body);
    return settings.through ? settings.through(name, address, asked) : asked;
  }
  return call;
}

function addressOf(path: string, { params = {}, query = {} }: AnyRequest) {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(given.map(([key, value]): [string, string] => [key, String(value)])).toString();
  return search ? `${filled}?${search}` : filled;
}

async function ask(settings: CallSettings, address: string, method: string, body: unknown) {
  const askedAt = Date.now();
  const settled = settings.reach.asked();
  try {
    const response = await send(settings, address, method, body);
    settings.answered(response, askedAt);
    if (!response.ok) throw await readFailure(response);
    const answer = await response.json();
    settings.reach.heard();
    return answer;
  } catch (thrown) {
    throw tell(settings, thrown);
  } finally {
    settled();
  }
}

function send({ origin, token, patienceMs }: CallSettings, address: string, method: string, body: unknown) {
  const headers = {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(token ? { authorization: `Bearer ${token}` } : {}),
  };
  const json = body === undefined ? {} : { body: JSON.stringify(body) };
  const signal = AbortSignal.timeout(patienceMs);
  return fetch(origin + address, { method: method.toUpperCase(), credentials: 'same-origin', headers, signal, ...json });
}

/** Whatever is not a refusal by the hub: no answer, half of one, none in time, or a page of somebody in between. */
function tell({ reach, signedOut }: CallSettings, thrown: unknown): HubFailure {
  const failure = thrown instanceof HubFailure ? thrown : new HubFailure('network', 0);
  if (failure.code === 'network') reach.missed();
  else reach.heard();
  if (failure.code === 'not_signed_in') signedOut();
  return failure;
}
