import type { TicketKind } from '../../server/contract/statuses.ts';
import type { TicketCategory } from '../../server/contract/ticket-taxonomy.ts';
import { useFieldText } from '../customer/record/use-field-text.ts';
import { useText } from '../language/use-text.ts';
import { useCatalog } from '../stores/catalog.ts';
import { useTicketForms } from '../stores/ticket-forms.ts';

/** Names of what tickets are about, in the reader's words. */
export function useTicketText() {
  const [catalog, forms] = [useCatalog(), useTicketForms()];
  const { t, label } = useText();
  const fields = useFieldText(() => forms.fields.map((field) => ({ ...field, searchable: false })));

  return {
    ...fields,
    kindText(kind: TicketKind): string {
      const rule = forms.kinds.find((one) => one.kind === kind);
      return rule ? label(rule.label) : t(`ticketKind.${kind}`);
    },
    /** With what stands above it. */
    categoryText: (id: string | null): string =>
      id
        ? forms
            .pathOf(id)
            .map((one) => label(one.label))
            .join(' › ')
        : '',
    rootCauseText(id: string | null): string {
      const cause = forms.rootCauses.find((one) => one.id === id);
      return cause ? label(cause.label) : '';
    },
    queueText(id: string): string {
      const queue = catalog.queue(id);
      return queue ? label(queue.label) : '';
    },
    /** The tree of a kind in reading order, with how deep each stands. */
    treeOf(kind: TicketKind): { category: TicketCategory; depth: number }[] {
      const below = (parentId: string | null, depth: number): { category: TicketCategory; depth: number }[] =>
        depth > 6
          ? []
          : forms.categories
              .filter((one) => one.kind === kind && one.parentId === parentId)
              .flatMap((category) => [{ category, depth }, ...below(category.id, depth + 1)]);
      return below(null, 0);
    },
  };
}
