/**
 * The text of bytes in a charset that may be missing, wrong or unknown. Never throws: what no charset explains becomes
 * U+FFFD.
 */
export function decodeText(bytes: Buffer, declared?: string): string {
  const charset = trustedCharset(bytes, declared) ?? guessCharset(bytes);
  return new TextDecoder(charset).decode(bytes);
}

/** The charset that bytes without a believable label are most likely written in. */
export function guessCharset(bytes: Buffer): string {
  if (decodes(bytes, 'utf-8')) return 'utf-8';
  return looksLikeGb18030(bytes) ? 'gb18030' : 'windows-1252';
}

/** GB 2312 and GBK are subsets of GB 18030, and senders label the larger as the smaller: read them all as the largest. */
export function widerCharset(label: string): string {
  return /^(gb_?2312|gbk|x-gbk|cp-?936|ms936|csgb2312|chinese)/i.test(label.trim()) ? 'gb18030' : label.trim().toLowerCase();
}

/** Whether this runtime can decode a charset of this name (WHATWG Encoding Standard). */
export function isKnownCharset(label: string): boolean {
  try {
    return new TextDecoder(label.trim()).encoding !== '';
  } catch {
    return false;
  }
}

// Mail that says UTF-8 or ASCII, or nothing, is often GBK all the same: such a label counts only if the bytes agree.
function trustedCharset(bytes: Buffer, declared = ''): string | undefined {
  const label = widerCharset(declared);
  if (!isKnownCharset(label)) return undefined;
  const doubtful = /^(utf-?8|(us-)?ascii|ansi_x3\.4-1968)$/.test(label);
  return doubtful && !decodes(bytes, 'utf-8') ? undefined : doubtful ? 'utf-8' : label;
}

function decodes(bytes: Buffer, charset: string): boolean {
  try {
    new TextDecoder(charset, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

// Common Chinese comes as pairs of bytes above 0xA0 (GB 2312); accented Latin letters stand alone among ASCII.
function looksLikeGb18030(bytes: Buffer): boolean {
  let pairs = 0;
  let others = 0;
  for (let at = 0; at < bytes.length; at++) {
    const [lead = 0, trail = 0] = [bytes[at], bytes[at + 1]];
    if (lead < 0x80) continue;
    const isPair = lead >= 0xa1 && lead <= 0xf7 && trail >= 0xa1;
    if (isPair) pairs++;
    else others++;
    if (isPair || trail >= 0x80) at++;
  }
  return pairs > others;
}
