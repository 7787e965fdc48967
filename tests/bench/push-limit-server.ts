import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { z } from 'zod';

// The limit of push: on each request, the events it is given go to everybody who is connected. Nothing else is done.
const Events = z.array(z.unknown());

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request
    .on('data', (chunk: Buffer) => void chunks.push(chunk))
    .on('end', () => {
      for (const event of Events.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')))) io.emit('event', event);
      response.writeHead(200).end();
    });
});
const io = new Server(server, { transports: ['websocket'], serveClient: false });
server.listen(0, '127.0.0.1', () => console.log(`listening on ${(server.address() as AddressInfo).port}`));
process.on('SIGINT', () => process.exit(0));
