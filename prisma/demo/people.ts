import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import type { Role } from '../../server/contract/statuses.ts';
import { type DemoCustomer, customers as listed } from './customers.ts';
import type { Chances } from './random.ts';
import { type Colleague, staff } from './staff.ts';

export interface DemoPeople {
  people: { name: string; email: string; role: Role; password: string }[];
}

export interface HiredColleague extends Colleague {
  id: string;
  email: string;
  password: string;
  passwordHash: string;
}

/** Everyone who serves, each with a password that exists only in this installation. */
export const hire = (): Promise<HiredColleague[]> => Promise.all(staff.map(hireOne));

export async function hireOne(colleague: Colleague): Promise<HiredColleague> {
  const password = makePassword();
  return { ...colleague, id: randomUUID(), email: `${colleague.key}@touchline.example`, password, passwordHash: await hash(password) };
}

const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

/** 16 letters in groups of four, without those that look alike: 79 bits, and still to be typed from paper. */
const makePassword = (): string =>
  Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')).join('-');

export interface ContactPoint {
  id: string;
  kind: 'phone' | 'email' | 'chat_visitor';
  value: string;
  evidence: 'verified' | 'signed_identity';
}

export interface Acquaintance extends DemoCustomer {
  id: string;
  since: Date;
  points: { phone: ContactPoint; email: ContactPoint; chat: ContactPoint | null };
}

const YEAR = 365 * 86_400_000;

/** Every customer with the addresses we know them by. Who holds a visitor id is that visitor: it is as secret as a password. */
export function meetCustomers(fate: Chances, now: Date): Acquaintance[] {
  return listed.map((customer) => {
    const years = customer.tier === 'standard' ? fate.between(1.6, 4) : fate.between(2, 9);
    const since = new Date(now.getTime() - years * YEAR);
    const point = (kind: ContactPoint['kind'], value: string, evidence: ContactPoint['evidence']) => ({
      id: fate.id(since),
      kind,
      value,
      evidence,
    });
    const chat = customer.chats ? point('chat_visitor', randomBytes(18).toString('base64url'), 'signed_identity') : null;
    const points = { phone: point('phone', customer.phone, 'verified'), email: point('email', customer.email, 'verified'), chat };
    return { ...customer, id: fate.id(since), since, points };
  });
}
