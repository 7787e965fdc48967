import type { Encoding } from '../../contract/imports.ts';

/** Text of bytes, without its byte order mark, each line ended by `\n`. What is no character becomes U+FFFD. */
export async function* decodeText(bytes: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  let carried = '';
  for await (const piece of bytes) {
    const text = carried + decoder.decode(piece, { stream: true });
    // Its line feed may come with the next piece.
    carried = text.endsWith('\r') ? '\r' : '';
    yield withLineFeeds(carried ? text.slice(0, -1) : text);
  }
  yield withLineFeeds(carried + decoder.decode());
}

const withLineFeeds = (text: string): string => (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);
