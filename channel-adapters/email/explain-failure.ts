import { DeliveryError } from '../channel-adapter.ts';

/** What nodemailer tells of a failure, as an error or as the report of a mail that only some recipients got. */
interface Failure {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
  readonly recipient?: string;
  readonly rejectedErrors?: readonly Failure[];
}

/**
 * Name a failure to send. Permanent is what the server refused for good (5yz, RFC 5321 4.2.1) and what can never be a mail;
 * a server that is away or does not know our password may be mended, and the mail must not be lost for it.
 */
export function explainFailure(thrown: unknown, to: string): DeliveryError {
  if (thrown instanceof DeliveryError) return thrown;
  const failure = asFailure(thrown);
  const own = failure.rejectedErrors?.find(({ recipient }) => recipient === to) ?? failure;
  const answer = own.response ? `: ${own.response.slice(0, 300)}` : '';
  if (own.code === 'EAUTH')
    return new DeliveryError('smtp_sign_in_failed', false, 'The SMTP server does not accept our user and password.');
  if (own.responseCode)
    return new DeliveryError(`smtp_${own.responseCode}`, isForGood(own.responseCode), `The SMTP server refused${answer}`);
  const impossible = own.code === 'EENVELOPE' || own.code === 'EMESSAGE';
  if (impossible) return new DeliveryError(`smtp_${own.code?.toLowerCase()}`, true, 'The SMTP server cannot take this mail.');
  return new DeliveryError('smtp_unreachable', false, `The SMTP server could not be reached (${own.code ?? 'no answer'}).`);
}

function asFailure(thrown: unknown): Failure {
  return typeof thrown === 'object' && thrown !== null ? thrown : {};
}

// 503 says that the session went wrong, not the mail; 530 and 534 to 538 ask for another way to sign in.
function isForGood(code: number): boolean {
  return code >= 500 && code < 600 && code !== 503 && code !== 530 && !(code >= 534 && code <= 538);
}
