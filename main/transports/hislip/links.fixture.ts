import { afterEach } from 'vitest';
import { type HislipOptions, HislipTransport } from './hislip.ts';
import { type Peer, ScriptedServer } from './server.fixture.ts';

export const never = new AbortController().signal;
export const bytes = (value: string): Uint8Array => Buffer.from(value, 'latin1');

let servers: ScriptedServer[] = [];
let links: HislipTransport[] = [];
afterEach(async () => {
  for (const link of links) await link.abort();
  for (const server of servers) await server.close();
  servers = [];
  links = [];
});

/** A scripted server, until the end of the test. */
export async function serve(options = {}): Promise<ScriptedServer> {
  const server = await new ScriptedServer().start(options);
  servers.push(server);
  return server;
}

/** A closed link to a port, until the end of the test. */
export function link(port: number, options: Partial<HislipOptions> = {}): HislipTransport {
  const made = new HislipTransport({ host: '127.0.0.1', port, subAddress: 'hislip0', ...options });
  links.push(made);
  return made;
}

/** An open link, and the server's side of it. */
export async function open(server: ScriptedServer, options: Partial<HislipOptions> = {}) {
  const made = link(server.port, options);
  await made.open(never);
  return { hislip: made, peer: server.peer };
}

/** One reply, to its END. */
export async function whole(hislip: HislipTransport, signal = never): Promise<string> {
  let text = '';
  for (;;) {
    const part = await hislip.read(signal);
    text += Buffer.from(part.bytes).toString('latin1');
    if (part.end) return text;
  }
}

export async function ask(hislip: HislipTransport, text: string): Promise<string> {
  await hislip.write(bytes(`${text}\n`), never);
  return whole(hislip);
}

/** What a rejected promise rejected with. */
export const fault = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no fault',
    (error: unknown) => error,
  );

/** Ids and control codes of what was sent on the synchronous channel. */
export const sent = (peer: Peer): [id: number, control: number][] =>
  peer.seen
    .filter(({ type }) => type === 6 || type === 7 || type === 12)
    .map(({ parameter, control }) => [parameter, control]);

/** Until everything that is on its way through both sockets has been seen: one answer on each channel. */
export async function settled(hislip: HislipTransport): Promise<void> {
  await hislip.statusByte(never);
  await new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));
}
