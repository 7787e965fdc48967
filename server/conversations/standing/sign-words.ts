import type { Words } from '../send-reply.ts';

/** Words as they go out, above a signature. The line of two dashes and a space says where it begins (RFC 3676 4.3). */
export const signWords = ({ text, html }: Words, signature: string | undefined): Words =>
  signature
    ? { text: `${text}\n\n-- \n${signature}`, html: html && `${html}${line('<br />')}${line(`-- <br />${lines(signature)}`)}` }
    : { text, html };

/** As lines of the mail itself stand. */
const line = (html: string): string => `<p style="margin:0">${html}</p>`;

const lines = (text: string): string => text.split('\n').map(escaped).join('<br />');

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
