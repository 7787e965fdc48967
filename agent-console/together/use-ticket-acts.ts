import type { TicketView } from '../../server/contract/entities.ts';
import type { LinkKind } from '../../server/contract/statuses.ts';
import { codeOf } from '../hub-client/failure.ts';
import { useHub } from '../hub-client/hub-client.ts';
import { useText } from '../language/use-text.ts';
import { useTickets } from '../stores/tickets.ts';
import { showToast } from '../ui/toasts.ts';
import { useUndo } from '../ui/undo.ts';

/** What one does with a ticket among colleagues: at once, with a way back. Each answers with the code of what stood in the way. */
export function useTicketActs() {
  const [hub, tickets, offerUndo] = [useHub(), useTickets(), useUndo()];
  const { t } = useText();

  const attempt = async (work: () => Promise<unknown>): Promise<string | undefined> => {
    try {
      await work();
      return undefined;
    } catch (thrown) {
      return codeOf(thrown);
    }
  };
  const assigned = async (id: string, agentId: string | null, expected?: string | null, note?: string) =>
    tickets.put(
      await hub.call('assignTicket', {
        params: { id },
        body: { agentId, ...(note ? { note } : {}), ...(expected === undefined ? {} : { expected }) },
      }),
    );
  const undoMove = (id: string) => hub.call('undoMove', { params: { id } });

  return {
    assign: ({ id, assignee }: TicketView, to: { id: string; name: string } | null, note = '') =>
      attempt(async () => {
        await assigned(id, to?.id ?? null, undefined, note);
        const before = assignee?.id ?? null;
        const said = to ? t('together.assigned', { name: to.name }) : t('together.assignedNobody');
        offerUndo(said, () => assigned(id, before, to?.id ?? null));
      }),

    watch: (id: string, watching: boolean) =>
      attempt(async () => {
        const set = (on: boolean) => hub.call('watchTicket', { params: { id }, body: { watching: on } });
        await set(watching);
        offerUndo(t(watching ? 'together.watched' : 'together.unwatched'), () => set(!watching));
      }),

    ask: (conversationId: string, question: string) =>
      attempt(async () => {
        const help = await hub.call('askHelp', { params: { id: conversationId }, body: { question } });
        offerUndo(t('together.asked'), () => hub.call('withdrawHelp', { params: { id: help.id } }));
      }),

    help: (helpId: string) => attempt(() => hub.call('takeHelp', { params: { id: helpId } })),
    withdraw: (helpId: string) => attempt(() => hub.call('withdrawHelp', { params: { id: helpId } })),

    merge: ({ id, number }: TicketView, into: { id: string; number: number }) =>
      attempt(async () => {
        const move = await hub.call('mergeTicket', { params: { id }, body: { intoId: into.id } });
        offerUndo(t('together.merged', { number, into: into.number }), () => undoMove(move.id));
      }),

    split: (conversationId: string, fromSeq: number | undefined, subject: string) =>
      attempt(async () => {
        const body = { subject, ...(fromSeq === undefined ? {} : { fromSeq }) };
        const move = await hub.call('splitTicket', { params: { id: conversationId }, body });
        offerUndo(t('together.splitDone', { number: move.ticket.number }), () => undoMove(move.id));
      }),

    undoMove: (id: string) =>
      attempt(async () => {
        await undoMove(id);
        showToast(t('ui.undone'));
      }),

    link: ({ id }: TicketView, other: { id: string; number: number }, kind: LinkKind) =>
      attempt(async () => {
        const link = await hub.call('linkTickets', { params: { id }, body: { otherId: other.id, kind } });
        offerUndo(t('together.linked', { number: other.number }), () => hub.call('unlinkTickets', { params: { id: link.id } }));
      }),

    unlink: ({ id }: TicketView, link: { id: string; ticket: { id: string; number: number }; kind: LinkKind | 'child' }) =>
      attempt(async () => {
        await hub.call('unlinkTickets', { params: { id: link.id } });
        const [from, otherId] = link.kind === 'child' ? [link.ticket.id, id] : [id, link.ticket.id];
        const kind = link.kind === 'related' ? 'related' : 'parent';
        offerUndo(t('together.unlinked', { number: link.ticket.number }), () =>
          hub.call('linkTickets', { params: { id: from }, body: { otherId, kind } }),
        );
      }),
  };
}
