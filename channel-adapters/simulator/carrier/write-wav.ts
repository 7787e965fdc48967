import type { Recording } from './records.ts';

/** Twilio's recordings are WAV, 8 kHz, 16 bit, one channel. */
const rate = 8_000;

/** A sound of that length: a voice-like hum in the rhythm of the words, for somebody who has no microphone; nothing in the silences. */
export function writeWav({ seconds, words, silences = [] }: Pick<Recording, 'seconds' | 'words' | 'silences'>): Buffer {
  const samples = seconds * rate;
  const wav = Buffer.alloc(44 + samples * 2);
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(36 + samples * 2, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(rate, 24);
  wav.writeUInt32LE(rate * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(samples * 2, 40);
  const isSilent = (time: number) => silences.some(([from, to]) => time >= from && time < to);
  for (let i = 0; i < samples; i++) if (!isSilent(i / rate)) wav.writeInt16LE(Math.round(hum(i / rate, i / samples, words)), 44 + i * 2);
  return wav;
}

function hum(time: number, share: number, words: string): number {
  const letter = words.codePointAt(Math.floor(share * words.length)) ?? 32;
  const pitch = 110 + (letter % 24) * 6;
  return letter === 32 ? 0 : 6_000 * Math.sin(2 * Math.PI * pitch * time) * Math.abs(Math.sin(Math.PI * 4 * time));
}
