import type { Encoding } from '../../contract/imports.ts';

/**
 * The encoding of a text by its beginning: a byte order mark says it; the zeros of UTF-16 show; what is valid UTF-8 is; of
 * the rest, GB18030 is told from Western European by pairs of bytes where GB 2312 keeps its characters.
 */
export function findEncoding(bytes: Uint8Array): Encoding {
  if (begins(bytes, 0xff, 0xfe)) return 'utf-16le';
  if (begins(bytes, 0xfe, 0xff)) return 'utf-16be';
  const [even, odd] = zerosIn(bytes);
  if (odd > bytes.length / 8 || even > bytes.length / 8) return odd > even ? 'utf-16le' : 'utf-16be';
  if (isUtf8(bytes)) return 'utf-8';
  return hanShare(bytes) > 0.6 ? 'gb18030' : 'windows-1252';
}

const begins = (bytes: Uint8Array, one: number, other: number): boolean => bytes[0] === one && bytes[1] === other;

function zerosIn(bytes: Uint8Array): [even: number, odd: number] {
  const zeros: [number, number] = [0, 0];
  bytes.forEach((byte, i) => {
    if (byte === 0) zeros[i % 2 === 0 ? 0 : 1] += 1;
  });
  return zeros;
}

/** The last character may be cut. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** Of the bytes above ASCII, the share that stands in pairs of GB 2312 (A1–F7, A1–FE). */
function hanShare(bytes: Uint8Array): number {
  let [paired, high] = [0, 0];
  for (let i = 0; i < bytes.length; i++) {
    if ((bytes[i] ?? 0) < 0x80) continue;
    const isPair = (bytes[i] ?? 0) >= 0xa1 && (bytes[i] ?? 0) <= 0xf7 && (bytes[i + 1] ?? 0) >= 0xa1;
    high += isPair ? 2 : 1;
    if (isPair) {
      paired += 2;
      i++;
    }
  }
  return high === 0 ? 0 : paired / high;
}
