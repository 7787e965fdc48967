import { endsAttribution, isForwardRule, isOriginalRule, isRule, quotedHeaderKind } from './quote-marks.ts';

/**
 * Cut what a reply quotes from what its author wrote. Every line stays, in `text` or in `quoted`. Nothing is cut from a
 * forwarded mail (it is what the customer wants to show), from answers written between the quoted lines, or when nothing
 * else would be left. Time is linear in the length.
 */
export function cutQuote(mail: string, subject = ''): { text: string; quoted?: string } {
  const lines = mail.split('\n');
  const quote = isForward(subject) ? undefined : (introducedQuote(lines) ?? trailingQuote(lines));
  const text = quote ? [...lines.slice(0, quote.start), ...lines.slice(quote.end)] : lines;
  const written = trimLines(text);
  if (!quote || written === '') return { text: trimLines(lines) };
  return { text: written, quoted: trimLines(lines.slice(quote.start, quote.end)) };
}

interface Span {
  readonly start: number;
  /** The first line after it. */
  readonly end: number;
}

function isForward(subject: string): boolean {
  return /^\s*(fwd?|fw|wg|tr|rv|转发|轉寄|转)\s*[:：]/i.test(subject);
}

function introducedQuote(lines: readonly string[]): Span | undefined {
  for (let at = 0; at < lines.length; at++) {
    if (isForwardRule(lines[at])) return undefined;
    const introduction = introductionEndingAt(lines, at);
    if (!introduction) continue;
    const end = endOfQuote(lines, introduction.end);
    return end === undefined ? undefined : { start: withRulesAbove(lines, introduction.start), end };
  }
  return undefined;
}

// "On … wrote:" may be broken over three lines; the shortest reading is right, the line above belongs to the author.
function introductionEndingAt(lines: readonly string[], at: number): Span | undefined {
  if (isOriginalRule(lines[at]) || isHeaderBlock(lines, at)) return { start: at, end: at + 1 };
  for (let start = at; start >= Math.max(0, at - 2); start--) {
    if (endsAttribution(lines.slice(start, at + 1))) return { start, end: at + 1 };
  }
  return undefined;
}

// Who, when and about what within a few lines, as Outlook, Foxmail and QQ Mail repeat them. A table of the customer's own
// ("From: Beijing, To: Shanghai, Date: …") has no subject.
function isHeaderBlock(lines: readonly string[], at: number): boolean {
  if (quotedHeaderKind(lines[at]) !== 'from') return false;
  const kinds = new Set(lines.slice(at, at + 10).map(quotedHeaderKind));
  return kinds.has('date') && kinds.has('subject');
}

// Without `>` marks everything below is quoted. With them, what follows the marks was written by the author; between them, too:
// then nothing can be cut.
function endOfQuote(lines: readonly string[], start: number): number | undefined {
  const first = lines.findIndex((line, index) => index >= start && line.trim() !== '');
  if (first < 0 || !isMarked(lines[first])) return lines.length;
  let end = first;
  while (end < lines.length && (isMarked(lines[end]) || lines[end]?.trim() === '')) end++;
  return lines.slice(end).some(isMarked) ? undefined : end;
}

function trailingQuote(lines: readonly string[]): Span | undefined {
  let start = lines.length;
  while (start > 0 && (isMarked(lines[start - 1]) || lines[start - 1]?.trim() === '')) start--;
  return lines.slice(start).filter(isPlainlyMarked).length > 1 ? { start, end: lines.length } : undefined;
}

function withRulesAbove(lines: readonly string[], start: number): number {
  let first = start;
  while (first > 0 && isRule(lines[first - 1])) first--;
  return first;
}

function isMarked(line: string | undefined): boolean {
  return line?.trimStart().startsWith('>') ?? false;
}

// ">_<" is a face.
function isPlainlyMarked(line: string): boolean {
  return /^\s*>+(\s|$)/.test(line);
}

function trimLines(lines: readonly string[]): string {
  const first = lines.findIndex((line) => line.trim() !== '');
  return first < 0 ? '' : lines.slice(first).join('\n').trimEnd();
}
