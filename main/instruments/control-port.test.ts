import { afterEach, expect, test } from 'vitest';
import { KeysightSocket } from '#main/transports/control-port.fixture.ts';
import { closeAll, closeLater, desk } from './bench.fixture.ts';

afterEach(closeAll);

async function instrument(vendor: string): Promise<KeysightSocket> {
  const made = await new KeysightSocket().start();
  closeLater(() => made.stop());
  made.answer = (line) => (line === '*IDN?' ? `${vendor},E36312A,MY1,1.0` : line.includes('?') ? '0' : null);
  return made;
}

test('R-10: a Keysight on the desk that is late is cleared by its control port, and goes on on the same link', async () => {
  const [made, bench] = [await instrument('Keysight Technologies'), await desk()];
  const id = await bench.connect(`tcp://127.0.0.1:${made.port}`);
  await made.until(() => made.controls === 1);
  const { answer } = made;
  made.answer = (line) => (line === 'SLOW?' ? null : answer(line));
  await expect(
    bench.handlers.instruments.send({ id, text: 'SLOW?', confirm: false, deadlineMs: 60 }, bench.call()),
  ).rejects.toMatchObject({ code: 'INSTRUMENT_TIMEOUT' });
  await made.until(() => made.control.includes('DCL'));
  const { reply } = await bench.send(id, 'FAST?');
  expect(reply).toMatchObject({ kind: 'text', text: '0' });
  // One link for exchanges, and one on which the control port was asked for.
  expect(made.data).toHaveLength(2);
});

test('one of another vendor is not asked, and has one connection', async () => {
  const [made, bench] = [await instrument('RIGOL TECHNOLOGIES'), await desk()];
  const id = await bench.connect(`tcp://127.0.0.1:${made.port}`);
  await bench.live(id, ({ link }) => link === 'ready' || link === 'busy');
  await bench.send(id, 'FAST?');
  expect(made.data).toHaveLength(1);
  expect(made.data.flat()).not.toContain('SYST:COMM:TCP:CONT?');
});
