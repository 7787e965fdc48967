import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GivenBody } from '../../../server/contract/api.ts';
import { ticketKinds } from '../../../server/contract/statuses.ts';
import type { TaxonomyDraft } from '../../../server/contract/ticket-taxonomy.ts';
import { sql } from '../../../server/db/sql.ts';
import { addPerson, type Client, client, eventually, settle, smsArrives, startTestHub, type TestHub } from '../../support/hub.ts';

let test: TestHub;
let mei: Client;
let admin: Client;
let ticketId: string;
const [heating, boiler, billing, wear] = [uuid(), uuid(), uuid(), uuid()];
const label = (en: string) => ({ en, 'zh-CN': `${en}甲` });
const draft = (changed: Partial<TaxonomyDraft> = {}): TaxonomyDraft => ({
  kinds: ticketKinds.map((kind) => ({ kind, label: label(kind), rootCauseRequired: kind === 'complaint' })),
  categories: [
    { id: heating, kind: 'incident', parentId: null, label: label('Heating'), checklist: [], retired: false },
    {
      id: boiler,
      kind: 'incident',
      parentId: heating,
      label: label('Boiler'),
      checklist: [label('Serial'), label('Warranty')],
      retired: false,
    },
    { id: billing, kind: 'complaint', parentId: null, label: label('Billing'), checklist: [label('Read the bill')], retired: false },
  ],
  rootCauses: [{ id: wear, label: label('Wear'), retired: false }],
  note: '',
  ...changed,
});
const save = async (who: Client, changed?: Partial<TaxonomyDraft>) =>
  who.call('saveTicketTaxonomy', { body: { basedOn: (await who.call('ticketTaxonomy')).version, draft: draft(changed) } });

beforeAll(async () => {
  test = await startTestHub();
  mei = await client(test, await addPerson(test, { name: 'Mei Lin' }));
  admin = await client(test, await addPerson(test, { name: 'Root', role: 'admin', queues: [] }));
  await save(admin);
  for (const [key, readRole] of [
    ['serial', 'agent'],
    ['margin', 'supervisor'],
  ] as const)
    await admin.call('putTicketField', {
      body: {
        revision: null,
        draft: { key, label: label(key), type: 'text', readRole, writeRole: readRole, kinds: ['incident'], rules: { longest: 8 } },
      },
    });
  await smsArrives(test, { from: '+441632960201', text: 'leaking' });
  ticketId = (await test.hub.db.one<{ id: string }>(sql`select id from tickets`)).id;
});
afterAll(() => test.stop());

const change = (body: GivenBody<'changeTicket'>) => mei.call('changeTicket', { id: ticketId, body });
const refused = (body: object) => mei.refusal('changeTicket', { id: ticketId, body });

describe('what a ticket is about', () => {
  it('gets a category with its checklist; what is ticked stays when the category changes', async () => {
    const first = await change({ kind: 'incident', categoryId: boiler });
    expect(first.checklist.map((item) => item.label.en)).toEqual(['Serial', 'Warranty']);
    const ticked = await mei.call('tickChecklistItem', { id: first.checklist[0]?.id ?? '', body: { done: true } });
    expect(ticked.checklist[0]?.done?.by).toEqual({ id: mei.person.id, name: 'Mei Lin' });
    expect(await mei.refusal('removeChecklistItem', { id: first.checklist[0]?.id ?? '' })).toBe('409 checklist_item_done');
    await mei.call('addChecklistItem', { id: ticketId, body: { text: '回电' } });
    const second = await change({ kind: 'complaint', categoryId: billing });
    expect(second.checklist.map((item) => item.label.en).sort()).toEqual(['Read the bill', 'Serial', '回电']);
    expect((await change({ kind: 'incident' })).categoryId).toBeNull();
    expect(await refused({ categoryId: billing })).toBe('422 unknown_category');
    expect(await refused({ categoryId: uuid() })).toBe('422 unknown_category');
    expect(await refused({ rootCauseId: uuid() })).toBe('422 unknown_root_cause');
  });

  it('holds fields of its kind, by the rights of who reads and writes', async () => {
    expect((await change({ fields: { serial: 'AB-1' } })).fields).toEqual({ serial: 'AB-1' });
    expect(await refused({ fields: { margin: '7' } })).toBe('422 unknown_field');
    expect(await refused({ fields: { serial: 'much too long' } })).toBe('422 bad_field_value');
    await admin.call('changeTicket', { id: ticketId, body: { fields: { margin: '7' } } });
    expect((await mei.call('getTicketMatter', { id: ticketId })).fields).toEqual({ serial: 'AB-1' });
    const listed = (await admin.call('listTickets', {})).tickets.find(({ id }) => id === ticketId);
    expect(listed?.fields).toEqual({ serial: 'AB-1' });
    await change({ kind: 'complaint' });
    expect(await refused({ fields: { serial: 'X' } })).toBe('422 unknown_field');
  });

  it('is not solved before its root cause is known, whoever tries', async () => {
    const solve = { id: ticketId, body: { status: 'solved' as const } };
    expect(await mei.refusal('setTicketStatus', solve)).toBe('409 root_cause_missing');
    await change({ rootCauseId: wear, rootCauseNote: 'the seal' });
    expect((await mei.call('setTicketStatus', solve)).status).toBe('solved');
  });

  it('is told as it happened: who, what, from what to what, and no value of a field', async () => {
    await settle(test.hub);
    const { lines } = await mei.call('ticketTrail', { id: ticketId, query: {} });
    expect(lines.find(({ name }) => name === 'ticket.status_changed')).toMatchObject({
      topic: 'status',
      actor: { name: 'Mei Lin' },
      data: { to: 'solved' },
    });
    expect(JSON.stringify(lines)).not.toContain('AB-1');
    expect(JSON.stringify(lines)).not.toContain('the seal');
    const matter = await mei.call('ticketTrail', { id: ticketId, query: { topics: 'matter' } });
    expect(new Set(matter.lines.map(({ topic }) => topic))).toEqual(new Set(['matter']));
    const paged: number[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await mei.call('ticketTrail', { id: ticketId, query: { limit: 3, ...(cursor ? { cursor } : {}) } });
      paged.push(...page.lines.map(({ id }) => id));
      cursor = page.next;
    }
    expect(paged).toEqual(lines.map(({ id }) => id));
  });
});

describe('kinds and categories', () => {
  it('refuse what cannot be, each by its place, and a save on an older version', async () => {
    const answer = (changed: Partial<TaxonomyDraft>) => save(admin, changed).catch((error: unknown) => String(error));
    expect(await answer({ categories: [] })).toContain('must keep');
    const circle = draft().categories.map((one) => (one.id === heating ? { ...one, parentId: boiler } : one));
    expect(await answer({ categories: circle })).toContain('circle');
    expect(await answer({ rootCauses: [{ id: wear, label: label('Wear'), retired: true }] })).toContain('root cause is required');
    expect(await admin.refusal('saveTicketTaxonomy', { body: { basedOn: 0, draft: draft() } })).toBe('409 changed_meanwhile');
  });

  it('keep on a ticket what is retired, and offer it no more', async () => {
    await change({ kind: 'incident', categoryId: boiler }).catch(() => undefined);
    await save(admin, { categories: draft().categories.map((one) => (one.id === boiler ? { ...one, retired: true } : one)) });
    await eventually(async () => expect((await change({ subject: 'Leak' })).categoryId).toBe(boiler));
    await change({ categoryId: null });
    expect(await refused({ categoryId: boiler })).toBe('422 unknown_category');
  });
});
