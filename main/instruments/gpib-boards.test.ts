import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { ScriptedAdapter } from '#main/transports/prologix/adapter.fixture.ts';
import { closeAll, closeLater, code, desk } from './bench.fixture.ts';

afterEach(closeAll);

async function adapter(): Promise<ScriptedAdapter> {
  const made = await ScriptedAdapter.start();
  closeLater(() => made.stop());
  made.instrument('22', (message, self) => {
    if (message === '*IDN?\n') self.say('ACME,Plain,7,1.0');
    else if (message.endsWith('?\n')) self.say('0');
  });
  return made;
}

test('an instrument on a board is reached through the adapter that the desk names, also after a restart', async () => {
  const [bus, bench] = [await adapter(), await desk()];
  const { instruments } = bench.handlers;
  await expect(bench.connect('GPIB0::22::INSTR')).rejects.toMatchObject({
    code: 'ADDRESS_INVALID',
    message: 'This desk has no adapter for GPIB board 0.',
    remedy: expect.stringContaining('lablink gpib 0 prologix://'),
  });
  const set = await instruments.setGpibBoard(
    { board: 0, adapter: ` PROLOGIX://127.0.0.1:${bus.port}/ ` },
    bench.call(),
  );
  expect(set).toEqual({ adapter: `prologix://127.0.0.1:${bus.port}` });
  const id = await bench.connect('GPIB0::22::INSTR');
  await bench.live(id, ({ link }) => link === 'ready' || link === 'busy');
  const remembered = JSON.parse(await readFile(join(bench.folder, 'bench.json'), 'utf8'));
  expect(remembered).toMatchObject({
    gpib: [{ board: 0, adapter: `prologix://127.0.0.1:${bus.port}` }],
    instruments: [{ address: 'gpib://0/22' }],
  });
  await bench.restart();
  await bench.live(id, ({ link }) => link === 'ready' || link === 'busy');
  expect(await bench.handlers.instruments.gpibBoards({}, bench.call())).toEqual(remembered.gpib);
});

test('a board is not turned to another adapter under an instrument that is in use', async () => {
  const [bus, other, bench] = [await adapter(), await adapter(), await desk()];
  const set = async (to: ScriptedAdapter | null) =>
    bench.handlers.instruments.setGpibBoard(
      { board: 3, adapter: to && `prologix://127.0.0.1:${to.port}` },
      bench.call(),
    );
  await set(bus);
  const id = await bench.connect('gpib://3/22');
  await expect(set(other)).rejects.toEqual(code('INSTRUMENT_EXISTS'));
  await expect(set(null)).rejects.toEqual(code('INSTRUMENT_EXISTS'));
  await set(bus);
  await bus.stop();
  await bench.live(id, ({ link }) => link === 'unreachable');
  await set(other);
  await bench.live(id, ({ link }) => link === 'ready' || link === 'busy');
});

test('a desk that was remembered before there were boards has none', async () => {
  const bench = await desk(async (folder) => {
    const policy = { idleMinutes: 15, onIdleLock: 'keep', onSleep: 'off' };
    await writeFile(join(folder, 'bench.json'), JSON.stringify({ version: 1, policy, instruments: [] }));
  });
  expect(await bench.handlers.instruments.gpibBoards({}, bench.call())).toEqual([]);
  expect((await bench.safety()).latched).toBe(false);
});
