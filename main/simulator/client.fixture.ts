import { connect, type Socket } from 'node:net';

/** A bare client for tests: whole lines in order, and the end of the connection. */
export interface LineClient {
  readonly socket: Socket;
  send(text: string): void;
  /** The next line. Rejects when the connection ends first. */
  line(): Promise<string>;
  ask(text: string): Promise<string>;
  readonly closed: Promise<void>;
  close(): void;
}

export async function lineClient(port: number): Promise<LineClient> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const lines: string[] = [];
  const waiting: { resolve: (line: string) => void; reject: (error: Error) => void }[] = [];
  let rest = '';
  let over = false;
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    const parts = (rest + chunk.toString('latin1')).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const next = waiting.shift();
      if (next === undefined) lines.push(part);
      else next.resolve(part);
    }
  });
  socket.once('close', () => {
    over = true;
    for (const each of waiting.splice(0)) each.reject(new Error('the connection ended'));
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('close', () => reject(new Error('not connected')));
  });
  const line = () =>
    new Promise<string>((resolve, reject) => {
      const ready = lines.shift();
      if (ready !== undefined) resolve(ready);
      else if (over) reject(new Error('the connection ended'));
      else waiting.push({ resolve, reject });
    });
  const send = (text: string) => {
    socket.write(text, 'latin1');
  };
  return {
    socket,
    send,
    line,
    ask: (text) => {
      send(`${text}\n`);
      return line();
    },
    closed,
    close: () => socket.destroy(),
  };
}
