/** What the words of a macro can name, in the order they are offered; the installation's own customer fields come after. */
export const macroFields = [
  'customer.name',
  'customer.company',
  'customer.city',
  'customer.tier',
  'ticket.number',
  'ticket.subject',
  'agent.name',
  'queue.name',
  'date.today',
  'date.tomorrow',
] as const;
export type MacroField = (typeof macroFields)[number];

/** What a signature can name; it goes to everybody who is written to, third parties too. */
export const signatureFields = ['agent.name', 'queue.name', 'ticket.number'] as const satisfies readonly MacroField[];

/** What a greeting can name, before anybody has answered. */
export const greetingFields = ['customer.name', 'queue.name', 'ticket.number'] as const satisfies readonly MacroField[];
export type StandingField = (typeof signatureFields)[number] | (typeof greetingFields)[number];

/** Fields of the installation's own stand in macros as `customer.fields.KEY`. */
export const ownFieldPrefix = 'customer.fields.';

/** `{{customer.name}}`, or with what is said where nothing is known: `{{customer.name|there}}`. */
const place = /\{\{\s*([\w.-]+)\s*(?:\|([^{}]*))?\}\}/g;

/** The fields a text names, each once. */
export const fieldsIn = (text: string): string[] => [...new Set([...text.matchAll(place)].map(([, name = '']) => name))];

/** Braces that look like a field and are none: `{{ customer name }}`. */
export const brokenPlaces = (text: string): string[] => text.replace(place, '').match(/\{\{[^{}]*\}?\}?/g) ?? [];

/** Put values in the places of fields. What a value holds is never read as a field; `missing` names those without value or fallback. */
export function fillFields(text: string, values: Readonly<Record<string, string | null>>): { text: string; missing: string[] } {
  const missing = new Set<string>();
  const filled = text.replace(place, (_whole, name: string, fallback: string | undefined) => {
    const value = Object.hasOwn(values, name) ? values[name] : null;
    if (value) return value;
    if (fallback === undefined) missing.add(name);
    return fallback?.trim() ?? '';
  });
  return { text: filled, missing: [...missing] };
}
