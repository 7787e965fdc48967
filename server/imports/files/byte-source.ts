/** The bytes of a file, wherever they lie; read piece by piece, never as a whole. */
export interface ByteSource {
  readonly size: number;
  /** From a place (0) to another one, which is not part of it (the end). */
  stream(from?: number, to?: number): AsyncIterable<Uint8Array>;
}

/** The first bytes, as many as there are. */
export async function firstBytes(source: ByteSource, count: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source.stream(0, Math.min(count, source.size))) pieces.push(piece);
  return Buffer.concat(pieces);
}
