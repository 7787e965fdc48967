import type { Request } from 'express';
import { readForm } from './read-form.ts';

/** One page of a list resource, with the address of the next (https://www.twilio.com/docs/usage/twilios-response#pagination). */
export function listPage<T>(request: Request, key: string, all: readonly T[], present: (each: T) => object): Record<string, unknown> {
  const form = readForm(request);
  const size = Math.min(Math.max(Number(form.PageSize) || 50, 1), 1000);
  const page = Math.max(Number(form.Page) || 0, 0);
  const start = page * size;
  const next = new URLSearchParams({ ...form, PageSize: String(size), Page: String(page + 1) });
  const path = request.originalUrl.replace(/^.*(?=\/2010-04-01)/, '').replace(/\?.*$/, '');
  return {
    [key]: all.slice(start, start + size).map(present),
    page,
    page_size: size,
    start,
    end: Math.max(start, Math.min(start + size, all.length) - 1),
    uri: path,
    next_page_uri: start + size < all.length ? `${path}?${next}` : null,
    previous_page_uri: null,
  };
}
