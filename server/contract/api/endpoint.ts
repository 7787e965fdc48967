import { z } from 'zod';
import type { Access } from '../permissions.ts';

/** `access` names what the caller needs: nothing (`everyone`), to be signed in (`self`), or a right. */
export interface Endpoint {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  readonly path: string;
  readonly summary: string;
  readonly access: Access;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject;
  readonly response: z.ZodType;
}

export const define = <const E extends Endpoint>(endpoint: E): E => endpoint;

export const page = { cursor: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(100).default(50) };
/** Words of a list with commas between them, as a query can hold them. */
export const several = <const Word extends string>(words: readonly Word[]) =>
  z
    .string()
    .transform((list) => list.split(','))
    .pipe(z.array(z.enum(words)).min(1));
export const ok = z.object({ ok: z.literal(true) });
export const clientId = z.string().min(8).max(64).describe('made by the client; sending it again has no second effect');
