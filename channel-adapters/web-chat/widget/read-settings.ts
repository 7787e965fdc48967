import type { ChatHandshake } from '../protocol.ts';

/** What a page tells the widget, and may ask of it. */
export interface TouchlineOfPage {
  /** The customer who is signed in at the embedding site, with the site's signature. */
  identity?: NonNullable<ChatHandshake['identity']>;
  name?: string;
  open?(): void;
  close?(): void;
  /** The customer has signed in (or out: null) without a page load. */
  identify?(identity: NonNullable<ChatHandshake['identity']> | null): void;
}

declare global {
  interface Window {
    touchline?: TouchlineOfPage;
  }
}

export interface Identity {
  readonly identity: NonNullable<ChatHandshake['identity']>;
}

/** Where the hub is and which widget this is, from the script element that embeds it. */
export function readSettings(script: HTMLScriptElement): { hub: string; inbox: string; name?: string } {
  const { inbox = '', name = window.touchline?.name } = script.dataset;
  return { hub: new URL(script.src).origin, inbox, ...(name && { name }) };
}

/** Who is signed in at page load, from `window.touchline.identity` or the element's data attributes. */
export function identityOf({ dataset }: HTMLScriptElement): Identity | undefined {
  return customerOf(window.touchline?.identity ?? { customerId: dataset.customerId, signature: dataset.customerSignature });
}

export function customerOf(given: { customerId?: unknown; signature?: unknown } | null | undefined): Identity | undefined {
  const { customerId, signature } = given ?? {};
  if (typeof customerId !== 'string' || typeof signature !== 'string' || !customerId) return undefined;
  return { identity: { customerId, signature } };
}
