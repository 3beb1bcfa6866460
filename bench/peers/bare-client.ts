import { connect, type Socket } from 'node:net';

/** The least that a client of a line-oriented instrument can be: one question, one answer, nothing else. */
export interface BareClient {
  ask(text: string): Promise<string>;
  close(): void;
}

export async function bareClient(port: number): Promise<BareClient> {
  const socket: Socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  let rest = '';
  let answer: ((line: string) => void) | null = null;
  socket.on('data', (data) => {
    rest += data.toString('latin1');
    const end = rest.indexOf('\n');
    if (end === -1) return;
    const line = rest.slice(0, end);
    rest = rest.slice(end + 1);
    answer?.(line);
  });
  return {
    ask: (text) =>
      new Promise((resolve) => {
        answer = resolve;
        socket.write(`${text}\n`);
      }),
    close: () => socket.destroy(),
  };
}
