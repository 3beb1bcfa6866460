import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Pin } from '#shared/contract/pins.ts';
import { openBenchFile } from './bench-file.ts';
import type { BenchEntry } from './bench-schema.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lablink-bench-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});
const open = () => openBenchFile(folder, () => Date.UTC(2030, 0, 2, 3, 4, 5));
const path = () => join(folder, 'bench.json');
const entry = (id: string): BenchEntry => ({
  id,
  name: `Supply ${id}`,
  address: `tcp://127.0.0.1:${id}`,
  simulated: null,
  seen: { vendor: 'V', model: 'M', serial: '1', firmware: '2' },
  envelopes: [{ channel: 1, envelope: { name: 'board', maxVoltage: 5, maxCurrent: null, maxPower: null } }],
});

test('what was changed is there after a restart, for the owner alone', async () => {
  const file = await open();
  expect(file.trouble).toBeNull();
  await Promise.all(
    ['1', '2', '3'].map((id) =>
      file.change((bench) => ({ ...bench, instruments: [...bench.instruments, entry(id)] })),
    ),
  );
  expect((await open()).bench.instruments.map(({ id }) => id)).toEqual(['1', '2', '3']);
  expect((await open()).bench).toEqual(file.bench);
  expect((await stat(path())).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600);
  expect(await readdir(folder)).toEqual(['bench.json']);
});

test('whatever is pinned comes back as it was, and the version is the oldest that has it all', async () => {
  const words = (maxLength: number) =>
    fc.string({ minLength: 2, maxLength }).filter((text) => text.trim() === text && text.length > 1);
  const pin: fc.Arbitrary<Pin> = fc.record(
    {
      query: words(200),
      label: words(32),
      unit: fc.constantFrom('', 'V', 'Ω', '°C'),
      scale: fc.double({ noNaN: true, noDefaultInfinity: true }).filter((scale) => scale !== 0),
      decimals: fc.integer({ min: 0, max: 12 }),
    },
    { requiredKeys: ['query', 'label', 'unit'] },
  );
  const desks = fc.array(fc.option(fc.array(pin, { minLength: 1, maxLength: 8 })), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(desks, async (pinned) => {
      const instruments = pinned.map((pins, place) => ({ ...entry(`${place}`), ...(pins && { pins }) }));
      const file = await open();
      await file.change((bench) => ({ ...bench, instruments }));
      const again = await open();
      expect(again.trouble).toBeNull();
      expect(again.bench).toEqual(file.bench);
      expect(again.bench.instruments).toEqual(instruments);
      expect(again.bench.version).toBe(pinned.some((pins) => pins !== null) ? 2 : 1);
    }),
    { numRuns: 30 },
  );
});

test('a file from before there were pinned queries is read, and written as it was', async () => {
  const before = {
    version: 1,
    policy: { idleMinutes: 1, onIdleLock: 'keep', onSleep: 'off' },
    instruments: [entry('1')],
  };
  await writeFile(path(), JSON.stringify(before));
  const file = await open();
  expect(file.bench.instruments).toEqual([entry('1')]);
  await file.change((bench) => bench);
  expect(JSON.parse(await readFile(path(), 'utf8'))).toEqual({ ...before, gpib: [] });
});

test('a change that cannot be written is refused and changes nothing', async () => {
  const file = await openBenchFile(join(folder, 'gone'), Date.now);
  const change = file.change((bench) => ({ ...bench, instruments: [entry('1')] }));
  await expect(change).rejects.toMatchObject({ code: 'FOLDER_UNWRITABLE' });
  expect(file.bench.instruments).toEqual([]);
});

test('a newer version is refused and not touched', async () => {
  const text = '{ "version": 3, "instruments": "somewhere else" }';
  await writeFile(path(), text);
  const file = await open();
  expect(file.trouble).toMatchObject({ kind: 'newer', fault: { code: 'BENCH_NEWER' } });
  await file.setAside();
  await expect(file.change((bench) => bench)).rejects.toMatchObject({ code: 'BENCH_NEWER' });
  expect(await readFile(path(), 'utf8')).toBe(text);
});

test.each([
  ['half of it', '{ "version": 1, "policy": {'],
  [
    'an unknown field, which may be a limit',
    JSON.stringify({
      version: 1,
      policy: { idleMinutes: 1, onIdleLock: 'keep', onSleep: 'off' },
      instruments: [{ ...entry('1'), maxSlew: 3 }],
    }),
  ],
  ['nothing', ''],
  ['no version', '{}'],
])('a damaged file (%s) is kept aside as it is, and only then replaced', async (_, text) => {
  await writeFile(path(), text);
  const file = await open();
  expect(file.trouble?.kind).toBe('damaged');
  await expect(file.change((bench) => bench)).rejects.toMatchObject({ code: 'BENCH_UNREADABLE' });
  await file.setAside();
  expect(file.trouble?.fault.message).toContain('bench.damaged-2030-01-02T03-04-05-000Z.json');
  expect(await readFile(join(folder, 'bench.damaged-2030-01-02T03-04-05-000Z.json'), 'utf8')).toBe(text);
  await file.change((bench) => bench);
  expect((await open()).trouble).toBeNull();
});

test('what the system does not give is not replaced', async () => {
  await mkdir(path());
  const file = await open();
  expect(file.trouble).toMatchObject({ kind: 'unreadable', fault: { code: 'BENCH_UNREADABLE' } });
  await expect(file.change((bench) => bench)).rejects.toMatchObject({ code: 'BENCH_UNREADABLE' });
});
