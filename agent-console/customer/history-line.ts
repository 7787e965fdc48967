import type { TimelineItem } from '../../server/contract/entities.ts';
import type { HistoryKind } from '../../server/contract/history.ts';
import { callSentence } from '../conversation/call-sentence.ts';
import type { useText } from '../language/use-text.ts';

/** What a line of the history says. */
export interface HistoryLine {
  readonly kind: HistoryKind;
  readonly head: string;
  readonly aside: string;
  readonly words: string;
}

type Text = ReturnType<typeof useText>;
type Of<Type extends TimelineItem['type']> = Extract<TimelineItem, { type: Type }>;
type Speak = { [Type in TimelineItem['type']]: (item: Of<Type>, text: Text, reader: Reader) => HistoryLine };

/** What the reader's console knows besides: what to call the customer, and each tier. */
export interface Reader {
  readonly speaker: string;
  tier(key: string): string;
}

const joined = (...parts: (string | null)[]): string => parts.filter(Boolean).join(' · ');

const speak: Speak = {
  entry: ({ entry, ticketNumber, subject, of }, text, { speaker }) => {
    const said = entry.call ? callSentence(entry.call, text) : entry.text || entry.attachments.map((file) => file.name).join(', ');
    const author = entry.kind === 'inbound' ? (of?.name ?? speaker) : (entry.agent?.name ?? text.t('entry.hub'));
    // A subject made of the message itself is not said twice.
    const newSubject = said.startsWith(subject.slice(0, 20)) ? '' : subject;
    return {
      kind: entry.kind === 'note' ? 'note' : entry.channel,
      head: entry.kind === 'call' ? text.t('channel.voice') : author,
      aside: `#${ticketNumber} ${newSubject}`,
      words: said,
    };
  },
  ticket: ({ ticket }, { t }) => ({
    kind: 'ticket',
    head: t('timeline.ticket', { number: ticket.number }),
    aside: joined(t(`ticketStatus.${ticket.status}`), ticket.subject),
    words: '',
  }),
  order: ({ order }, { t, money, known }) => ({
    kind: 'order',
    head: t('timeline.order', { number: order.number }),
    aside: money(order.amount, order.currency),
    words: joined(
      known(`orderStatus.${order.status}`) ?? order.status,
      ...order.items.map((one) => (one.quantity > 1 ? `${one.name} × ${one.quantity}` : one.name)),
    ),
  }),
  return: ({ return: back }, { t, money }) => ({
    kind: 'return',
    head: t('history.return', { number: back.number }),
    aside: money(back.amount, back.currency),
    words: back.reason,
  }),
  touch: ({ touch }, { t, label, known, date }) => ({
    kind: 'touch',
    head: label(touch.campaign),
    aside: joined(known(`history.campaignKinds.${touch.kind}`) ?? touch.kind, touch.channel && t(`channel.${touch.channel}`)),
    words: touch.response
      ? joined(known(`history.responses.${touch.response}`) ?? touch.response, touch.respondedAt && date(touch.respondedAt))
      : '',
  }),
  rating: ({ rating }, { t }) => ({
    kind: 'rating',
    head: t('history.rating', { score: rating.score }),
    aside: rating.ticketNumber === null ? '' : `#${rating.ticketNumber}`,
    words: rating.comment,
  }),
  tier_change: ({ tierChange }, { t, known }, { tier }) => ({
    kind: 'tier_change',
    head: t('history.tierChange', { from: tier(tierChange.from), to: tier(tierChange.to) }),
    aside: joined(known(`history.causes.${tierChange.cause}`) ?? tierChange.cause, tierChange.by),
    words: tierChange.reason,
  }),
  side: ({ side }, { t }) => ({
    kind: 'side',
    head: t(side.direction === 'in' ? 'history.sideIn' : 'history.sideOut', { address: side.address }),
    aside: joined(`#${side.ticketNumber}`, side.by),
    words: side.text,
  }),
  page_visit: ({ pageVisit }, { t }) => ({
    kind: 'page_visit',
    head: t('history.pageVisit'),
    aside: pageVisit.title,
    words: pageVisit.url,
  }),
};

/** A line of the history in the reader's language. */
export function historyLine(item: TimelineItem, text: Text, reader: Reader): HistoryLine {
  switch (item.type) {
    case 'entry':
      return speak.entry(item, text, reader);
    case 'ticket':
      return speak.ticket(item, text, reader);
    case 'order':
      return speak.order(item, text, reader);
    case 'return':
      return speak.return(item, text, reader);
    case 'touch':
      return speak.touch(item, text, reader);
    case 'rating':
      return speak.rating(item, text, reader);
    case 'tier_change':
      return speak.tier_change(item, text, reader);
    case 'side':
      return speak.side(item, text, reader);
    case 'page_visit':
      return speak.page_visit(item, text, reader);
  }
}
