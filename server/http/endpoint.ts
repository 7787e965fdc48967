import type { Caller } from '../auth/identify-caller.ts';
import type { BodyOf, EndpointName, QueryOf, ResponseOf } from '../contract/api.ts';
import type { Hub } from '../hub.ts';

/** What a handler gets: everything parsed and the caller allowed in by role; what they may see is the handler's matter. */
export interface Call<Name extends EndpointName> {
  readonly hub: Hub;
  readonly caller: Caller;
  /** The `:id` of the path; '' where the path has none. */
  readonly id: string;
  readonly query: QueryOf<Name>;
  readonly body: BodyOf<Name>;
  /** Address of the client, for rate limits. */
  readonly address: string;
  /** Set or clear the session cookie. */
  setSession(secret: string | null): void;
}

export type Handlers = { readonly [Name in EndpointName]: (call: Call<Name>) => Promise<ResponseOf<Name>> };
export type HandlersOf<Names extends EndpointName> = Pick<Handlers, Names>;
