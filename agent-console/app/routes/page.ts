import type { RouteRecordRaw } from 'vue-router';
import type { Access } from '../../../server/contract/permissions.ts';
import type { MessageKey } from '../../language/messages.ts';

type Component = NonNullable<RouteRecordRaw['component']>;

/** A page: where it is, what it takes to open it, what its window is called; loaded when it is first opened. */
export const page = (
  path: string,
  name: string,
  access: Access,
  title: MessageKey,
  component: Component,
  more: { props?: true } = {},
): RouteRecordRaw => ({ path, name, component, meta: { access, title }, ...more });
