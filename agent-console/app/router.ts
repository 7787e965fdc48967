import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router';
import type { Role } from '../../server/contract/statuses.ts';
import type { MessageKey } from '../language/messages.ts';
import { useMe } from '../stores/me.ts';

declare module 'vue-router' {
  interface RouteMeta {
    /** Least role that may open the page; without it no sign-in is needed. */
    role?: Role;
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
        meta: { role: 'agent', title: 'nav.desk' },
      },
      {
        path: '/tickets',
        name: 'tickets',
        component: () => import('../pages/tickets/TicketList.vue'),
        meta: { role: 'agent', title: 'nav.tickets' },
      },
      {
        path: '/tickets/:number',
        name: 'ticket',
        component: () => import('../pages/tickets/TheTicket.vue'),
        meta: { role: 'agent', title: 'nav.tickets' },
      },
      {
        path: '/customers',
        name: 'customers',
        component: () => import('../pages/customers/CustomerList.vue'),
        meta: { role: 'agent', title: 'nav.customers' },
      },
      {
        path: '/customers/duplicates',
        name: 'duplicates',
        component: () => import('../pages/duplicates/TheDuplicates.vue'),
        meta: { role: 'supervisor', title: 'customersTabs.duplicates' },
      },
      {
        path: '/customers/import/:id?',
        name: 'imports',
        component: () => import('../pages/imports/TheImports.vue'),
        meta: { role: 'supervisor', title: 'customersTabs.imports' },
      },
      {
        path: '/customers/segments/:segment?',
        name: 'segments',
        component: () => import('../pages/customers/segments/TheSegments.vue'),
        meta: { role: 'agent', title: 'segments.title' },
      },
      {
        path: '/customers/portfolio',
        name: 'portfolio',
        component: () => import('../pages/customers/portfolio/ThePortfolio.vue'),
        meta: { role: 'supervisor', title: 'portfolio.title' },
      },
      {
        path: '/customers/opportunities',
        name: 'opportunities',
        component: () => import('../pages/customers/opportunities/TheOpportunities.vue'),
        meta: { role: 'agent', title: 'sales.title' },
      },
      {
        path: '/customers/follow-ups',
        name: 'follow-ups',
        component: () => import('../pages/customers/follow-ups/TheFollowUps.vue'),
        meta: { role: 'agent', title: 'followUps.title' },
      },
      {
        path: '/customers/:id/:tab?',
        name: 'customer',
        component: () => import('../pages/customers/TheCustomer.vue'),
        meta: { role: 'agent', title: 'nav.customers' },
      },
      {
        path: '/queues',
        name: 'queues',
        component: () => import('../pages/queues/TheBoard.vue'),
        meta: { role: 'supervisor', title: 'nav.queues' },
      },
      {
        path: '/settings',
        component: () => import('../pages/settings/TheSettings.vue'),
        meta: { role: 'agent', title: 'nav.settings' },
        children: [
          { path: '', name: 'settings', component: () => import('../pages/settings/MySettings.vue') },
          {
            path: 'policy',
            name: 'policy',
            component: () => import('../pages/settings/policy/ThePolicy.vue'),
            meta: { role: 'supervisor', title: 'rules.nav.policy' },
          },
          {
            path: 'queues/:id?',
            name: 'queue-rules',
            component: () => import('../pages/settings/queue-rules/TheQueueRules.vue'),
            meta: { role: 'supervisor', title: 'rules.nav.queues' },
          },
          {
            path: 'customer-fields/:id?',
            name: 'customer-fields',
            component: () => import('../pages/settings/customer-fields/TheCustomerFields.vue'),
            meta: { role: 'supervisor', title: 'rules.nav.fields' },
          },
          {
            path: 'follow-ups',
            name: 'follow-up-rules',
            component: () => import('../pages/settings/follow-ups/TheRules.vue'),
            meta: { role: 'supervisor', title: 'followUpRules.title' },
          },
          {
            path: 'tiers',
            name: 'tiers',
            component: () => import('../pages/settings/tiers/TheTiers.vue'),
            meta: { role: 'supervisor', title: 'rules.nav.tiers' },
          },
          {
            path: 'value',
            name: 'value-settings',
            component: () => import('../pages/settings/value/TheValue.vue'),
            meta: { role: 'supervisor', title: 'rules.nav.value' },
          },
          {
            path: 'service-targets',
            name: 'service-targets',
            component: () => import('../pages/settings/service-targets/TheServiceTargets.vue'),
            meta: { role: 'supervisor', title: 'targets.nav' },
          },
          {
            path: 'calendars/:id?',
            name: 'calendars',
            component: () => import('../pages/settings/calendars/TheCalendars.vue'),
            meta: { role: 'supervisor', title: 'rules.nav.calendars' },
          },
          {
            path: 'webhooks',
            name: 'webhooks',
            component: () => import('../pages/settings/webhooks/TheWebhooks.vue'),
            meta: { role: 'admin', title: 'webhooks.title' },
          },
          {
            path: 'privacy',
            name: 'privacy',
            component: () => import('../pages/settings/privacy/ThePrivacy.vue'),
            meta: { role: 'admin', title: 'privacy.title' },
          },
        ],
      },
      {
        path: '/rehearsals/:id?',
        name: 'rehearsals',
        component: () => import('../pages/rehearsals/TheRehearsals.vue'),
        meta: { role: 'supervisor', title: 'nav.rehearsals' },
      },
      {
        path: '/staffing',
        name: 'staffing',
        component: () => import('../pages/staffing/TheStaffing.vue'),
        meta: { role: 'supervisor', title: 'nav.staffing' },
      },
      { path: '/:rest(.*)*', name: 'nowhere', component: () => import('../pages/NotFound.vue'), meta: { role: 'agent' } },
    ],
  });
  router.beforeEach(admit);
  return router;
}

async function admit(to: RouteLocationNormalized) {
  const { role } = to.meta;
  if (!role) return true;
  const me = useMe();
  if (!me.me) await me.load().catch(() => undefined);
  if (!me.me || me.me.mustChangePassword) return { name: 'sign-in', query: to.path === '/' ? {} : { to: to.fullPath } };
  return me.may(role) ? true : { name: 'desk' };
}
