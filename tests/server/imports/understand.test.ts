import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMail, readPhone } from '../../../server/imports/understand/read-address.ts';
import { readAmount, readCurrency, writeAmount } from '../../../server/imports/understand/read-amount.ts';
import { readDay, readTime } from '../../../server/imports/understand/read-date.ts';

const found = ({ value, code }: { value?: unknown; code?: string | undefined }) => code ?? value;

describe('an amount', () => {
  it.each([
    ['1299', 129_900],
    ['1,299.00', 129_900],
    ['1.299,00', 129_900],
    ['¥1,299.5', 129_950],
    ['１２９９元', 129_900],
    ['1 299,50 €', 129_950],
    ["1'299.00", 129_900],
    ['0.5', 50],
    ['.50', 50],
    ['12,5', 1250],
    ['1,234,567', 123_456_700],
    ['1,299', 129_900],
    ['1.299', 'too_precise'],
    ['12.345', 'too_precise'],
    ['-5', 'negative_amount'],
    ['−5', 'negative_amount'],
    ['(5.00)', 'negative_amount'],
    ['5-', 'negative_amount'],
    ['-0', 0],
    ['', 'bad_number'],
    ['free', 'bad_number'],
    ['12 apples', 'bad_number'],
    ['1.2.3', 'bad_number'],
    ['1e9', 'bad_number'],
    ['99999999999999999', 'bad_number'],
  ] as const)('%j is understood', (text, wanted) => {
    expect(found(readAmount(text, 'CNY', '.'))).toBe(wanted);
  });

  it('such as 1.500 is what the file says it is; the yen has no decimals', () => {
    expect(readAmount('1.500', 'EUR', ',').value).toBe(150_000);
    expect(readAmount('1500', 'JPY', '.').value).toBe(1500);
    expect(found(readAmount('15.5', 'JPY', '.'))).toBe('too_precise');
  });

  it('that we write is read as it was, in any currency', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1e12 }), fc.constantFrom('CNY', 'JPY', 'KWD', 'EUR'), (minor, currency) => {
        expect(readAmount(writeAmount(minor, currency), currency, '.').value).toBe(minor);
      }),
    );
  });

  it.each([
    ['¥', 'CNY'],
    ['人民币', 'CNY'],
    ['eur', 'EUR'],
    ['XQQ', 'bad_currency'],
    ['', 'bad_currency'],
  ])('in %j is in %s', (text, wanted) => {
    expect(found(readCurrency(text))).toBe(wanted);
  });
});

describe('a date', () => {
  const settings = { dates: 'day_first', timeZone: 'Asia/Shanghai' } as const;
  it.each([
    ['2026-05-31', '2026-05-31'],
    ['2026/5/31', '2026-05-31'],
    ['2026年5月31日', '2026-05-31'],
    ['20260531', '2026-05-31'],
    ['31.05.2026', '2026-05-31'],
    ['31/5/2026', '2026-05-31'],
    ['31 May 2026', '2026-05-31'],
    ['May 31st, 2026', '2026-05-31'],
    ['2026-05-31T00:00:00', '2026-05-31'],
    ['２０２６－０５－３１', '2026-05-31'],
    ['2026-02-30', 'bad_date'],
    ['31/31/2026', 'bad_date'],
    ['yesterday', 'bad_date'],
    ['1.1.26', 'bad_date'],
    ['0001-01-01', 'bad_date'],
    ['2026-05-31 10:00', 'bad_date'],
  ])('%j is understood', (text, wanted) => {
    expect(found(readDay(text, settings))).toBe(wanted);
  });

  it.each([
    ['2026-05-31 10:00', '2026-05-31T02:00:00.000Z'],
    ['2026-05-31T10:00:30Z', '2026-05-31T10:00:30.000Z'],
    ['2026-05-31T10:00+02:00', '2026-05-31T08:00:00.000Z'],
    ['2026年5月31日 下午3:05', '2026-05-31T07:05:00.000Z'],
    ['5/6/2026 3:05 PM', '2026-06-05T07:05:00.000Z'],
    ['2026-05-31 12:10 am', '2026-05-30T16:10:00.000Z'],
    ['2026-05-31', '2026-05-30T16:00:00.000Z'],
    ['2026-05-31 25:00', 'bad_date'],
    ['2026-05-31 10:00 tomorrow', 'bad_date'],
  ])('with a time, %j, is a moment', (text, wanted) => {
    expect(found(readTime(text, settings))).toBe(wanted);
  });

  it('such as 03/04/2026 is what the file says it is', () => {
    expect(readDay('03/04/2026', { ...settings, dates: 'day_first' }).value).toBe('2026-04-03');
    expect(readDay('03/04/2026', { ...settings, dates: 'month_first' }).value).toBe('2026-03-04');
  });
});

describe('an address', () => {
  it.each([
    ['138 0013 8000', 'CN', '+8613800138000'],
    ['13800138000.0', 'CN', '+8613800138000'],
    ['0086-138-0013-8000', null, '+8613800138000'],
    ['(020) 7946/0018', 'GB', '+442079460018'],
    ['＋８６ １３８００１３８０００', null, '+8613800138000'],
    ['13800138000', null, 'bad_phone'],
    ['12', 'CN', 'bad_phone'],
    ['call me', 'CN', 'bad_phone'],
    ['020 7946 0018 ext 5', 'GB', 'bad_phone'],
  ])('%j of %s is %s', (text, country, wanted) => {
    expect(found(readPhone(text, country))).toBe(wanted);
  });

  it.each([
    ['Ada@Example.com', 'ada@example.com'],
    ['Ada <ada@example.com>', 'ada@example.com'],
    ['mailto:ada@example.com', 'ada@example.com'],
    ['ada@', 'bad_email'],
    ['a@b@c.de', 'bad_email'],
  ])('%j is %s', (text, wanted) => {
    expect(found(readMail(text))).toBe(wanted);
  });
});
