import { type Component, defineAsyncComponent } from 'vue';
import type { Role } from '../../../server/contract/statuses.ts';
import CustomerTimeline from '../../customer/CustomerTimeline.vue';
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
  { key: 'history', role: 'agent', text: 'customerTabs.history', component: CustomerTimeline },
];

/** A side that is loaded when it is first looked at. */
export const later = (load: () => Promise<{ default: Component }>): Component => defineAsyncComponent(load);
