import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import type { ImportSettings } from '../../../server/contract/imports.ts';
import { HubError } from '../../../server/errors.ts';
import { writeCsv } from '../../../server/exports/write-csv.ts';
import { writeXlsx } from '../../../server/exports/write-xlsx.ts';
import type { ByteSource } from '../../../server/imports/files/byte-source.ts';
import type { FileRow } from '../../../server/imports/files/file-row.ts';
import { findEncoding } from '../../../server/imports/files/find-encoding.ts';
import { parseCsv } from '../../../server/imports/files/parse-csv.ts';
import { findWriting, readRows } from '../../../server/imports/files/read-rows.ts';

/** A file in memory, handed on in pieces of this size. */
const file = (bytes: Uint8Array, piece = 7): ByteSource => ({
  size: bytes.length,
  async *stream(from = 0, to = bytes.length) {
    for (let at = from; at < to; at += piece) yield bytes.subarray(at, Math.min(to, at + piece));
  },
});
const utf8 = (text: string) => new TextEncoder().encode(text);
const all = async (rows: AsyncIterable<FileRow>) => {
  const found: FileRow[] = [];
  for await (const row of rows) found.push(row);
  return found;
};
const cells = async (rows: AsyncIterable<FileRow>) => (await all(rows)).map((row) => [...row.cells]);
const inPieces = async function* (text: string, size: number) {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
};
const collect = async (parts: AsyncIterable<string | Uint8Array>) => {
  const pieces: Buffer[] = [];
  for await (const part of parts) pieces.push(Buffer.from(part));
  return Buffer.concat(pieces);
};
const plain = { encoding: 'utf-8', delimiter: ',' } satisfies Partial<ImportSettings>;

describe('a CSV', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', ' ', '漢', "'", '=', '😀'), maxLength: 6 });
  const row = fc.array(cell, { minLength: 2, maxLength: 4 });

  it('that we write is read as it was, wherever it is cut into pieces', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 40 }), async (rows, size) => {
        const bytes = await collect(writeCsv(rows));
        const read = await cells(readRows(file(bytes, size), 'csv', plain));
        const withoutApostrophe = read.map((line) => line.map((text) => text.replace(/^'(?=[=+\-@])/, '')));
        const wanted = rows.map((line) => line.map((text) => text.replace(/^'(?=[=+\-@])/, '')));
        expect(withoutApostrophe).toEqual(wanted);
      }),
      { numRuns: 300 },
    );
  });

  it('with broken quotes loses the lines they stand on and no other', async () => {
    const spoiled = fc.constantFrom('x,"a"b,c', '"a" ,b', 'a,"b""c"d', '"never closed,b');
    const good = fc.nat(999).map((n) => `${n},good`);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(good, spoiled), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 30 }),
        async (lines, size) => {
          const read = await all(parseCsv(inPieces(lines.join('\n'), size), ','));
          const wanted = lines.flatMap((text, i) => (text.includes('good') ? [[i + 1, text.split(',')] as const] : []));
          expect(read.filter(({ problem }) => !problem).map(({ line, cells }) => [line, cells])).toEqual(wanted);
          expect(read.filter(({ problem }) => problem).map(({ problem }) => problem?.code)).toEqual(
            lines.filter((text) => !text.includes('good')).map(() => 'broken_quotes'),
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('counts its lines as an editor does', async () => {
    const read = await all(parseCsv(inPieces('a,b\n\n"two\nlines",c\nd,e\n', 3), ','));
    expect(read.map(({ line, cells }) => [line, cells])).toEqual([
      [1, ['a', 'b']],
      [3, ['two\nlines', 'c']],
      [5, ['d', 'e']],
    ]);
  });

  it('whose line never ends is not held whole', async () => {
    const endless = async function* () {
      for (let i = 0; i < 200; i++) yield 'x'.repeat(10_000);
      yield '\nlast,row\n';
    };
    const read = await all(parseCsv(endless(), ','));
    expect(read.at(-1)?.cells).toEqual(['last', 'row']);
    expect(new Set(read.slice(0, -1).map(({ problem }) => problem?.code))).toEqual(new Set(['row_too_long', undefined]));
  });

  it.each([',', ';', '\t', '|'] as const)('parted by %j is known as that', async (delimiter) => {
    const text = [`name${delimiter}note`, `a${delimiter}"x, y; z | w"`, `b${delimiter}plain`].join('\n');
    expect((await findWriting(file(utf8(text)), 'csv', {})).delimiter).toBe(delimiter);
  });
});

describe('an encoding', () => {
  const text = '会员编号,姓名\nM-1,王小明\n';
  const utf16 = (order: 'le' | 'be', mark: boolean) => {
    const bytes = Buffer.from((mark ? '\uFEFF' : '') + text, 'utf16le');
    return order === 'le' ? bytes : bytes.swap16();
  };
  it.each([
    ['UTF-8', utf8(text), 'utf-8'],
    ['UTF-8 with its mark', utf8(`\uFEFF${text}`), 'utf-8'],
    ['UTF-16 with its mark', utf16('le', true), 'utf-16le'],
    ['UTF-16, big end first', utf16('be', true), 'utf-16be'],
    ['UTF-16 in Latin letters without a mark', Buffer.from('name,city\nAda,London\n', 'utf16le'), 'utf-16le'],
    // 姓名,电话 and 王 in GBK
    ['GB18030', Buffer.from('d0d5c3fb2cb5e7bbb00acdf52c310a', 'hex'), 'gb18030'],
    ['Western European', Buffer.from('name,city\nM\xfcller,K\xf6ln\nJos\xe9,Orl\xe9ans\n', 'latin1'), 'windows-1252'],
  ] as const)('%s is found', (_, bytes, encoding) => {
    expect(findEncoding(bytes)).toBe(encoding);
  });

  it('is read without its mark', async () => {
    for (const [encoding, bytes] of [
      ['utf-8', utf8(`\uFEFF${text}`)],
      ['utf-16le', utf16('le', true)],
      ['utf-16be', utf16('be', true)],
    ] as const)
      expect((await cells(readRows(file(bytes), 'csv', { encoding, delimiter: ',' })))[0]).toEqual(['会员编号', '姓名']);
  });
});

describe('JSON Lines', () => {
  it('are read by their keys; a line that is no object is named', async () => {
    const text = '{"key":"1","name":"王"}\nnot json\n[1]\n\n{"name":"Ada","items":[{"a":1}],"key":2}\n';
    const [head, ...rows] = await all(readRows(file(utf8(text)), 'jsonl', plain));
    expect(head?.cells).toEqual(['key', 'name', 'items']);
    expect(rows.map(({ line, cells, problem }) => problem?.code ?? [line, ...cells])).toEqual([
      [1, '1', '王', ''],
      'not_json',
      'not_json',
      [5, '2', 'Ada', '[{"a":1}]'],
    ]);
  });
});

describe('an XLSX', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => text.replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, '')),
    fc.integer(),
    fc.boolean(),
  );
  it('that we write is read as it was', async () => {
    const rows = async function* (given: readonly (string | number | boolean)[][]) {
      yield ['a', 'b', 'c'];
      yield* given;
    };
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 5 }), async (given) => {
        const bytes = await collect(writeXlsx(rows(given), 'sheet'));
        const [, ...read] = await cells(readRows(file(bytes, 1000), 'xlsx', plain));
        const wanted = given.map((line) => line.map(String)).filter((line) => line.some((text) => text !== ''));
        expect(read.map((line) => [...line, '', '', ''].slice(0, 3))).toEqual(wanted);
      }),
      { numRuns: 40 },
    );
  });

  const workbook = async (sheet: string, more: Record<string, string> = {}) => {
    const zip = new ZipFile();
    const parts = {
      'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="s" sheetId="1" r:id="rId9"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="rId9" Target="worksheets/other.xml"/></Relationships>',
      'xl/worksheets/other.xml': sheet,
      ...more,
    };
    for (const [name, xml] of Object.entries(parts)) zip.addBuffer(Buffer.from(xml), name);
    zip.end();
    return new Promise<Buffer>((done, failed) => {
      const pieces: Buffer[] = [];
      zip.outputStream
        .on('data', (piece: Buffer) => pieces.push(piece))
        .on('end', () => done(Buffer.concat(pieces)))
        .on('error', failed);
    });
  };

  it('gives the values of its formulas and never computes them; dates come as dates', async () => {
    const sheet =
      '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>' +
      '<row r="2"><c r="A2"><f>HYPERLINK("http://bad.example")</f><v>42</v></c><c r="B2" s="1"><v>45778.5</v></c></row>' +
      '<row r="5"><c r="A5"><f>1+1</f></c><c r="B5"><v>13800138000</v></c></row><row r="6"><c r="B6" t="e"><v>#DIV/0!</v></c></row></sheetData></worksheet>';
    const more = {
      'xl/sharedStrings.xml': '<sst><si><t>number</t></si><si><r><t>pla</t></r><r><t>ced</t></r><rPh><t>spoken</t></rPh></si></sst>',
      'xl/styles.xml':
        '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>',
    };
    const read = await all(readRows(file(await workbook(sheet, more)), 'xlsx', plain));
    expect(read.map(({ line, cells, problem }) => [line, ...cells, problem?.code])).toEqual([
      [1, 'number', 'placed', undefined],
      [2, '42', '2025-05-01T12:00:00', undefined],
      [5, '', '13800138000', 'formula_error'],
      [6, '', '#DIV/0!', 'formula_error'],
    ]);
  });

  const refusal = async (source: ByteSource) => {
    try {
      await all(readRows(source, 'xlsx', plain));
      return 'read';
    } catch (error) {
      return error instanceof HubError ? error.code : String(error);
    }
  };

  it('that unpacks to far more than it is, lies about it, or is no workbook, is refused by name', async () => {
    const large = await workbook(`<worksheet><sheetData>${'<row/>'.repeat(1000)}</sheetData></worksheet>`);
    // The size that the directory claims, four bytes, 24 behind its signature (APPNOTE 4.3.12).
    const claim = (size: number) => {
      const bytes = Buffer.from(large);
      for (let at = bytes.indexOf('PK\x01\x02', 0, 'latin1'); at !== -1; at = bytes.indexOf('PK\x01\x02', at + 4, 'latin1'))
        bytes.writeUInt32LE(size, at + 24);
      return file(bytes, 4096);
    };
    expect(await refusal(claim(0x7fffffff))).toBe('import_too_large');
    expect(await refusal(claim(10))).toBe('import_format');
    expect(await refusal(file(large.subarray(0, large.length - 40), 4096))).toBe('import_format');
    expect(await refusal(file(await workbook('<worksheet><sheetData><row>'), 4096))).toBe('import_format');
    // Entities of its own (a billion laughs) are not XML we read.
    expect(
      await refusal(
        file(
          await workbook(
            '<!DOCTYPE x [<!ENTITY a "ha">]><worksheet><sheetData><row><c t="str"><v>&a;</v></c></row></sheetData></worksheet>',
          ),
          4096,
        ),
      ),
    ).toBe('import_format');
  });
});

it('half a million rows are read in little memory', async () => {
  const source: ByteSource = {
    size: 1,
    async *stream() {
      yield utf8('key,name,phone\n');
      for (let i = 0; i < 5000; i++) yield utf8(`${i},"Customer ${i}",+44207946${i}\n`.repeat(100));
    },
  };
  globalThis.gc?.();
  let [count, most] = [0, 0];
  const before = process.memoryUsage().rss;
  for await (const _ of readRows(source, 'csv', plain))
    if (++count % 50_000 === 0) most = Math.max(most, process.memoryUsage().rss - before);
  expect(count).toBe(500_001);
  expect(most).toBeLessThan(150 * 1024 * 1024);
}, 60_000);
