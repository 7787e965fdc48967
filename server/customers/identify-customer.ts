import { v7 as uuid } from 'uuid';
import type { Sender } from '../../channel-adapters/addresses.ts';
import type { Tx } from '../db/database.ts';
import { type Sql, sql } from '../db/sql.ts';
import { customerActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { adoptGuest, isGuest } from './adopt-guest.ts';
import { skeletonOf } from './identity/skeleton-of.ts';

export interface IdentifiedCustomer {
  /** Who they are: the head of the family of records. */
  readonly id: string;
  /** The record that what they say is kept with; it stays theirs when records are parted again. */
  readonly recordId: string;
  readonly name: string | null;
  readonly tier: string;
  readonly language: string | null;
  readonly contactPointId: string | null;
  /** The guest who turned out to be this customer just now. */
  readonly wasGuestId?: string;
}

/** What is known of a sender before anything is decided. */
export interface KnownSender {
  contactPointId: string | null;
  linkedId: string | null;
  ownerId: string | null;
  ownerName: string | null;
  ownerTier: string | null;
  ownerLanguage: string | null;
  ownerIsGuest: boolean;
  namedId: string | null;
  signedId: string | null;
  signedName: string | null;
  signedTier: string | null;
  signedLanguage: string | null;
}

/** Look the sender up; what is to be made of it is decided by `identifyCustomer`. */
export const lookUpSender = (tx: Tx, from: Sender): Promise<KnownSender> =>
  tx.one<KnownSender>(sql`
    select point.id as contact_point_id,
      linked.id as linked_id, owner.id as owner_id, owner.name as owner_name, owner.tier as owner_tier, owner.language as owner_language,
      ${from.signedCustomerId ? isGuest : sql`false`} as owner_is_guest,
      named.id as named_id, signed.id as signed_id, signed.name as signed_name, signed.tier as signed_tier, signed.language as signed_language
    from (select 1) nothing
    left join contact_points point on point.kind = ${from.kind}::contact_point_kind and point.value = ${from.value}
    left join contact_point_links link on link.contact_point_id = point.id and link.ended_at is null and link.evidence <> 'claimed'
    left join customers linked on linked.id = link.customer_id
    left join customers owner on owner.id = coalesce(linked.merged_into_id, linked.id)
    ${from.signedCustomerId ? vouched(from.signedCustomerId) : sql`left join customers named on false left join customers signed on false`}`);

const vouched = (externalId: string): Sql => sql`
    left join customers named on named.external_id = ${externalId}
    left join customers signed on signed.id = coalesce(named.merged_into_id, named.id)`;

/**
 * Who is this? The owner of the contact point, or the customer whose id the embedding site signed, or somebody new.
 * A name or address that the sender merely claims is never used to find anyone.
 */
export function identifyCustomer(hub: Hub, tx: Tx, from: Sender, language: string, known: KnownSender): IdentifiedCustomer {
  const contactPointId = known.contactPointId ?? (from.value === null ? null : uuid());
  if (from.signedCustomerId) return vouchedFor(hub, tx, from, language, known, contactPointId);
  return known.ownerId ? ownerOf(known, known.ownerId, contactPointId) : welcome(hub, tx, from, from.language ?? language, contactPointId);
}

const ownerOf = (known: KnownSender, id: string, contactPointId: string | null): IdentifiedCustomer => ({
  id,
  recordId: known.linkedId ?? id,
  name: known.ownerName,
  tier: known.ownerTier ?? 'standard',
  language: known.ownerLanguage,
  contactPointId,
});

/** The embedding site says who this is: the guest of this browser was them, anybody else was not. */
function vouchedFor(
  hub: Hub,
  tx: Tx,
  from: Sender,
  language: string,
  known: KnownSender,
  contactPointId: string | null,
): IdentifiedCustomer {
  const { ownerId, signedId } = known;
  if (ownerId && ownerId === signedId) return ownerOf(known, ownerId, contactPointId);
  if (contactPointId && ownerId) endOwnership(hub, tx, contactPointId);
  if (!signedId && ownerId && known.ownerIsGuest) {
    tx.write(sql`update customers set external_id = ${from.signedCustomerId} where id = ${ownerId}`);
    if (contactPointId) link(hub, tx, ownerId, contactPointId, 'signed_identity');
    return ownerOf(known, ownerId, contactPointId);
  }
  if (!signedId) return welcome(hub, tx, from, from.language ?? language, contactPointId);
  const recordId = known.namedId ?? signedId;
  const customer = {
    id: signedId,
    recordId,
    name: known.signedName,
    tier: known.signedTier ?? 'standard',
    language: known.signedLanguage,
    contactPointId,
  };
  if (contactPointId) {
    keepContactPoint(tx, from, contactPointId);
    link(hub, tx, recordId, contactPointId, 'signed_identity');
  }
  const mayLink = hub.catalog.known().matchRules.signed_identity === 'link';
  if (!ownerId || !known.ownerIsGuest || !mayLink) return customer;
  adoptGuest(hub, tx, ownerId, customer);
  return { ...customer, wasGuestId: ownerId };
}

function welcome(hub: Hub, tx: Tx, from: Sender, language: string, contactPointId: string | null): IdentifiedCustomer {
  const id = uuid();
  const name =
    from.name
      ?.replace(/[\p{Cc}\p{Cs}]/gu, '')
      .trim()
      .slice(0, 200) || null;
  tx.write(sql`insert into customers (id, name, language, external_id, since)
    values (${id}, ${name}, ${language}, ${from.signedCustomerId ?? null}, ${hub.clock.now()})`);
  record(hub, tx, { name: 'customer.created', actor: customerActor(id), customerId: id, data: {} });
  if (contactPointId) {
    keepContactPoint(tx, from, contactPointId);
    link(hub, tx, id, contactPointId, from.signedCustomerId ? 'signed_identity' : 'first_contact');
  }
  return { id, recordId: id, name, tier: 'standard', language, contactPointId };
}

/** When somebody else keeps the same address at this instant, the unique key ends this transaction and it is run again. */
function keepContactPoint(tx: Tx, from: Sender, id: string): void {
  const skeleton = from.value && skeletonOf(from.kind, from.value);
  tx.write(
    sql`insert into contact_points (id, kind, value, skeleton) values (${id}, ${from.kind}, ${from.value}, ${skeleton}) on conflict (id) do nothing`,
  );
}

function endOwnership(hub: Hub, tx: Tx, contactPointId: string): void {
  tx.write(sql`update contact_point_links set ended_at = ${hub.clock.now()}
    where contact_point_id = ${contactPointId} and ended_at is null and evidence <> 'claimed'`);
}

function link(hub: Hub, tx: Tx, customerId: string, contactPointId: string, evidence: 'signed_identity' | 'first_contact'): void {
  tx.write(sql`insert into contact_point_links (id, customer_id, contact_point_id, evidence, created_at)
    values (${uuid()}, ${customerId}, ${contactPointId}, ${evidence}, ${hub.clock.now()})`);
  record(hub, tx, { name: 'contact_point.linked', actor: customerActor(customerId), customerId, data: { evidence } });
}
