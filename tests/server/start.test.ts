import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { StartError } from '../../server/errors.ts';
import { startTestHub } from '../support/hub.ts';

describe('a start', () => {
  it('ends with one line that names the setting when the port for mail is taken', async () => {
    const other = createServer();
    await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const failure = await startTestHub({ SMTP_LISTEN_PORT: String(port) }).catch((thrown: unknown) => thrown);
    other.close();
    expect(failure).toBeInstanceOf(StartError);
    expect(failure).toMatchObject({
      message: `Port ${port} is taken by another program. Stop it, or set SMTP_LISTEN_PORT to another number.`,
    });
  });

  it('names the address that is none of this machine', async () => {
    await expect(startTestHub({ SMTP_LISTEN_HOST: '192.0.2.1' })).rejects.toThrow(
      'SMTP_LISTEN_HOST 192.0.2.1 is not an address of this machine.',
    );
  });
});
