import { phoneOf } from './add-people.ts';
import { everywhere, nameOf, rare } from './archive-texts.ts';
import { customerId, orderNumber } from './fill-archive.ts';

/** One kind of request that an archive must answer at any size. */
export interface Question {
  /** Address of the API, for the n-th request. */
  readonly ask: (n: number) => string;
  readonly bare?: readonly [text: string, values: (n: number) => unknown[]];
  readonly as?: 'supervisor' | 'agent';
}

/** The newest lines of one table as JSON, as an answer would hold them. */
const newest = (table: string, at: string): string =>
  `(select to_jsonb(x) as line, ${at} as at from ${table} x where customer_id = $1 order by ${at} desc, id desc limit 31)`;
const bareTimeline = `select line from (${newest('entries', 'at')} union all ${newest('tickets', 'created_at')} union all ${newest('orders', 'placed_at')}) lines order by at desc limit 31`;
const bareCustomer = `
  select to_jsonb(c) from contact_points p join contact_point_links l on l.contact_point_id = p.id join customers c on c.id = l.customer_id
  where p.kind = 'phone' and p.value = $1`;

/** Everything that is asked; `spread` gives customers all over the archive. */
export function questionsOf(spread: (n: number) => number): Readonly<Record<string, Question>> {
  const timeline = (n: number, more = '') => `/api/customers/${customerId(n)}/timeline?limit=30${more}`;
  const search = (words: string) => `/api/customers?limit=8&search=${encodeURIComponent(words)}`;
  const said = (words: string) => `/api/search?limit=20&words=${encodeURIComponent(words)}`;
  return {
    floor: { ask: () => '/healthz' },
    identify: { ask: (n) => search(phoneOf(spread(n))), bare: [bareCustomer, (n) => [phoneOf(spread(n))]] },
    firstPage: {
      ask: (n) => timeline(spread(n)),
      bare: [bareTimeline, (n) => [customerId(spread(n))]],
    },
    firstPageAsAgent: { ask: (n) => timeline(spread(n)), as: 'agent' },
    firstPageOfGiant: { ask: () => timeline(0) },
    giantByChannel: { ask: () => timeline(0, '&show=note,email') },
    giantAtDate: { ask: (n) => timeline(0, `&at=${new Date(Date.now() - (30 + n) * 86400_000).toISOString()}`) },
    giantDensity: { ask: () => `/api/customers/${customerId(0)}/density` },
    giantProfile: { ask: () => `/api/customers/${customerId(0)}` },
    giantSearch: { ask: () => timeline(0, '&search=hello') },
    findByName: { ask: (n) => search(nameOf(2 * spread(n))) },
    findByChineseName: { ask: (n) => search(nameOf(2 * spread(n) + 1)) },
    findByInitials: { ask: (n) => search(['lmd', 'wxm', 'zwf', 'cjg'][n % 4] ?? '') },
    findMistyped: { ask: (n) => search(['Benett', 'Lindqvsit', 'Fsicher', 'Okafro'][n % 4] ?? '') },
    findByNumberEnd: { ask: (n) => search(phoneOf(spread(n)).slice(-7)) },
    findByOrder: { ask: (n) => search(orderNumber(spread(n))) },
    saidRare: {
      ask: () => said(rare),
      bare: [
        `with found as materialized (select entry_id, at from entry_search where words @@ $1::tsquery) select entry_id from found order by at desc limit 21`,
        () => [`'${rare}'`],
      ],
    },
    saidRareChinese: { ask: () => said('独一无二') },
    saidEverywhere: {
      ask: () => said(everywhere),
      bare: [
        `select entry_id from entry_search where words @@ $1::tsquery order by at desc, entry_id desc limit 21`,
        () => [`'${everywhere}'`],
      ],
    },
    saidEverywhereAsAgent: { ask: () => said(everywhere), as: 'agent' },
    saidSometimes: { ask: () => said('空调漏水 ba0') },
  };
}
