import type { TaxonomyDraft, TaxonomyView } from '../../../../server/contract/ticket-taxonomy.ts';
import { useHub } from '../../../hub-client/hub-client.ts';
import { useVersion } from '../use-version.ts';

/** Kinds, categories and root causes in force, and a draft of the next version. */
export function useTaxonomy() {
  const hub = useHub();
  return useVersion<TaxonomyView, TaxonomyDraft>({
    changed: 'ticket_taxonomy.changed',
    read: () => hub.call('ticketTaxonomy'),
    save: (body) => hub.call('saveTicketTaxonomy', { body }),
    draftOf: ({ kinds, categories, rootCauses }) => ({ kinds, categories, rootCauses, note: '' }),
  });
}
