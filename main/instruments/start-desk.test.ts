import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { callOf, closeAll, code, desk, supply, type TestDesk } from './bench.fixture.ts';

afterEach(closeAll);

const stop = async (bench: TestDesk) =>
  await bench.handlers.safety.stop({ origin: 'button' }, callOf('operator'));

test('R-4: a damaged bench file latches until an administrator resets, also across restarts; it is kept as it was', async () => {
  const bench = await desk((folder) => writeFile(join(folder, 'bench.json'), '{ "version": 1, "inst'));
  const state = await bench.safety();
  expect(state).toMatchObject({ latched: true, durable: true });
  expect(state.reason).toContain('bench.damaged-');
  const aside = (await readdir(bench.folder)).find((name) => name.startsWith('bench.damaged-'));
  expect(await readFile(join(bench.folder, aside ?? ''), 'utf8')).toBe('{ "version": 1, "inst');
  await bench.restart();
  expect((await bench.safety()).latched).toBe(true);
  await expect(bench.handlers.safety.reset({}, callOf('operator'))).rejects.toEqual(
    code('PERMISSION_DENIED'),
  );
  expect(await bench.handlers.safety.reset({}, callOf('administrator'))).toEqual({});
  await bench.restart();
  expect((await bench.safety()).latched).toBe(false);
});

test('a bench file of a newer console is not overwritten by whatever is done', async () => {
  const text = '{ "version": 9 }';
  const bench = await desk((folder) => writeFile(join(folder, 'bench.json'), text));
  expect(await bench.safety()).toMatchObject({
    latched: true,
    reason: expect.stringContaining('newer console'),
  });
  const simulated = await supply();
  await expect(bench.connect(simulated.address)).rejects.toEqual(code('BENCH_NEWER'));
  await expect(
    bench.handlers.safety.setPolicy({ idleMinutes: 1, onIdleLock: 'off', onSleep: 'off' }, bench.call()),
  ).rejects.toEqual(code('BENCH_NEWER'));
  await expect(bench.handlers.safety.reset({}, callOf('administrator'))).rejects.toEqual(code('BENCH_NEWER'));
  expect(await readFile(join(bench.folder, 'bench.json'), 'utf8')).toBe(text);
});

test('the policy is kept', async () => {
  const bench = await desk();
  const policy = { idleMinutes: 3, onIdleLock: 'off', onSleep: 'keep' } as const;
  await bench.handlers.safety.setPolicy(policy, bench.call());
  expect((await bench.safety()).policy).toEqual(policy);
  await bench.restart();
  expect(bench.instruments.policy()).toEqual(policy);
});

test('R-7: after a restart an instrument that is not reached has outputs that are unknown', async () => {
  const simulated = await supply();
  const bench = await desk();
  await bench.connect(simulated.address);
  await simulated.close();
  await bench.restart();
  expect((await bench.safety()).live).toMatchObject([
    { channel: 1, state: 'unknown' },
    { channel: 2, state: 'unknown' },
  ]);
  expect((await stop(bench)).lines).toMatchObject([
    { model: 'SIM-PS2', result: 'unknown', outputs: 2, wireMs: null },
  ]);
});

test('a link that is not trusted proves itself and goes on', async () => {
  const simulated = await supply();
  const bench = await desk();
  const id = await bench.connect(simulated.address);
  const states: string[] = [];
  bench.instruments.distrustLinks();
  await bench.live(id, ({ link }) => {
    states.push(link);
    return link === 'recovering';
  });
  const at = Date.now();
  const live = await bench.live(id, ({ link, channels }) => link === 'ready' && (channels[0]?.at ?? 0) > at);
  expect(live.channels[0]?.output?.state).toBe('known');
});

test('watching an instrument ends when it is taken off the desk', async () => {
  const simulated = await supply();
  const bench = await desk();
  const id = await bench.connect(simulated.address);
  const watching = bench.live(id, () => false);
  const ended = expect(watching).rejects.toThrow('the stream ended');
  await bench.handlers.instruments.remove({ id, outputs: 'keep' }, bench.call());
  await ended;
});

test('R-4: a damaged bench file stays where it is while the latch cannot be written: the next start must find it', async () => {
  const bench = await desk(async (folder) => {
    await writeFile(join(folder, 'bench.json'), 'damaged');
    // Nothing can be put in the place of a folder.
    await mkdir(join(folder, 'stop.json'));
  });
  expect(await bench.safety()).toMatchObject({ latched: true, durable: false });
  expect(await readFile(join(bench.folder, 'bench.json'), 'utf8')).toBe('damaged');
  expect((await readdir(bench.folder)).filter((name) => name.includes('damaged-'))).toEqual([]);
});
