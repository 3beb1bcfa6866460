import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { KeysightSocket } from './control-port.fixture.ts';
import { TcpTransport } from './tcp.ts';

const never = new AbortController().signal;
const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function open(prepare: (made: KeysightSocket) => void = () => undefined) {
  const made = await new KeysightSocket().start();
  prepare(made);
  const link = new TcpTransport({ host: '127.0.0.1', port: made.port, closeMs: 50 });
  ends.push(
    () => made.stop(),
    () => link.close(),
  );
  await link.open(never);
  return { made, link };
}

test('a Keysight is asked for its control port on a connection beside; DCL clears it, and its echo is waited for', async () => {
  const { made, link } = await open();
  let echo: () => void = () => undefined;
  made.clear = (tell) => (echo = tell);
  link.identified('Keysight Technologies');
  link.identified('Keysight Technologies');
  let done = false;
  const clearing = link.clear(never).then((cleared) => {
    done = true;
    return cleared;
  });
  await made.until(() => made.control.length === 1);
  expect(done).toBe(false);
  echo();
  expect(await clearing).toBe(true);
  expect(made.control).toEqual(['DCL']);
  expect(made.data).toEqual([[], ['SYST:COMM:TCP:CONT?', 'SYST:ERR?']]);
  expect(made.controls).toBe(1);
});

test('nobody else is asked, and nothing is cleared there', async () => {
  const { made, link } = await open();
  link.identified('Rigol Technologies');
  expect(await link.clear(never)).toBe(false);
  expect(made.data).toHaveLength(1);
});

test('one that does not know the header keeps no error of it', async () => {
  const { made, link } = await open((each) => (each.known = false));
  link.identified('Agilent Technologies');
  expect(await link.clear(never)).toBe(false);
  expect(made.data[1]).toEqual(['SYST:COMM:TCP:CONT?', 'SYST:ERR?']);
  expect(made.controls).toBe(0);
});

test('one that has no more places goes on without', async () => {
  const { made, link } = await open();
  await made.stopControl();
  link.identified('Keysight Technologies');
  expect(await link.clear(never)).toBe(false);
  await link.write(bytes('*IDN?\n'), never);
  expect(Buffer.from((await link.read(never)).bytes).toString()).toContain('E36312A');
});

test('a request for service comes with its status byte, however it is split; what is none is not one', async () => {
  const { made, link } = await open();
  const asked: (number | null)[] = [];
  const second = Promise.withResolvers<void>();
  link.onServiceRequest((status) => {
    asked.push(status);
    if (asked.length === 2) second.resolve();
  });
  link.identified('Keysight Technologies');
  await made.until(() => made.controls === 1);
  const { controlSocket: socket } = made;
  for (const part of ['SR', 'Q +9', '6\nSRQ +999\nSRQ\nhello\n', `${'x'.repeat(5000)}\n`, 'SRQ +80\r\n']) {
    socket.write(part);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await second.promise;
  expect(asked).toEqual([96, 80]);
});

test('a clear that is not confirmed ends with its signal; one whose connection breaks is refused', async () => {
  const { made, link } = await open((each) => (each.clear = () => undefined));
  link.identified('Keysight Technologies');
  const why = new Fault('INSTRUMENT_TIMEOUT', 'No time.');
  const giveUp = new AbortController();
  const clearing = link.clear(giveUp.signal);
  await made.until(() => made.control.length === 1);
  giveUp.abort(why);
  await expect(clearing).rejects.toBe(why);
  const again = link.clear(never);
  await made.until(() => made.control.length === 2);
  made.controlSocket.destroy();
  await expect(again).rejects.toMatchObject({ code: 'INSTRUMENT_CLOSED' });
  expect(await link.clear(never)).toBe(false);
});

test('device clear comes after an emergency has been taken', async () => {
  const { made, link } = await open();
  const order: string[] = [];
  made.answer = () => {
    setTimeout(() => order.push('off'), 20);
    return null;
  };
  made.clear = (echo) => {
    order.push('clear');
    echo();
  };
  link.identified('Keysight Technologies');
  link.writeNow(bytes('OUTP OFF\n'));
  expect(await link.clear(never)).toBe(true);
  expect(order).toEqual(['off', 'clear']);
});

test.each(['close', 'abort'] as const)('%s gives the control connection back too', async (how) => {
  const { made, link } = await open();
  link.identified('Keysight Technologies');
  await link.clear(never);
  const gone = once(made.controlSocket, 'close');
  await link[how]();
  await gone;
  expect(link.state).toBe('closed');
});
