import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router';
import type { Access } from '../../server/contract/permissions.ts';
import type { MessageKey } from '../language/messages.ts';
import { useMe } from '../stores/me.ts';

declare module 'vue-router' {
  interface RouteMeta {
    /** What it takes to open the page; without it no sign-in is needed. */
    access?: Access;
    title?: MessageKey;
  }
}

/** One line a page; each is loaded when it is first opened. */
export function createConsoleRouter() {
  const router = createRouter({
    history: createWebHistory(),
    routes: [
      { path: '/sign-in', name: 'sign-in', component: () => import('../pages/sign-in/SignIn.vue'), meta: { title: 'signIn.title' } },
      { path: '/', redirect: { name: 'desk' } },
      {
        path: '/desk/:conversationId?',
        name: 'desk',
        component: () => import('../pages/desk/TheDesk.vue'),
        meta: { access: 'tickets.read', title: 'nav.desk' },
      },
      {
        path: '/tickets',
        name: 'tickets',
        component: () => import('../pages/tickets/TicketList.vue'),
        meta: { access: 'tickets.read', title: 'nav.tickets' },
      },
      {
        path: '/tickets/:number',
        name: 'ticket',
        component: () => import('../pages/tickets/TheTicket.vue'),
        meta: { access: 'tickets.read', title: 'nav.tickets' },
      },
      {
        path: '/customers',
        name: 'customers',
        component: () => import('../pages/customers/CustomerList.vue'),
        meta: { access: 'customers.read', title: 'nav.customers' },
      },
      {
        path: '/customers/duplicates',
        name: 'duplicates',
        component: () => import('../pages/duplicates/TheDuplicates.vue'),
        meta: { access: 'identity.read', title: 'customersTabs.duplicates' },
      },
      {
        path: '/customers/import/:id?',
        name: 'imports',
        component: () => import('../pages/imports/TheImports.vue'),
        meta: { access: 'imports.read', title: 'customersTabs.imports' },
      },
      {
        path: '/customers/segments/:segment?',
        name: 'segments',
        component: () => import('../pages/customers/segments/TheSegments.vue'),
        meta: { access: 'care.read', title: 'segments.title' },
      },
      {
        path: '/customers/portfolio',
        name: 'portfolio',
        component: () => import('../pages/customers/portfolio/ThePortfolio.vue'),
        meta: { access: 'value.read', title: 'portfolio.title' },
      },
      {
        path: '/customers/opportunities',
        name: 'opportunities',
        component: () => import('../pages/customers/opportunities/TheOpportunities.vue'),
        meta: { access: 'care.read', title: 'sales.title' },
      },
      {
        path: '/customers/follow-ups',
        name: 'follow-ups',
        component: () => import('../pages/customers/follow-ups/TheFollowUps.vue'),
        meta: { access: 'care.read', title: 'followUps.title' },
      },
      {
        path: '/customers/:id/:tab?',
        name: 'customer',
        component: () => import('../pages/customers/TheCustomer.vue'),
        meta: { access: 'customers.read', title: 'nav.customers' },
      },
      {
        path: '/queues',
        name: 'queues',
        component: () => import('../pages/queues/TheBoard.vue'),
        meta: { access: 'queues.read', title: 'nav.queues' },
      },
      {
        path: '/settings',
        component: () => import('../pages/settings/TheSettings.vue'),
        meta: { access: 'self', title: 'nav.settings' },
        children: [
          { path: '', name: 'settings', component: () => import('../pages/settings/MySettings.vue') },
          {
            path: 'all',
            name: 'settings-home',
            component: () => import('../pages/settings/home/TheHome.vue'),
            meta: { access: 'settings.read', title: 'setup.page.home' },
          },
          {
            path: 'installation',
            name: 'installation',
            component: () => import('../pages/settings/house/TheInstallation.vue'),
            meta: { access: 'settings.read', title: 'setup.page.installation' },
          },
          {
            path: 'queue-list',
            name: 'queue-list',
            component: () => import('../pages/settings/queues/TheQueues.vue'),
            meta: { access: 'settings.read', title: 'setup.page.queues' },
          },
          {
            path: 'skills',
            name: 'skills',
            component: () => import('../pages/settings/skills/TheSkills.vue'),
            meta: { access: 'settings.read', title: 'setup.page.skills' },
          },
          {
            path: 'inboxes',
            name: 'inboxes',
            component: () => import('../pages/settings/inboxes/TheInboxes.vue'),
            meta: { access: 'settings.read', title: 'setup.page.inboxes' },
          },
          {
            path: 'dispositions',
            name: 'dispositions',
            component: () => import('../pages/settings/dispositions/TheDispositions.vue'),
            meta: { access: 'settings.read', title: 'setup.page.dispositions' },
          },
          {
            path: 'tier-names',
            name: 'tier-names',
            component: () => import('../pages/settings/tier-names/TheTierNames.vue'),
            meta: { access: 'settings.read', title: 'setup.page.tiers' },
          },
          {
            path: 'history',
            name: 'settings-history',
            component: () => import('../pages/settings/history/TheHistory.vue'),
            meta: { access: 'settings.read', title: 'setup.page.history' },
          },
          {
            path: 'transfer',
            name: 'settings-transfer',
            component: () => import('../pages/settings/transfer/TheTransfer.vue'),
            meta: { access: 'settings.read', title: 'setup.page.transfer' },
          },
          {
            path: 'policy',
            name: 'policy',
            component: () => import('../pages/settings/policy/ThePolicy.vue'),
            meta: { access: 'settings.read', title: 'rules.nav.policy' },
          },
          {
            path: 'queues/:id?',
            name: 'queue-rules',
            component: () => import('../pages/settings/queue-rules/TheQueueRules.vue'),
            meta: { access: 'settings.read', title: 'setup.page.queueRules' },
          },
          {
            path: 'customer-fields/:id?',
            name: 'customer-fields',
            component: () => import('../pages/settings/customer-fields/TheCustomerFields.vue'),
            meta: { access: 'settings.read', title: 'rules.nav.fields' },
          },
          {
            path: 'ticket-fields/:id?',
            name: 'ticket-fields',
            component: () => import('../pages/settings/ticket-fields/TheTicketFields.vue'),
            meta: { access: 'settings.read', title: 'ticketFields.title' },
          },
          {
            path: 'ticket-taxonomy',
            name: 'ticket-taxonomy',
            component: () => import('../pages/settings/ticket-taxonomy/TheTaxonomy.vue'),
            meta: { access: 'settings.read', title: 'taxonomy.title' },
          },
          {
            path: 'follow-ups',
            name: 'follow-up-rules',
            component: () => import('../pages/settings/follow-ups/TheRules.vue'),
            meta: { access: 'settings.read', title: 'followUpRules.title' },
          },
          {
            path: 'tiers',
            name: 'tiers',
            component: () => import('../pages/settings/tiers/TheTiers.vue'),
            meta: { access: 'settings.read', title: 'setup.page.tierRules' },
          },
          {
            path: 'value',
            name: 'value-settings',
            component: () => import('../pages/settings/value/TheValue.vue'),
            meta: { access: 'settings.read', title: 'rules.nav.value' },
          },
          {
            path: 'service-targets',
            name: 'service-targets',
            component: () => import('../pages/settings/service-targets/TheServiceTargets.vue'),
            meta: { access: 'settings.read', title: 'targets.nav' },
          },
          {
            path: 'calendars/:id?',
            name: 'calendars',
            component: () => import('../pages/settings/calendars/TheCalendars.vue'),
            meta: { access: 'settings.read', title: 'rules.nav.calendars' },
          },
          {
            path: 'macros/:macro?',
            name: 'macros',
            component: () => import('../pages/settings/macros/TheMacros.vue'),
            props: true,
            meta: { access: 'settings.read', title: 'macroSettings.title' },
          },
          {
            path: 'people/:id?',
            name: 'people',
            component: () => import('../pages/settings/people/ThePeople.vue'),
            meta: { access: 'people.read', title: 'people.title' },
          },
          {
            path: 'roles/:id?',
            name: 'roles',
            component: () => import('../pages/settings/roles/TheRoles.vue'),
            meta: { access: 'people.read', title: 'roles.title' },
          },
          {
            path: 'webhooks',
            name: 'webhooks',
            component: () => import('../pages/settings/webhooks/TheWebhooks.vue'),
            meta: { access: 'webhooks.read', title: 'webhooks.title' },
          },
          {
            path: 'privacy',
            name: 'privacy',
            component: () => import('../pages/settings/privacy/ThePrivacy.vue'),
            meta: { access: 'privacy.write', title: 'privacy.title' },
          },
        ],
      },
      {
        path: '/rehearsals/:id?',
        name: 'rehearsals',
        component: () => import('../pages/rehearsals/TheRehearsals.vue'),
        meta: { access: 'planning.read', title: 'nav.rehearsals' },
      },
      {
        path: '/staffing',
        name: 'staffing',
        component: () => import('../pages/staffing/TheStaffing.vue'),
        meta: { access: 'planning.read', title: 'nav.staffing' },
      },
      { path: '/:rest(.*)*', name: 'nowhere', component: () => import('../pages/NotFound.vue'), meta: { access: 'self' } },
    ],
  });
  router.beforeEach(admit);
  return router;
}

async function admit(to: RouteLocationNormalized) {
  const { access } = to.meta;
  if (!access) return true;
  const me = useMe();
  if (!me.me) await me.load().catch(() => undefined);
  if (!me.me || me.me.mustChangePassword) return { name: 'sign-in', query: to.path === '/' ? {} : { to: to.fullPath } };
  return me.can(access) ? true : { name: homes.find(({ access: needed }) => me.can(needed))?.name ?? 'settings' };
}

/** Where whoever may not open a page is taken instead: the first of these that they may. */
const homes = [
  { name: 'desk', access: 'tickets.read' },
  { name: 'customers', access: 'customers.read' },
] as const;
