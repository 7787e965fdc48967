import { element } from './element.ts';

// ASCII only: in Chinese an address is followed by text without a blank.
const address = /https?:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]+/gi;

/** Text with its web addresses as links. Everything becomes text nodes: markup in a message stays words. */
export function linkText(text: string): (Node | string)[] {
  const parts: (Node | string)[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(address)) {
    const href = withoutTail(found);
    if (!isWebAddress(href)) continue;
    parts.push(text.slice(end, index), element('a', { href, target: '_blank', rel: 'noopener noreferrer nofollow' }, href));
    end = index + href.length;
  }
  return [...parts, text.slice(end)];
}

// The sentence around an address ends behind it, and a bracket that was opened before it closes there.
function withoutTail(found: string): string {
  const trimmed = found.replace(/[.,;:!?'*]+$/, '');
  const closesTooMuch = /[)\]]$/.test(trimmed) && count(trimmed, /[([]/g) < count(trimmed, /[)\]]/g);
  return closesTooMuch ? withoutTail(trimmed.slice(0, -1)) : trimmed;
}

function count(text: string, sign: RegExp): number {
  return text.match(sign)?.length ?? 0;
}

function isWebAddress(href: string): boolean {
  return URL.canParse(href) && new URL(href).hostname !== '';
}
