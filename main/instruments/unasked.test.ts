import { connect, createServer, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { Live } from '#shared/contract/instruments.ts';
import { callOf, closeAll, closeLater, code, desk, first, supply } from './bench.fixture.ts';
import { cable } from './cable.fixture.ts';

afterEach(closeAll);

/** Stands between the console and an instrument; `say` puts a line of its own before the next answer to a poll. */
async function between(
  target: number,
  banner?: string,
): Promise<{ port: number; say(line: string): void; said: () => number }> {
  let next: string | null = null;
  let armed = false;
  let said = 0;
  const sockets: Socket[] = [];
  const server = createServer({ noDelay: true }, (socket) => {
    const instrument = connect({ port: target, host: '127.0.0.1', noDelay: true });
    sockets.push(socket, instrument);
    // It comes when the console has asked already: an earlier one would be a surprise on a link nobody waits on.
    let greeting = banner;
    for (const each of [socket, instrument])
      each.on('error', () => each.destroy()).on('close', () => sockets.forEach((one) => one.destroy()));
    instrument.on('data', (bytes) => {
      if (greeting === undefined) {
        socket.write(bytes);
        return;
      }
      socket.write(`${greeting}\n`);
      greeting = undefined;
      setTimeout(() => socket.write(bytes), 5);
    });
    let held: Buffer | null = null;
    socket.on('data', (bytes) => {
      // Behind this command both channels are read back: one question follows the other without a pause.
      armed ||= next !== null && bytes.includes('SOUR1:CURR 0.');
      if (next === null || !armed || !bytes.includes('MEAS1')) {
        if (held === null) instrument.write(bytes);
        else {
          instrument.write(held);
          // One answer after the other, as they would come from an instrument that takes its time.
          instrument.once('data', () => setTimeout(() => instrument.write(bytes), 5));
        }
        held = null;
        return;
      }
      socket.write(`${next}\n`);
      next = null;
      armed = false;
      said++;
      // The real answer comes when the next question, whichever it is, is on the wire already.
      held = bytes;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closeLater(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, say: (line) => void (next = line), said: () => said };
}

test('R-10: a line that nobody asked for, right before an answer, shifts no answer: no wrong value is ever shown', async () => {
  const simulated = await supply();
  const bench = await desk();
  const line = await between(simulated.port);
  const id = await bench.connect(`tcp://127.0.0.1:${line.port}`);
  await bench.set(id, 'voltage', 1, 1);
  await bench.set(id, 'voltage', 2, 2);
  const wrong: unknown[] = [];
  const watching = (async () => {
    for await (const { channels } of bench.handlers.instruments.live(
      { id },
      callOf('viewer', bench.ending.signal),
    ))
      for (const { channel, settings, output } of channels) {
        const setVoltage = settings.voltage;
        if (setVoltage?.state === 'known' && setVoltage.value !== channel)
          wrong.push({ channel, setVoltage });
        if (output?.state === 'known' && output?.on !== (channel === 2)) wrong.push({ channel, output });
      }
  })().catch(() => undefined);
  await bench.output(id, true, 2);
  wrong.length = 0;
  const known = ({ channels, link }: Live): boolean =>
    link === 'ready' &&
    channels.every(
      ({ settings, output }) => settings.voltage?.state === 'known' && output?.state === 'known',
    );
  for (let round = 1; round <= 5; round++) {
    await bench.live(id, known);
    line.say(round % 2 === 0 ? 'EVENT 42' : '1;2;3');
    // Both channels are read back at once: the second question is on the wire before the first answer is understood.
    await bench.send(id, `SOUR1:CURR ${round / 10}`).catch(() => undefined);
    await expect.poll(line.said).toBe(round);
    const answered = bench.journal.readings.length;
    await expect.poll(() => bench.journal.readings.length).toBeGreaterThan(answered);
    await bench.live(id, known);
  }
  expect(wrong).toEqual([]);
  const [instrument] = await first(
    bench.handlers.instruments.list({}, callOf('viewer')),
    ([each]) => each?.link === 'ready',
  );
  expect(instrument?.trouble, 'it is in step again, and says so').toBeNull();
  expect(await bench.set(id, 'voltage', 1.5, 1)).toEqual({ readBack: 1.5 });
  bench.ending.abort();
  await watching;
});

test('R-10: a banner is not taken for the name of an instrument', async () => {
  const simulated = await supply();
  const line = await between(simulated.port, 'Welcome, 1 user');
  const bench = await desk();
  const address = `tcp://127.0.0.1:${line.port}`;
  await expect(bench.connect(address)).rejects.toEqual(code('INSTRUMENT_REPLY'));
  expect(await first(bench.handlers.instruments.list({}, callOf('viewer')), () => true)).toEqual([]);
});

test('R-7: an instrument whose answers cannot be read any more is unknown, and says why', async () => {
  const simulated = await supply();
  const line = await cable(simulated.port);
  const bench = await desk();
  const id = await bench.connect(line.address);
  await bench.live(id, ({ channels }) => channels.every(({ readings }) => readings.voltage !== undefined));
  line.spoil = (answer) => (answer.includes(';') ? Buffer.from('?;?\n') : answer);
  const live = await bench.live(id, ({ channels }) => channels[0]?.output?.state === 'unknown');
  expect(live.channels[0]?.readings).toEqual({});
  const [instrument] = await first(
    bench.handlers.instruments.list({}, callOf('viewer')),
    ([each]) => each?.trouble !== null,
  );
  expect(instrument?.trouble?.message).toContain('the instrument said');
  line.spoil = (answer) => answer;
  await bench.live(id, ({ channels }) => channels.every(({ readings }) => readings.voltage !== undefined));
});
