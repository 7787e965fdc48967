import { type Component, defineAsyncComponent } from 'vue';
import type { Access } from '../../../server/contract/permissions.ts';
import CustomerHistory from '../../customer/CustomerHistory.vue';
import type { MessageKey } from '../../language/messages.ts';

export interface CustomerTab {
  readonly key: string;
  readonly access: Access;
  readonly text: MessageKey;
  /** Takes `customerId` and `speaker`, what to call the customer. */
  readonly component: Component;
}

/** The sides of a customer's page; the first is what it opens with. */
export const customerTabs: readonly CustomerTab[] = [
  { key: 'history', access: 'customers.read', text: 'customerTabs.history', component: CustomerHistory },
  { key: 'value', access: 'customers.read', text: 'customerTabs.value', component: later(() => import('../../value/ValueSide.vue')) },
  {
    key: 'record',
    access: 'customers.read',
    text: 'customerTabs.record',
    component: later(() => import('../../customer/record/RecordSide.vue')),
  },
  { key: 'care', access: 'care.read', text: 'customerTabs.care', component: later(() => import('../../care/CustomerCare.vue')) },
];

/** A side that is loaded when it is first looked at. */
export function later(load: () => Promise<{ default: Component }>): Component {
  return defineAsyncComponent(load);
}
