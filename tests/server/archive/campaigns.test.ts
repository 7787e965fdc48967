import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RatingBody, TouchesBody } from '../../../server/contract/record.ts';
import { addCustomer, addPerson, type Client, client, eventNames, startTestHub, type TestHub } from '../../support/hub.ts';

let test: TestHub;
let mei: Client;
let shop: Client;
let ada: string;
beforeAll(async () => {
  test = await startTestHub();
  mei = await client(test, await addPerson(test));
  shop = await client(test, await addPerson(test, { role: 'supervisor', name: 'Shop' }));
  ada = await addCustomer(test, { name: 'Ada', externalId: 'C-1' });
  await addCustomer(test, { name: 'Bob', externalId: 'C-2' });
  await addCustomer(test, { name: 'Cleo', externalId: 'C-3' });
});
afterAll(() => test.stop());

const campaign = {
  key: 'spring',
  label: { en: 'Spring service', 'zh-CN': '春季保养' },
  kind: 'mailing',
  startsAt: '2026-03-01T00:00:00.000Z',
  currency: 'EUR',
  fixedCost: 10_000,
  touchCost: 50,
};
type Touch = TouchesBody['touches'][number];
const touch = (key: string, traits: Partial<Touch> = {}) => ({
  externalId: `mail ${key}`,
  customer: { externalId: key },
  channel: 'email' as const,
  at: '2026-03-02T09:00:00.000Z',
  ...traits,
});
const bring = (...touches: Parameters<typeof touch>[]) =>
  shop.call('putTouches', { body: { campaign: 'spring', touches: touches.map((given) => touch(...given)) } });

describe('a campaign', () => {
  it('is recorded once under its key, with its costs', async () => {
    expect(await shop.call('putCampaign', { body: campaign })).toMatchObject({ ...campaign, touched: 0, responseRate: null, cost: 10_000 });
    await shop.call('putCampaign', { body: campaign });
    await shop.call('putCampaign', { body: { ...campaign, intent: 'boilers before winter' } });
    expect(await eventNames(test, 'campaign.changed')).toHaveLength(2);
  });

  it('says what came of it: touched, responded, cost', async () => {
    expect(await bring(['C-1'], ['C-2', { cost: 200 }], ['C-3'])).toEqual({ created: 3, changed: 0, same: 0, refused: [] });
    expect(
      await bring(
        ['C-1', { response: 'bought', respondedAt: '2026-03-03T09:00:00.000Z' }],
        ['C-2', { cost: 200 }],
        ['C-3', { response: 'bounced' }],
      ),
    ).toEqual({
      created: 0,
      changed: 2,
      same: 1,
      refused: [],
    });
    const { campaigns } = await shop.call('listCampaigns');
    expect(campaigns).toMatchObject([{ key: 'spring', touched: 3, customers: 3, responded: 1, cost: 10_300, costPerResponse: 10_300 }]);
    expect(campaigns[0]?.responseRate).toBeCloseTo(1 / 3);
  });

  it('takes what it can and names what it cannot, by its place', async () => {
    const known = touch('C-1').externalId;
    expect(
      await bring(['C-404'], ['C-2', { externalId: 'again' }], ['C-2', { externalId: 'again' }], ['C-2', { externalId: known }]),
    ).toEqual({
      created: 1,
      changed: 0,
      same: 1,
      refused: [
        { index: 0, code: 'unknown_customer', detail: 'C-404' },
        { index: 3, code: 'touch_of_another', detail: known },
      ],
    });
    expect(await shop.refusal('putTouches', { body: { campaign: 'autumn', touches: [touch('C-1')] } })).toBe('422 unknown_campaign');
  });

  it('is part of each customer’s record; what it cost is for those who steer', async () => {
    expect((await mei.call('listTouches', { id: ada })).touches).toMatchObject([
      { campaign: { key: 'spring', label: { 'zh-CN': '春季保养' } }, response: 'bought', cost: null },
    ]);
    expect((await shop.call('listTouches', { id: ada })).touches).toMatchObject([{ cost: 50, currency: 'EUR' }]);
  });

  it('refuses negative amounts, by name', async () => {
    for (const wrong of [{ fixedCost: -1 }, { touchCost: -1 }])
      await expect(shop.call('putCampaign', { body: { ...campaign, ...wrong } })).rejects.toThrow(`body.${Object.keys(wrong)[0]}`);
    await expect(bring(['C-1', { cost: -5 }])).rejects.toThrow('body.touches.0.cost');
  });
});

describe('a rating', () => {
  const rating = (traits: Partial<RatingBody> = {}) => ({
    externalId: 'survey 1',
    customer: { externalId: 'C-1' },
    score: 4,
    comment: '很快',
    at: '2026-03-04T09:00:00.000Z',
    ...traits,
  });

  it('is kept once under its key, and can be thought better of', async () => {
    const made = await shop.call('putRating', { body: rating() });
    expect(await shop.call('putRating', { body: rating() })).toEqual(made);
    expect(await shop.call('putRating', { body: rating({ score: 5 }) })).toMatchObject({ id: made.id, score: 5, customerId: ada });
    expect((await mei.call('listRatings', { id: ada })).ratings).toMatchObject([{ score: 5, comment: '很快' }]);
    expect(await eventNames(test, 'rating.given', 'rating.changed')).toEqual(['rating.given', 'rating.changed']);
    expect(await shop.refusal('putRating', { body: rating({ customer: { externalId: 'C-2' } }) })).toBe('409 rating_of_another');
  });

  it.each([
    ['a score out of five', { score: 6 }, '400 bad_request'],
    ['a ticket that is not theirs', { ticketId: crypto.randomUUID() }, '422 unknown_ticket'],
    ['an agent that is none', { agentId: crypto.randomUUID() }, '422 unknown_agent'],
    ['somebody unknown', { customer: { externalId: 'C-404' } }, '422 unknown_customer'],
  ])('is refused with %s', async (_, traits, answer) => {
    expect(await shop.refusal('putRating', { body: rating({ externalId: 'odd', ...traits }) })).toBe(answer);
  });
});

describe('page visits', () => {
  const visit = (n: number, traits: object = {}) => ({
    externalId: `view ${n}`,
    customer: { externalId: 'C-1' },
    at: `2026-03-05T09:0${n}:00.000Z`,
    url: `https://shop.example/boilers/${n}`,
    title: `Boiler ${n}`,
    ...traits,
  });

  it('are recorded by the site’s key, once, newest first', async () => {
    expect(await shop.call('putVisits', { body: { visits: [visit(1), visit(2)] } })).toMatchObject({ created: 2, same: 0 });
    const again = [visit(2), visit(3), visit(4, { customer: { externalId: 'C-404' } })];
    expect(await shop.call('putVisits', { body: { visits: again } })).toMatchObject({ created: 1, same: 1, refused: [{ index: 2 }] });
    const { visits, next } = await mei.call('listVisits', { id: ada, query: { limit: 2 } });
    const rest = await mei.call('listVisits', { id: ada, query: { limit: 2, cursor: next ?? '' } });
    expect([...visits, ...rest.visits].map(({ title }) => title)).toEqual(['Boiler 3', 'Boiler 2', 'Boiler 1']);
    expect(rest.next).toBeNull();
  });

  it('of anything but a page are refused', async () => {
    for (const url of ['javascript:alert(1)', '/boilers', 'ftp://shop.example/x'])
      expect(await shop.refusal('putVisits', { body: { visits: [visit(5, { url })] } })).toBe('400 bad_request');
  });
});
