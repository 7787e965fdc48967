import { mayRead } from '../../archive/custom-fields/field-rights.ts';
import { presentField } from '../../archive/custom-fields/present-field.ts';
import type { Caller } from '../../auth/identify-caller.ts';
import { revisionOf } from '../../catalog/revision.ts';
import type { TicketFieldView } from '../../contract/ticket-taxonomy.ts';
import { HubError } from '../../errors.ts';
import type { HandlersOf } from '../../http/endpoint.ts';
import type { Hub } from '../../hub.ts';
import { putTicketField, ticketFieldContent } from './put-ticket-field.ts';
import type { TicketFieldDefinition } from './ticket-field-definition.ts';

export const ticketFieldRoutes: HandlersOf<'listTicketFields' | 'putTicketField'> = {
  listTicketFields: async ({ hub, caller }) => ({ fields: await readableFields(hub, caller) }),

  async putTicketField({ hub, caller, body }) {
    const key = await putTicketField(hub, caller.id, body);
    const field = (await readableFields(hub, caller)).find((known) => known.key === key);
    if (!field) throw new HubError('not_found');
    return field;
  },
};

const readableFields = async (hub: Hub, caller: Caller): Promise<TicketFieldView[]> =>
  (await hub.catalog.current()).ticketFields.filter((field) => mayRead(caller, field)).map((field) => present(field, caller));

function present(field: TicketFieldDefinition, caller: Caller): TicketFieldView {
  const { searchable, ...view } = presentField(field, caller);
  return { ...view, kinds: [...field.kinds], revision: revisionOf(ticketFieldContent(field)) };
}
