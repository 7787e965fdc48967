import type { FieldDraft } from '../../contract/archive-fields.ts';

/** A field of the installation's own, as the catalog knows it. */
export interface FieldDefinition extends Omit<FieldDraft, 'retired'> {
  readonly retiredAt: Date | null;
}
