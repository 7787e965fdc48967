import type { EndpointName } from '../../server/contract/api.ts';

/**
 * Answers that are kept for reading without a line: who I am, my work, and the customers, conversations and tickets that
 * were opened. Settings, reports, identity checks and searches are not: they are of no use without the hub behind them.
 */
export const keptEndpoints: ReadonlySet<EndpointName> = new Set<EndpointName>([
  'me',
  'catalog',
  'desk',
  'myWork',
  'queue',
  'dueCounts',
  'getConversation',
  'listScheduled',
  'listTickets',
  'getTicket',
  'listCustomers',
  'getCustomer',
  'customerTimeline',
  'customerDensity',
  'customerValue',
  'customerCare',
  'readRecord',
]);

/** Those of them that hold no customer. */
export const namesNobody: ReadonlySet<EndpointName> = new Set<EndpointName>(['me', 'catalog']);
