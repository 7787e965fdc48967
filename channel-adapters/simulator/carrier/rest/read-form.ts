import type { Request } from 'express';

/** The parameters of a request, one value each; `StatusCallbackEvent` and its like may come several times. */
export function readForm(request: Request): Record<string, string> {
  const given = Object.entries({ ...request.query, ...request.body });
  return Object.fromEntries(given.map(([name, value]) => [name, Array.isArray(value) ? value.join(' ') : String(value)]));
}
