import { randomInt } from 'node:crypto';
import { hash } from '@node-rs/argon2';

const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password to be read out or typed from paper: 16 letters in groups of four, without those that look alike (79 bits). */
export async function firstPassword(): Promise<{ password: string; digest: string }> {
  const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
  const password = Array.from({ length: 4 }, group).join('-');
  return { password, digest: await hash(password) };
}
