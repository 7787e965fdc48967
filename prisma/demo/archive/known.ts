import type { Acquaintance } from '../people.ts';
import type { Chances } from '../random.ts';
import { ownFields } from './own-fields.ts';

const DAY = 86_400_000;

/** What colleagues have written down of a customer, when, and how the customer likes to be reached. */
export function noteDown(fate: Chances, now: Date, authors: readonly string[], customers: readonly Acquaintance[]) {
  const author = () => fate.pick(authors);
  const past = (from: number, to: number) => new Date(now.getTime() - fate.between(from, to) * DAY);
  const known = customers.map((customer) => {
    const filled = ownFields.flatMap(({ key, fill }) => {
      const value = fill(fate, now);
      return value === undefined ? [] : [{ key, value }];
    });
    return { customer, fields: Object.fromEntries(filled.map(({ key, value }) => [key, value])) };
  });
  const changes = known.flatMap(({ customer, fields }) =>
    Object.entries(fields).map(([key, value]) => ({
      customerId: customer.id,
      field: `fields.${key}`,
      before: null,
      after: Array.isArray(value) ? value.join(', ') : String(value),
      byAgentId: author(),
      at: past(20, 520),
    })),
  );
  const checks = customers.flatMap((customer) => [
    ...proven(customer).map(({ id }) => ({ customerId: customer.id, field: `contact_point.${id}`, at: past(1, 20), byAgentId: author() })),
    ...['city', 'occupation', 'manner'].map((field) => ({
      customerId: customer.id,
      field,
      at: past(5, field === 'manner' ? 420 : 640),
      byAgentId: author(),
    })),
  ]);
  return {
    records: known.map(({ customer, fields }) => ({ id: customer.id, fields, ...reachedBy(customer) })),
    changes: changes.sort((a, b) => a.at.getTime() - b.at.getTime()),
    checks,
  };
}

/** Colleagues have made sure of every address, but of the numbers of two who had long been silent. */
const proven = ({ name, points }: Acquaintance) =>
  [points.email, points.chat, ...(name === 'Victor Nilsson' || name === '冯建军' ? [] : [points.phone])].filter((point) => point !== null);

const zones = { en: 'Europe/London', 'zh-CN': 'Asia/Shanghai' };

/** As their manner says: those who like mail best, those on night shift. */
function reachedBy({ language, manner, name }: Acquaintance) {
  const said = manner ?? '';
  const preferredChannel = /mail|书面/i.test(said)
    ? 'email'
    : /text|短信/i.test(said)
      ? 'sms'
      : /phone|call|电话/i.test(said)
        ? 'voice'
        : null;
  const timeZone = zones[language];
  if (/Works nights/.test(said)) return { preferredChannel: 'sms', quietHours: { timeZone, from: '20:00', until: '12:00' } };
  if (/children sleep/.test(said)) return { preferredChannel, quietHours: { timeZone, from: '12:00', until: '14:00' } };
  if (/课间|放慢/.test(said) || name.length % 5 === 0) return { preferredChannel, quietHours: { timeZone, from: '21:30', until: '08:00' } };
  return { preferredChannel, quietHours: null };
}

const proofs = {
  en: ['Yes, keep me informed about offers', 'I would like tips for my heating', 'Please send me the newsletter'],
  'zh-CN': ['同意接收优惠信息', '愿意接收使用建议', '请寄送产品资讯'],
};
const refusals = { en: 'Please no more adverts', 'zh-CN': '请不要再发广告' };

/** What they agreed to, and some of them not any more. */
export function askConsent(fate: Chances, now: Date, authors: readonly string[], customers: readonly Acquaintance[]) {
  return customers.flatMap((customer) => {
    const at = (from: number, to: number) => new Date(now.getTime() - fate.between(from, to) * DAY);
    const said = (channel: string, purpose: string, state: string, time: Date, proof: object) => ({
      id: fate.id(time),
      customerId: customer.id,
      ...{ channel, purpose, state, at: time, proof, byAgentId: state === 'withdrawn' ? fate.pick(authors) : null, recordedAt: time },
    });
    const form = () => ({ kind: 'form', reference: `web form ${fate.whole(1000, 9999)}`, text: fate.pick(proofs[customer.language]) });
    const rows = [];
    if (fate.between(0, 1) < 0.65) rows.push(said('email', 'marketing', 'granted', at(200, 520), form()));
    if (fate.between(0, 1) < 0.35) rows.push(said('sms', 'marketing', 'granted', at(200, 520), form()));
    if (fate.between(0, 1) < 0.4) rows.push(said('email', 'survey', 'granted', at(150, 400), form()));
    if (fate.between(0, 1) < 0.2)
      for (const channel of ['voice', 'sms', 'email', 'web_chat'].slice(0, fate.pick([2, 4])))
        rows.push(said(channel, 'marketing', 'withdrawn', at(5, 140), { kind: 'call', reference: '', text: refusals[customer.language] }));
    return rows;
  });
}
