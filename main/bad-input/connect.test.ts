import { expect, test } from 'vitest';
import { loopback } from '#main/transports/loopback.fixture.ts';
import { documented, wordsOf } from './documented.fixture.ts';
import { type Desk, faultOf, newestOf, openDesk, rowsWith, typed } from './fault-desk.fixture.ts';
import { peer } from './peer.fixture.ts';

/** What a connection that came to nothing leaves: nothing on the desk, and a row that says what was tried and why not. */
async function nothingIsLeft(desk: Desk, address: string, code: string): Promise<void> {
  expect(await newestOf(desk.client.instruments.list({}))).toEqual([]);
  const [row] = await rowsWith(desk, 'instruments.connect');
  expect(row).toMatchObject({ request: 'instruments.connect', fault: code });
  expect(row?.reply).toContain(address);
}

/** That the console goes on: another instrument is connected to, and answers. */
async function anotherAnswers(desk: Desk): Promise<void> {
  const other = await peer((line, socket) => void socket.write(`${line.slice(0, -1)} answered\n`));
  const { id } = await desk.client.instruments.connect({ address: other.address });
  expect(await typed(desk, id, 'VOLT?')).toBe('VOLT answered');
}

test('a host that does not exist', async () => {
  const desk = await openDesk();
  // source: RFC 6761, 6.4: no name server answers for it.
  const address = 'tcp://no-such-instrument.invalid:5025';
  const fault = await faultOf(desk.client.instruments.connect({ address }));
  // What the name server of this network makes of such a name: a clear no, "later", or nothing.
  const said = [
    ['is not a name', 'host-unknown'],
    ['looked up', 'host-not-looked-up'],
    ['', 'host-lookup-hangs'],
  ] as const;
  const id = said.find(([part]) => fault.message.includes(part))?.[1] ?? '';
  expect(wordsOf(fault)).toEqual(documented(id));
  await nothingIsLeft(desk, address, 'INSTRUMENT_UNREACHABLE');
  await anotherAnswers(desk);
});

test('a host that refuses', async () => {
  const desk = await openDesk();
  const gone = await loopback(() => undefined);
  await gone.close();
  const address = `tcp://127.0.0.1:${gone.port}`;
  const fault = await faultOf(desk.client.instruments.connect({ address }));
  expect(wordsOf(fault, { [String(gone.port)]: '5025' })).toEqual(documented('host-refuses'));
  await nothingIsLeft(desk, address, 'INSTRUMENT_UNREACHABLE');
  await anotherAnswers(desk);
});

test('a host that accepts and says nothing', async () => {
  const desk = await openDesk();
  const silent = await loopback((socket) => socket.resume());
  const address = `tcp://127.0.0.1:${silent.port}`;
  const fault = await faultOf(desk.client.instruments.connect({ address }));
  expect(wordsOf(fault)).toEqual(documented('host-silent'));
  await nothingIsLeft(desk, address, 'INSTRUMENT_TIMEOUT');
  // Its only place, on many instruments: it is given back.
  expect(silent.sockets.every((socket) => socket.destroyed || socket.readableEnded)).toBe(true);
  await silent.close();
  await anotherAnswers(desk);
});

test('a host that closes at once: an instrument whose only place is taken', async () => {
  const desk = await openDesk();
  const busy = await loopback((socket) => socket.destroy());
  const address = `tcp://127.0.0.1:${busy.port}`;
  const fault = await faultOf(desk.client.instruments.connect({ address }));
  expect(wordsOf(fault)).toEqual(documented('host-closes'));
  await nothingIsLeft(desk, address, fault.code);
  await busy.close();
  await anotherAnswers(desk);
});

test('a host that is no instrument: it greets, and answers questions with something else', async () => {
  const desk = await openDesk();
  const mail = await loopback((socket) => {
    socket.write('220 mail ready\r\n');
    socket.on('data', () => socket.write('500 unknown command\r\n'));
  });
  const address = `tcp://127.0.0.1:${mail.port}`;
  const fault = await faultOf(desk.client.instruments.connect({ address }));
  expect(wordsOf(fault, { [address]: 'tcp://127.0.0.1:5025' })).toEqual(documented('host-no-instrument'));
  await nothingIsLeft(desk, address, fault.code);
  await mail.close();
  await anotherAnswers(desk);
});

test('an address that is none', async () => {
  const desk = await openDesk();
  const fault = await faultOf(desk.client.instruments.connect({ address: '192.168.1.20' }));
  expect(wordsOf(fault)).toEqual(documented('address-none'));
  await nothingIsLeft(desk, '192.168.1.20', 'ADDRESS_INVALID');
});
