import type { FieldDefinition } from '../../archive/custom-fields/field-definition.ts';
import type { TicketKind } from '../../contract/statuses.ts';

/** A field of tickets of the installation's own, as the catalog knows it. */
export interface TicketFieldDefinition extends FieldDefinition {
  /** Empty: all. */
  readonly kinds: readonly TicketKind[];
}
