/** What PostgreSQL and every screen can hold: no control characters but line ends and tabs, no half surrogate pairs. */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
    .replace(/\p{Cs}/gu, '\uFFFD');
}
