import { clockKinds, ticketKinds, ticketStatuses } from '../../server/contract/statuses.ts';
import type { TrailLine } from '../../server/contract/ticket-matter.ts';
import { useText } from '../language/use-text.ts';
import { useColleagues } from '../stores/colleagues.ts';
import { useTicketText } from './use-ticket-text.ts';

/** What happened to a ticket, as a phrase after the name of who did it. */
export function useTrailText() {
  const colleagues = useColleagues();
  const { t, known, list } = useText();
  const { kindText, categoryText, rootCauseText, queueText, nameOf } = useTicketText();

  const person = (id: string) => colleagues.all.find((one) => one.id === id)?.name;
  const statusText = (word: string) => {
    const status = ticketStatuses.find((one) => one === word);
    return status && t(`ticketStatus.${status}`);
  };
  /** A fact of an event in words, by what kind of fact it is. */
  function wordsOf(fact: unknown): string {
    if (fact === null) return t('trail.none');
    if (typeof fact !== 'string') return String(fact ?? '');
    const kind = ticketKinds.find((one) => one === fact);
    const clock = clockKinds.find((one) => one === fact);
    return (
      statusText(fact) ??
      (kind && kindText(kind)) ??
      (clock && t(`clocks.kind.${clock}`)) ??
      (queueText(fact) || categoryText(fact) || rootCauseText(fact) || person(fact) || known(`trail.word.${fact}`)) ??
      fact
    );
  }

  const fieldName = (field: string) => known(`trail.field.${field}`) ?? nameOf(field);

  /** Of codes what they were and are; of everything else only that it changed. */
  function changes({ data }: TrailLine): string {
    const { fields, from, to } = data;
    const names = Array.isArray(fields) ? fields.map(String) : [];
    const value = (of: unknown, name: string) => (isRecord(of) && name in of ? wordsOf(of[name]) : undefined);
    return list(
      names.map((name) =>
        value(to, name) === undefined ? fieldName(name) : `${fieldName(name)}: ${value(from, name)} → ${value(to, name)}`,
      ),
    );
  }

  return function sentenceOf(line: TrailLine): string {
    if (line.name === 'ticket.changed') return t('trail.ticket_changed', { changes: changes(line) });
    const facts = Object.fromEntries(Object.entries(line.data).map(([name, fact]) => [name, wordsOf(fact)]));
    const values = {
      agent: line.agent?.name ?? t('trail.none'),
      queue: line.queueId ? queueText(line.queueId) : '',
      from: '',
      to: '',
      ...facts,
    };
    const key = `trail.${line.name.replace('.', '_')}`;
    return known(key) === null ? line.name : fill(known(key) ?? '', values);
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const fill = (text: string, values: Record<string, string>) => text.replace(/\[(\w+)\]/g, (_, name: string) => values[name] ?? '');
