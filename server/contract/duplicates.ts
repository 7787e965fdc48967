import { z } from 'zod';
import { CustomerStrip } from './entities.ts';

const id = z.uuid();
const time = z.iso.datetime();

/** By what two customers look like one, the strongest first. */
export const duplicateReasons = [
  'same_name_birthday',
  'same_address',
  'same_number',
  'same_name_company',
  'same_name_city',
  'near_name_birthday',
  'look_alike',
  'same_name',
] as const;
export type DuplicateReason = (typeof duplicateReasons)[number];

/** One look through the whole base. */
export const DuplicateRunView = z
  .object({
    id,
    state: z.enum(['queued', 'running', 'done', 'failed']),
    requestedAt: time,
    endedAt: time.nullable(),
    customers: z.int().nullable(),
    pairs: z.int().nullable(),
  })
  .meta({ id: 'DuplicateRun' });
export type DuplicateRunView = z.infer<typeof DuplicateRunView>;

const Side = CustomerStrip.extend({
  externalId: z.string().nullable(),
  city: z.string().nullable(),
  birthday: z.string().nullable(),
  addresses: z.array(z.string()),
});

export const DuplicatePairView = z
  .object({ one: Side, other: Side, score: z.int().describe('0 … 100'), reasons: z.array(z.enum(duplicateReasons)) })
  .meta({ id: 'DuplicatePair' });
export type DuplicatePairView = z.infer<typeof DuplicatePairView>;
