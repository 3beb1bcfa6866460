import { expect, test } from 'vitest';
import { loopback } from '#main/transports/loopback.fixture.ts';
import { TcpTransport } from '#main/transports/tcp.ts';
import { version } from './adapter.fixture.ts';
import { adapter, answer, link, quick } from './bus.fixture.ts';
import { PrologixTransport } from './prologix.ts';

const never = new AbortController().signal;
const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

async function opening(serve: Parameters<typeof loopback>[0]): Promise<unknown> {
  const server = await loopback(serve);
  const made = new PrologixTransport({
    name: `prologix://127.0.0.1:${server.port}`,
    link: () => new TcpTransport({ host: '127.0.0.1', port: server.port }),
    gpib: { primary: 1, secondary: null },
    timing: { ...quick, greetMs: 250, againMs: 100 },
  });
  try {
    return await made.open(never).catch((error: unknown) => error);
  } finally {
    await server.close();
  }
}

test.each<[string, Parameters<typeof loopback>[0], RegExp]>([
  ['nothing', (socket) => socket.resume(), /does not answer when it is asked whether it is a GPIB adapter/],
  ['an echo', (socket) => socket.on('data', (data) => socket.write(data)), /says "\+\+ver"/],
  [
    'an instrument',
    (socket) => socket.on('data', () => socket.write('-113,"Undefined header"\n')),
    /says "-113,/,
  ],
  ['noise without end', (socket) => void socket.write(Buffer.alloc(1 << 20, 0xff)), /asked whether it is/],
  ['the end at once', (socket) => void socket.end(), /closed the connection/],
  [
    'an adapter that stops in the middle of its version',
    (socket) => socket.on('data', () => socket.end('Prologix GPIB-ETHER')),
    /closed the connection/,
  ],
])('where there is %s instead of an adapter, a fault says so', async (_, serve, words) => {
  const fault = await opening(serve);
  expect(fault).toMatchObject({ message: expect.stringMatching(words) });
  expect(['INSTRUMENT_UNREACHABLE', 'INSTRUMENT_CLOSED']).toContain((fault as { code: string }).code);
});

test('what an earlier owner asked for, and a banner, are not taken for its version', async () => {
  const bus = await adapter({ banner: 'ACME,GPIB-METER,1,2\r\n\0' });
  bus.instrument('1', (_, self) => self.say('yes'));
  const made = link(bus, 1);
  await made.open(never);
  await made.write(bytes('A?\n'), never);
  expect(await answer(made)).toBe('yes\n');
});

test('one that restarts when it is opened, and hears the first question not, is asked again', async () => {
  const bus = await adapter();
  bus.instrument('1', (_, self) => self.say('yes'));
  let deaf = true;
  bus.override = (line) => {
    if (line !== '++ver' || !deaf) return false;
    deaf = false;
    return true;
  };
  const made = link(bus, 1, null, { againMs: 30 });
  await made.open(never);
  await made.write(bytes('A?\n'), never);
  expect(await answer(made)).toBe('yes\n');
});

test('one that answers late is asked twice, and both answers are told apart from those of instruments', async () => {
  const bus = await adapter();
  bus.instrument('1', (message, self) => self.say(`re ${message.trim()}`));
  let slow = 4;
  bus.override = async (line, socket) => {
    if (line !== '++ver' || slow-- <= 0) return false;
    // Much longer than it has to be silent before it is believed.
    await new Promise((resolve) => setTimeout(resolve, 60));
    socket.write(`${version}\r\n`);
    return true;
  };
  const made = link(bus, 1, null, { againMs: 20 });
  await made.open(never);
  for (const text of ['A?', 'B?']) {
    await made.write(bytes(`${text}\n`), never);
    expect(await answer(made)).toBe(`re ${text}\n`);
  }
  // Each answer ended its own question: nobody was made to talk with nothing to say.
  expect(bus.lines.filter((line) => line === '++read eoi')).toHaveLength(2);
});

test('bytes that nobody asked for: the adapter has to prove that it is idle before anybody is served', async () => {
  const bus = await adapter();
  bus.instrument('1', (message, self) => self.say(`re ${message.trim()}`));
  const made = link(bus, 1);
  await made.open(never);
  let stray = true;
  bus.override = (_, socket) => {
    // The rest of what nobody had asked for comes when something was asked again, whatever it is.
    if (stray) {
      stray = false;
      socket.write(`ay\r\n${version}\r\n`);
    }
    return false;
  };
  bus.socket.write('re str');
  await new Promise((resolve) => setTimeout(resolve, 20));
  for (const text of ['A?', 'B?']) {
    await made.write(bytes(`${text}\n`), never);
    expect(await answer(made)).toBe(`re ${text}\n`);
  }
  // Nobody was made to talk with nothing to say.
  expect(bus.lines.filter((line) => line === '++read eoi')).toHaveLength(2);
});
