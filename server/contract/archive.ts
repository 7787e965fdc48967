import { z } from 'zod';
import { FieldValues, preferredChannel, QuietHours } from './archive-fields.ts';
import { customerKinds, languages } from './statuses.ts';

const id = z.uuid();
const time = z.iso.datetime({ offset: true });
const text = (most: number) => z.string().trim().min(1).max(most);
/** In the currency's minor unit (cents, fen), far below what a number can hold exactly. */
const money = z.int().min(0).max(1e15);

/** Who it is about, by our id or by the installation's own key. */
export const CustomerKey = z.union([z.strictObject({ id }), z.strictObject({ externalId: text(200) })]).meta({ id: 'CustomerKey' });
export type CustomerKey = z.infer<typeof CustomerKey>;

export const OrderBody = z.object({
  number: text(100).describe('the key: the same number again changes the order'),
  customer: CustomerKey,
  placedAt: time,
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as CNY'),
  amount: money.describe('total in the minor unit, returns not subtracted'),
  cost: money.nullable().default(null).describe('what it cost us, in the minor unit, if not the sum of its items; shown to supervisors'),
  status: text(40),
  items: z
    .array(
      z.strictObject({
        name: text(300),
        quantity: z.number().positive().max(1e9),
        amount: money.describe('of the line, in the minor unit'),
        cost: money.optional().describe('what the line cost us, in the minor unit; shown to supervisors'),
      }),
    )
    .max(1000)
    .default([]),
  payment: z
    .strictObject({ method: text(60), paidAt: time.nullable().default(null) })
    .nullable()
    .default(null),
  delivery: z
    .strictObject({
      carrier: text(100).nullable().default(null),
      tracking: text(200).nullable().default(null),
      deliveredAt: time.nullable().default(null),
    })
    .nullable()
    .default(null),
  returns: z
    .array(z.strictObject({ at: time, amount: money, reason: z.string().trim().max(300).default('') }))
    .max(100)
    .default([]),
});
export type OrderBody = z.infer<typeof OrderBody>;

export const OrderView = OrderBody.omit({ customer: true }).extend({ id, customerId: id, updatedAt: time }).meta({ id: 'Order' });
export type OrderView = z.infer<typeof OrderView>;

/** Fields of a record: absent ones stay as they are, null empties one. */
export const ProfileFields = z.object({
  name: text(200).nullable(),
  language: z.enum(languages).nullable(),
  tier: text(40),
  company: text(200).nullable(),
  occupation: text(200).nullable(),
  city: text(200).nullable(),
  birthday: z.iso.date().nullable(),
  manner: text(1000).nullable(),
  preferredChannel,
});
export type ProfileFields = z.infer<typeof ProfileFields>;
export type ProfileField = keyof ProfileFields;

/** What of a record is more than one text. */
export const ProfileMore = z.object({ quietHours: QuietHours.nullable(), fields: FieldValues });
export type ProfileMore = z.infer<typeof ProfileMore>;

export const Address = z.union([
  z.strictObject({ kind: z.literal('phone'), value: z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be in E.164, such as +8613800138000') }),
  z.strictObject({ kind: z.literal('email'), value: z.email().max(254).toLowerCase() }),
]);
export type Address = z.infer<typeof Address>;

export const ProfileBody = ProfileFields.partial().extend({
  ...ProfileMore.partial().shape,
  externalId: text(200).describe('the key: the same one again changes the record'),
  kind: z.enum(customerKinds).optional().describe('of a new record; never changes'),
  addresses: z.array(Address).max(50).default([]).describe('numbers and mail addresses to add; none is ever taken away'),
});
export type ProfileBody = z.infer<typeof ProfileBody>;

export const Conflict = z
  .object({ kind: z.enum(['phone', 'email']), value: z.string(), ownerId: id })
  .meta({ id: 'AddressConflict' })
  .describe('belongs to another customer: noted as a claim, which moves nothing');
export type Conflict = z.infer<typeof Conflict>;

export const FieldChangeView = z
  .object({
    id: z.int(),
    field: z.string(),
    before: z.string().nullable(),
    after: z.string().nullable(),
    by: z.object({ id, name: z.string() }),
    at: time,
  })
  .meta({ id: 'FieldChange' });
export type FieldChangeView = z.infer<typeof FieldChangeView>;
