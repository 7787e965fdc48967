import { type Component, defineAsyncComponent } from 'vue';
import type { Role } from '../../../server/contract/statuses.ts';
import CustomerHistory from '../../customer/CustomerHistory.vue';
import type { MessageKey } from '../../language/messages.ts';

export interface CustomerTab {
  readonly key: string;
  readonly role: Role;
  readonly text: MessageKey;
  /** Takes `customerId` and `speaker`, what to call the customer. */
  readonly component: Component;
}

/** The sides of a customer's page; the first is what it opens with. */
export const customerTabs: readonly CustomerTab[] = [
  { key: 'history', role: 'agent', text: 'customerTabs.history', component: CustomerHistory },
  { key: 'value', role: 'agent', text: 'customerTabs.value', component: later(() => import('../../value/ValueSide.vue')) },
  { key: 'record', role: 'agent', text: 'customerTabs.record', component: later(() => import('../../customer/record/RecordSide.vue')) },
  { key: 'care', role: 'agent', text: 'customerTabs.care', component: later(() => import('../../care/CustomerCare.vue')) },
];

/** A side that is loaded when it is first looked at. */
export function later(load: () => Promise<{ default: Component }>): Component {
  return defineAsyncComponent(load);
}
