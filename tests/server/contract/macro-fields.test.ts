import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokenPlaces, fieldsIn, fillFields } from '../../../server/contract/macro-fields.ts';

describe('the fields of a text', () => {
  it('are found with and without a fallback, each once', () => {
    expect(fieldsIn('{{customer.name}} {{ customer.name | there }} {{customer.fields.a-b}}')).toEqual([
      'customer.name',
      'customer.fields.a-b',
    ]);
  });

  it.each(['{{customer name}}', '{{customer.name', '{{}}', '{{ }}', '{{a|b{c}}'])('is none: %s', (text) => {
    expect([fieldsIn(text), brokenPlaces(text).length]).toEqual([[], 1]);
  });
});

describe('filling them', () => {
  it('says the value, else the fallback, else names what is missing', () => {
    expect(fillFields('{{a}}/{{b|x}}/{{c|}}/{{d}}', { a: '1', b: null })).toEqual({ text: '1/x//', missing: ['d'] });
  });

  it('takes a value as it is, whatever signs it holds, and knows no names but those given', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (around, value) => {
        const clean = around.replaceAll('{', '');
        expect(fillFields(`${clean}{{a}}${clean}`, { a: value }).text).toBe(`${clean}${value}${clean}`);
      }),
    );
    expect(fillFields('{{toString|-}}{{__proto__|-}}{{constructor|-}}', {})).toEqual({ text: '---', missing: [] });
    expect(fillFields('{{a}}', { a: '{{b}} $& $1', b: 'never' }).text).toBe('{{b}} $& $1');
  });
});
