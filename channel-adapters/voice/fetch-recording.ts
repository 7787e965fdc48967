import type { Twilio } from 'twilio';
import { DeliveryError, type FileContent } from '../channel-adapter.ts';
import { askTwilio, type TwilioSettings } from '../twilio-client.ts';

/** Twilio's WAV has 16 kB a second: this is ten minutes. */
const byteLimit = 10_000_000;
const withinMs = 30_000;

/** What a caller said, asked of the REST API by its SID; only a recording of that very call is given. */
export async function fetchRecording(
  client: Twilio,
  settings: TwilioSettings,
  { recordingId, callId }: { recordingId: string; callId: string },
): Promise<FileContent> {
  const { callSid, status } = await describe(client, recordingId);
  if (callSid !== callId) throw refusal('recording_foreign', 'The recording belongs to another call.');
  if (status !== 'completed') throw refusal('recording_missing', `The recording is ${status}.`);
  const response = await download(settings, recordingId);
  const content = await readLimited(response);
  if (content.subarray(0, 4).toString('latin1') !== 'RIFF') throw refusal('recording_unreadable', 'What came is no WAV sound.');
  return { name: `${recordingId}.wav`, contentType: 'audio/wav', content };
}

async function describe(client: Twilio, recordingId: string) {
  try {
    return await askTwilio(() => client.recordings(recordingId).fetch());
  } catch (failure) {
    throw failure instanceof DeliveryError && failure.code === '20404'
      ? refusal('recording_missing', 'There is no such recording.')
      : failure;
  }
}

/** The sound itself is no resource of the SDK: https://www.twilio.com/docs/voice/api/recording#fetch-a-recordings-media-file */
async function download({ accountSid, authToken, apiUrl }: TwilioSettings, recordingId: string): Promise<Response> {
  const base = (apiUrl ?? 'https://api.twilio.com').replace(/\/+$/, '');
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  const url = `${base}/2010-04-01/Accounts/${accountSid}/Recordings/${recordingId}.wav`;
  const response = await fetch(url, { headers: { authorization }, signal: AbortSignal.timeout(withinMs) }).catch(() => undefined);
  if (response?.status === 404) throw refusal('recording_missing', 'The sound of this recording is gone.');
  if (!response?.ok) throw new DeliveryError(`http_${response?.status ?? 'none'}`, false, 'The recording could not be fetched.');
  return response;
}

/** Told size or not: no more than the limit is ever kept in memory. */
async function readLimited(response: Response): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response.body ?? []) {
    size += piece.length;
    if (size > byteLimit) throw refusal('recording_too_large', `More than ${byteLimit} bytes.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

const refusal = (code: string, message: string) => new DeliveryError(code, true, message);
