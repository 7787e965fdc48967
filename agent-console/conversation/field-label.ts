import { type MacroField, ownFieldPrefix } from '../../server/contract/macro-fields.ts';
import type { MessageKey } from '../language/messages.ts';

const labels: Record<MacroField, MessageKey> = {
  'customer.name': 'macroField.customerName',
  'customer.company': 'macroField.customerCompany',
  'customer.city': 'macroField.customerCity',
  'customer.tier': 'macroField.customerTier',
  'ticket.number': 'macroField.ticketNumber',
  'ticket.subject': 'macroField.ticketSubject',
  'agent.name': 'macroField.agentName',
  'queue.name': 'macroField.queueName',
  'date.today': 'macroField.dateToday',
  'date.tomorrow': 'macroField.dateTomorrow',
};

const isBuiltIn = (field: string): field is MacroField => field in labels;

/** A field in words; one of the installation's own by its key. */
export const fieldLabel = (t: (key: MessageKey) => string, field: string): string =>
  isBuiltIn(field) ? t(labels[field]) : field.replace(ownFieldPrefix, '');

/** The words of a macro as a person reads them: fields by their names. */
export const withLabels = (t: (key: MessageKey) => string, text: string): string =>
  text.replace(/\{\{\s*([\w.-]+)[^{}]*\}\}/g, (_, field: string) => `[${fieldLabel(t, field)}]`);
