import type { Twilio } from 'twilio';
import type { RecordingInstance } from 'twilio/lib/rest/api/v2010/account/recording.js';
import type { FileContent } from '../addresses.ts';
import type { RecordingOf } from '../calls.ts';
import { DeliveryError } from '../channel-adapter.ts';
import { askTwilio, type TwilioSettings } from '../twilio-client.ts';

/** Twilio's WAV has 16 kB a second, its MP3 4 kB: four hours, the longest call there, fit in. */
const byteLimit = 64_000_000;
/** From this length on the smaller form is fetched. */
const longSeconds = 1_800;
const withinMs = 120_000;

/** What was said, asked of the REST API by its SID; only a recording of that very call or conversation is given. */
export async function fetchRecording(client: Twilio, settings: TwilioSettings, command: RecordingOf): Promise<FileContent> {
  const { recordingId } = command;
  const recording = await describe(client, recordingId);
  if (!(await belongs(client, recording, command))) throw refusal('recording_foreign', 'The recording belongs to another call.');
  if (recording.status === 'absent') throw refusal('recording_missing', 'There is no sound in this recording.');
  if (recording.status !== 'completed') throw new DeliveryError('recording_unfinished', false, `The recording is ${recording.status}.`);
  const form = (command.seconds ?? 0) > longSeconds ? mp3 : wav;
  const response = await download(settings, `${recordingId}.${form.ending}`);
  const content = await readLimited(response);
  if (!form.begins(content)) throw refusal('recording_unreadable', 'What came is no sound.');
  return { name: `${recordingId}.${form.ending}`, contentType: form.contentType, content };
}

interface Form {
  readonly ending: 'wav' | 'mp3';
  readonly contentType: string;
  begins(content: Buffer): boolean;
}

const wav: Form = {
  ending: 'wav',
  contentType: 'audio/wav',
  begins: (content) => content.subarray(0, 4).toString('latin1') === 'RIFF',
};
/** An ID3 tag, or eleven set bits: the beginning of a frame. */
const mp3: Form = {
  ending: 'mp3',
  contentType: 'audio/mpeg',
  begins: (content) => content.subarray(0, 3).toString('latin1') === 'ID3' || (content.length > 1 && content.readUInt16BE(0) >= 0xffe0),
};

/** Of a conference Twilio tells its SID; it has the name of the conversation. */
async function belongs(client: Twilio, { callSid, conferenceSid }: RecordingInstance, command: RecordingOf): Promise<boolean> {
  if ('callId' in command) return callSid === command.callId;
  if (!conferenceSid) return false;
  return (await askTwilio(() => client.conferences(conferenceSid).fetch())).friendlyName === command.conversationId;
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
async function download({ accountSid, authToken, apiUrl }: TwilioSettings, file: string): Promise<Response> {
  const base = (apiUrl ?? 'https://api.twilio.com').replace(/\/+$/, '');
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  const url = `${base}/2010-04-01/Accounts/${accountSid}/Recordings/${file}`;
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
