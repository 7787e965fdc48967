import type { FieldDraft } from '../../../../server/contract/archive-fields.ts';
import type { TicketFieldDraft, TicketFieldView } from '../../../../server/contract/ticket-taxonomy.ts';
import { useHub } from '../../../hub-client/hub-client.ts';
import { useOwnFields } from '../customer-fields/use-own-fields.ts';

/** As the form for fields of customers takes it, with the kinds of tickets it is for. */
export type TicketFieldForm = FieldDraft & Pick<TicketFieldDraft, 'kinds'>;

/** The fields of tickets here, and the draft of one of them or of a new one. */
export function useTicketFields() {
  const hub = useHub();
  return useOwnFields<TicketFieldView, TicketFieldForm>({
    changed: ['ticket_field.changed'],
    read: async () => (await hub.call('listTicketFields')).fields,
    put: ({ revision, draft: { searchable: _, ...draft } }) => hub.call('putTicketField', { body: { revision, draft } }),
    draftOf: ({ mayWrite: _, revision: __, retiredAt, ...field }) => ({ ...field, searchable: false, retired: retiredAt !== null }),
  });
}
