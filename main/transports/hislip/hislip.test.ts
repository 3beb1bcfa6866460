import { afterEach, describe, expect, test } from 'vitest';
import { type HislipOptions, HislipTransport } from './hislip.ts';
import { type Peer, ScriptedServer } from './server.fixture.ts';

const never = new AbortController().signal;
const bytes = (value: string): Uint8Array => Buffer.from(value, 'latin1');

let servers: ScriptedServer[] = [];
let links: HislipTransport[] = [];
afterEach(async () => {
  for (const link of links) await link.abort();
  for (const server of servers) await server.close();
  servers = [];
  links = [];
});

async function serve(): Promise<ScriptedServer> {
  const server = await new ScriptedServer().start();
  servers.push(server);
  return server;
}

function link(port: number, options: Partial<HislipOptions> = {}): HislipTransport {
  const made = new HislipTransport({ host: '127.0.0.1', port, subAddress: 'hislip0', ...options });
  links.push(made);
  return made;
}

async function open(server: ScriptedServer, options: Partial<HislipOptions> = {}) {
  const made = link(server.port, options);
  await made.open(never);
  return { hislip: made, peer: server.peer };
}

async function whole(hislip: HislipTransport, signal = never): Promise<string> {
  let text = '';
  for (;;) {
    const part = await hislip.read(signal);
    text += Buffer.from(part.bytes).toString('latin1');
    if (part.end) return text;
  }
}

async function ask(hislip: HislipTransport, text: string): Promise<string> {
  await hislip.write(bytes(`${text}\n`), never);
  return whole(hislip);
}

const ids = (peer: Peer): number[] =>
  peer.seen.filter(({ type }) => type === 6 || type === 7 || type === 12).map(({ parameter }) => parameter);

describe('a link', () => {
  test('begins as the specification says, byte for byte', async () => {
    const server = await serve();
    const raw: string[] = [];
    server.onConnection = (socket) => {
      const at = raw.push('') - 1;
      socket.on('data', (data: Buffer) => {
        raw[at] += data.toString('hex');
      });
    };
    const { hislip } = await open(server, { cap: 64_000_000 });
    expect(hislip.state).toBe('open');
    expect(hislip.agreed).toEqual({ version: '2.0', sessionId: 0x1200, overlap: false });
    await ask(hislip, '*IDN?');
    expect(raw).toEqual([
      // Initialize, version 2.0, vendor xx, 7 bytes: hislip0. Then DataEnd, id 0xFFFFFF00, 6 bytes.
      '48530000020078780000000000000007686973' + '6c697030' + '48530700ffffff0000000000000000062a49444e3f0a',
      // AsyncInitialize with the session's id. AsyncMaximumMessageSize, 8 bytes: 64,000,000.
      '48531100000012000000000000000000' + '48530f000000000000000000000000080000000003d09000',
    ]);
  });

  test('asks and is answered, with ids that go up by two', async () => {
    const server = await serve();
    const { hislip, peer } = await open(server);
    expect(await ask(hislip, 'A?')).toBe('re A?\n');
    expect(await ask(hislip, 'B?')).toBe('re B?\n');
    await hislip.trigger(never);
    await hislip.write(bytes('C\n'), never);
    await peer.got(7, 3);
    expect(ids(peer)).toEqual([0xffffff00, 0xffffff02, 0xffffff04, 0xffffff06]);
  });

  test('device clear on both channels: then ids begin anew', async () => {
    const server = await serve();
    const { hislip, peer } = await open(server);
    await ask(hislip, 'A?');
    expect(await hislip.clear(never)).toBe(true);
    expect(await ask(hislip, 'B?')).toBe('re B?\n');
    expect(ids(peer)).toEqual([0xffffff00, 0xffffff00]);
    expect(peer.seen.slice(-3).map(({ type, channel }) => [type, channel])).toEqual([
      [19, 'async'],
      [8, 'sync'],
      [7, 'sync'],
    ]);
  });
});
