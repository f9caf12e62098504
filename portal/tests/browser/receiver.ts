import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Whoever integrations deliver to, on this machine. */
export interface Receiver {
  url: string;
  close: () => void;
}

/** Listens, and answers each request as it is told: a status and a text. */
export async function receive(answer: (body: string, path: string) => readonly [status: number, text: string]): Promise<Receiver> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const [status, text] = answer(Buffer.concat(chunks).toString('utf8'), request.url ?? '');
      response.statusCode = status;
      response.end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}
