import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import { HubError } from '../../errors.ts';
import type { ByteSource } from './byte-source.ts';

/** Unpacked, all entries together; a small file that holds more is a bomb. */
const MOST_BYTES = 2 ** 30;
const MOST_ENTRIES = 10_000;

/** The entries of an XLSX, read where they lie. Names are exact. */
export interface Workbook {
  has(name: string): boolean;
  /** Unpacked bytes; an entry that is larger than it says breaks off. */
  read(name: string): Promise<Readable>;
  close(): void;
}

/** Throws `import_format` for what is no ZIP, `import_too_large` for one that unpacks to too much. */
export async function openWorkbook(source: ByteSource): Promise<Workbook> {
  const options = { autoClose: false, lazyEntries: true, validateEntrySizes: true } as const;
  const zip = await fromRandomAccessReaderPromise(new PlaceReader(source), source.size, options).catch(notReadable);
  const entries = await listEntries(zip).catch(notReadable);
  return {
    has: (name) => entries.has(name),
    read: async (name) => {
      const entry = entries.get(name);
      if (!entry) throw new HubError('import_format', `${name} is missing`);
      return zip.openReadStreamPromise(entry);
    },
    close: () => zip.close(),
  };
}

export function notReadable(error: unknown): never {
  if (error instanceof HubError) throw error;
  throw new HubError('import_format', error instanceof Error ? error.message.slice(0, 200) : undefined);
}

async function listEntries(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  let unpacked = 0;
  for await (const entry of zip.eachEntry()) {
    unpacked += entry.uncompressedSize;
    if (entries.size >= MOST_ENTRIES || unpacked > MOST_BYTES) throw new HubError('import_too_large', 'unpacks to more than 1 GB');
    entries.set(entry.fileName, entry);
  }
  return entries;
}

/** yauzl asks for ranges of bytes; they come from wherever the file is kept. */
class PlaceReader extends RandomAccessReader {
  readonly #source: ByteSource;

  constructor(source: ByteSource) {
    super();
    this.#source = source;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const bytes = new PassThrough();
    // Whoever reads it hears of a failure as the stream's own.
    pipeline(Readable.from(this.#source.stream(start, end), { objectMode: false }), bytes).catch((error: unknown) => {
      bytes.destroy(error instanceof Error ? error : undefined);
    });
    return bytes;
  }
}
