import type { Readable } from 'node:stream';
import { SaxesParser } from 'saxes';

export interface XmlReader<Found> {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
  /** What has been found since it was last asked. */
  found(): Found[];
}

/** What a reader finds in an XML, as it is read: nothing is kept, nothing from outside is ever loaded. */
export async function* readXml<Found>(bytes: Readable, reader: XmlReader<Found>): AsyncGenerator<Found> {
  const parser = new SaxesParser({ fragment: false, xmlns: false });
  const decoder = new TextDecoder('utf-8');
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => reader.open?.(plain(name), attributes));
  parser.on('text', (text) => reader.text?.(text));
  parser.on('closetag', ({ name }) => reader.close?.(plain(name)));
  try {
    for await (const piece of bytes) {
      parser.write(decoder.decode(piece, { stream: true }));
      yield* reader.found();
    }
    parser.close();
    yield* reader.found();
  } finally {
    bytes.destroy();
  }
}

/** Without its prefix. */
const plain = (name: string): string => name.slice(name.indexOf(':') + 1);
