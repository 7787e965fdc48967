import type { Role } from '../../server/contract/statuses.ts';
import type { QueueKey } from './catalog.ts';

export interface Colleague {
  /** Also the mail address before `@touchline.example` and the name of their softphone. */
  key: string;
  name: string;
  role: Role;
  language: 'en' | 'zh-CN';
  queues: readonly QueueKey[];
  skills: Readonly<Record<string, number>>;
}

/** Everyone can do one call, three chats, five text messages and five mails at once. */
export const capacity = { voice: 1, web_chat: 3, sms: 5, email: 5 };

/** Two queues each for most, and in every queue at least two who speak each language. */
export const staff: readonly Colleague[] = [
  { key: 'mei.lin', name: 'Mei Lin', role: 'agent', language: 'en', queues: ['support', 'sales'], skills: { en: 5, zh: 5, technical: 3 } },
  { key: 'david.okafor', name: 'David Okafor', role: 'agent', language: 'en', queues: ['support'], skills: { en: 5, technical: 5 } },
  { key: 'hao.wang', name: '王浩', role: 'agent', language: 'zh-CN', queues: ['support'], skills: { zh: 5, en: 2, technical: 5 } },
  { key: 'emma.clarke', name: 'Emma Clarke', role: 'agent', language: 'en', queues: ['support', 'billing'], skills: { en: 5, billing: 4 } },
  { key: 'na.li', name: '李娜', role: 'agent', language: 'zh-CN', queues: ['support', 'billing'], skills: { zh: 5, en: 3, billing: 4 } },
  {
    key: 'lucas.martin',
    name: 'Lucas Martin',
    role: 'agent',
    language: 'en',
    queues: ['support', 'sales'],
    skills: { en: 4, technical: 4 },
  },
  { key: 'jie.chen', name: '陈洁', role: 'agent', language: 'zh-CN', queues: ['support', 'sales'], skills: { zh: 5, en: 3, technical: 2 } },
  {
    key: 'aisha.rahman',
    name: 'Aisha Rahman',
    role: 'agent',
    language: 'en',
    queues: ['sales', 'support'],
    skills: { en: 5, technical: 2 },
  },
  {
    key: 'wei.zhang',
    name: '张伟',
    role: 'agent',
    language: 'zh-CN',
    queues: ['sales', 'support'],
    skills: { zh: 5, en: 3, technical: 3 },
  },
  { key: 'tom.becker', name: 'Tom Becker', role: 'agent', language: 'en', queues: ['billing', 'support'], skills: { en: 4, billing: 5 } },
  { key: 'priya.nair', name: 'Priya Nair', role: 'agent', language: 'en', queues: ['billing', 'sales'], skills: { en: 5, billing: 3 } },
  { key: 'yan.xu', name: '徐妍', role: 'agent', language: 'zh-CN', queues: ['billing', 'support'], skills: { zh: 5, en: 2, billing: 5 } },
  { key: 'ingrid.solberg', name: 'Ingrid Solberg', role: 'supervisor', language: 'en', queues: [], skills: {} },
  { key: 'min.zhao', name: '赵敏', role: 'supervisor', language: 'zh-CN', queues: [], skills: {} },
  { key: 'grace.liu', name: 'Grace Liu', role: 'manager', language: 'en', queues: [], skills: {} },
  { key: 'alex.morgan', name: 'Alex Morgan', role: 'admin', language: 'en', queues: [], skills: {} },
];

/** Helps out for the season, with a role of the house's own; no part of what happened before. */
export const temp: Colleague = {
  key: 'sam.ortiz',
  name: 'Sam Ortiz',
  role: 'agent',
  language: 'en',
  queues: ['support'],
  skills: { en: 4 },
};
