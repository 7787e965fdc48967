import type { Acquaintance, HiredColleague } from '../people.ts';
import type { OrderRow } from '../rows.ts';
import { secondsAfter } from './scene.ts';

export interface Slots {
  customer: Acquaintance;
  agent: HiredColleague;
  at: Date;
  order: OrderRow | undefined;
}

/** Put names, orders and days into a line of a story. */
export function fillSlots(text: string, { customer, agent, at, order }: Slots): string {
  const words: Record<string, string> = {
    name: customer.name,
    first: customer.kind === 'company' ? customer.name : firstName(customer.name),
    agent: customer.language === 'en' ? firstName(agent.name) : agent.name,
    day: new Intl.DateTimeFormat(customer.language, { weekday: customer.language === 'en' ? 'long' : 'short' }).format(workday(at)),
    order: order?.number ?? '',
    product: order?.items[0]?.name ?? '',
    amount: order ? money(order, customer.language) : '',
  };
  return text.replace(/\{(\w+)\}/g, (_, slot: string) => words[slot] ?? '');
}

const firstName = (name: string): string => name.replace(/^Dr\.? /, '').split(' ')[0] ?? name;

const money = ({ currency, amount }: OrderRow, language: string): string =>
  new Intl.NumberFormat(language, { style: 'currency', currency, maximumFractionDigits: 0 }).format(amount / 100);

/** Three days on, and never a Sunday. */
function workday(at: Date): Date {
  const day = secondsAfter(at, 3 * 86_400);
  return day.getUTCDay() === 0 ? secondsAfter(day, 86_400) : day;
}
