import type { Permission } from '../../../server/contract/permissions.ts';
import type { MessageKey } from '../../language/messages.ts';

export const settingsGroups = ['mine', 'house', 'routing', 'customers', 'tickets', 'people', 'system'] as const;
export type SettingsGroup = (typeof settingsGroups)[number];

export interface SettingsPage {
  readonly to: string;
  readonly title: MessageKey;
  readonly group: SettingsGroup;
  /** Who may open it; without it everybody. */
  readonly permission?: Permission;
  /** Sections of the texts in which its fields are named: it is found by every word of them, in both languages. */
  readonly texts: readonly string[];
  /** What it is for, in one line. */
  readonly hint?: MessageKey;
}

/** Every page of the settings, one line each: the navigation, the home with its search and the command bar read this list. */
export const settingsPages: readonly SettingsPage[] = [
  { to: '/settings', title: 'rules.nav.mine', group: 'mine', texts: ['settings', 'tokens', 'theme', 'password'], hint: 'setup.hint.mine' },
  {
    to: '/settings/installation',
    title: 'setup.page.installation',
    group: 'house',
    permission: 'settings.read',
    texts: ['setup.installation'],
    hint: 'setup.hint.installation',
  },
  {
    to: '/settings/calendars',
    title: 'rules.nav.calendars',
    group: 'house',
    permission: 'settings.read',
    texts: ['rules.calendar'],
    hint: 'setup.hint.calendars',
  },
  {
    to: '/settings/inboxes',
    title: 'setup.page.inboxes',
    group: 'house',
    permission: 'settings.read',
    texts: ['setup.inboxes', 'channel'],
    hint: 'setup.hint.inboxes',
  },
  {
    to: '/settings/queue-list',
    title: 'setup.page.queues',
    group: 'routing',
    permission: 'settings.read',
    texts: ['setup.queues'],
    hint: 'setup.hint.queues',
  },
  {
    to: '/settings/queues',
    title: 'setup.page.queueRules',
    group: 'routing',
    permission: 'settings.read',
    texts: ['rules.queue', 'overflow'],
    hint: 'setup.hint.queueRules',
  },
  {
    to: '/settings/policy',
    title: 'rules.nav.policy',
    group: 'routing',
    permission: 'settings.read',
    texts: ['rules.policy', 'rules.preset'],
    hint: 'setup.hint.policy',
  },
  {
    to: '/settings/service-targets',
    title: 'targets.nav',
    group: 'routing',
    permission: 'settings.read',
    texts: ['targets'],
    hint: 'setup.hint.targets',
  },
  {
    to: '/settings/skills',
    title: 'setup.page.skills',
    group: 'routing',
    permission: 'settings.read',
    texts: ['setup.skills'],
    hint: 'setup.hint.skills',
  },
  {
    to: '/settings/dispositions',
    title: 'setup.page.dispositions',
    group: 'routing',
    permission: 'settings.read',
    texts: ['setup.dispositions', 'wrapUp'],
    hint: 'setup.hint.dispositions',
  },
  {
    to: '/settings/tier-names',
    title: 'setup.page.tiers',
    group: 'customers',
    permission: 'settings.read',
    texts: ['setup.tiers'],
    hint: 'setup.hint.tiers',
  },
  {
    to: '/settings/tiers',
    title: 'setup.page.tierRules',
    group: 'customers',
    permission: 'settings.read',
    texts: ['tierRules'],
    hint: 'setup.hint.tierRules',
  },
  {
    to: '/settings/value',
    title: 'rules.nav.value',
    group: 'customers',
    permission: 'settings.read',
    texts: ['valueSettings'],
    hint: 'setup.hint.value',
  },
  {
    to: '/settings/customer-fields',
    title: 'rules.nav.fields',
    group: 'customers',
    permission: 'settings.read',
    texts: ['ownFields', 'matching'],
    hint: 'setup.hint.fields',
  },
  {
    to: '/settings/follow-ups',
    title: 'followUpRules.title',
    group: 'customers',
    permission: 'settings.read',
    texts: ['followUpRules'],
    hint: 'setup.hint.followUps',
  },
  {
    to: '/settings/privacy',
    title: 'privacy.title',
    group: 'customers',
    permission: 'privacy.write',
    texts: ['privacy'],
    hint: 'setup.hint.privacy',
  },
  {
    to: '/settings/ticket-taxonomy',
    title: 'taxonomy.title',
    group: 'tickets',
    permission: 'settings.read',
    texts: ['taxonomy', 'ticketKind'],
    hint: 'setup.hint.taxonomy',
  },
  {
    to: '/settings/ticket-fields',
    title: 'ticketFields.title',
    group: 'tickets',
    permission: 'settings.read',
    texts: ['ticketFields', 'ownFields'],
    hint: 'setup.hint.ticketFields',
  },
  {
    to: '/settings/macros',
    title: 'macroSettings.title',
    group: 'tickets',
    permission: 'settings.read',
    texts: ['macroSettings', 'macroAction'],
    hint: 'setup.hint.macros',
  },
  {
    to: '/settings/people',
    title: 'people.title',
    group: 'people',
    permission: 'people.read',
    texts: ['people'],
    hint: 'setup.hint.people',
  },
  {
    to: '/settings/roles',
    title: 'roles.title',
    group: 'people',
    permission: 'people.read',
    texts: ['roles', 'unmasking'],
    hint: 'setup.hint.roles',
  },
  {
    to: '/settings/webhooks',
    title: 'webhooks.title',
    group: 'system',
    permission: 'webhooks.write',
    texts: ['webhooks'],
    hint: 'setup.hint.webhooks',
  },
  {
    to: '/settings/history',
    title: 'setup.page.history',
    group: 'system',
    permission: 'settings.read',
    texts: ['setup.history'],
    hint: 'setup.hint.history',
  },
  {
    to: '/settings/transfer',
    title: 'setup.page.transfer',
    group: 'system',
    permission: 'settings.read',
    texts: ['setup.transfer'],
    hint: 'setup.hint.transfer',
  },
];
