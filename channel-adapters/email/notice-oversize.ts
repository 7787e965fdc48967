import { type Headers, headerValues } from './read-headers.ts';

const mark = 'x-touchline-too-large';

/** What is kept of a mail that is too large to keep: its header, marked, so that it is found in quarantine and not lost. */
export function noticeOversize(header: Buffer, size: number): Buffer {
  return Buffer.concat([Buffer.from(`${mark}: ${size}\r\n`), header]);
}

/** The size of the mail that this header was kept of, if it is such a notice. */
export function readNotice(headers: Headers): string | undefined {
  return headerValues(headers, mark)[0];
}
