import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router';
import type { Access } from '../../server/contract/permissions.ts';
import type { MessageKey } from '../language/messages.ts';
import { useMe } from '../stores/me.ts';
import { customerPages } from './routes/customer-pages.ts';
import { settingsPages } from './routes/settings-pages.ts';
import { workPages } from './routes/work-pages.ts';

declare module 'vue-router' {
  interface RouteMeta {
    /** What it takes to open the page; without it no sign-in is needed. */
    access?: Access;
    title?: MessageKey;
  }
}

/** Every page there is; the first that fits is taken. */
export function createConsoleRouter() {
  const router = createRouter({
    history: createWebHistory(),
    routes: [
      { path: '/sign-in', name: 'sign-in', component: () => import('../pages/sign-in/SignIn.vue'), meta: { title: 'signIn.title' } },
      { path: '/', redirect: { name: 'desk' } },
      ...workPages,
      ...customerPages,
      ...settingsPages,
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
