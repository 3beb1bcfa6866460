import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { integrity } from '#main/database/tamper.fixture.ts';
import { documented, wordsOf } from './documented.fixture.ts';
import {
  faultOf,
  newestOf,
  openDesk,
  recorded,
  rowsWith,
  stopped,
  testFolder,
  typed,
  until,
} from './fault-desk.fixture.ts';
import { livedDesk, livedFolder, nothingWasLost, stopWorks, unavailable } from './lived.fixture.ts';
import { mounts, readOnly, smallDisk } from './mount.fixture.ts';

test.runIf(mounts)(
  'R-3, R-14: the disk is full: it says so, reading and the stop go on, and space given back is enough',
  async () => {
    const disk = smallDisk(16);
    const lived = await livedDesk(disk.folder);
    const { desk, id, ask } = lived;
    const { client } = desk;
    const set = (value: number) => client.instruments.set({ id, channel: 1, point: 'voltage', value });
    disk.fill();
    // What still fits in the file that is there is written; then nothing is.
    let given: unknown = null;
    for (let n = 0; n < 2000 && given === null; n++) {
      // The log of the database grows until it is full; a big reply hurries it.
      await set(1 + (n % 9)).catch((error: unknown) => (given = error));
    }
    const fault = await faultOf(Promise.reject(given));
    expect(wordsOf(fault)).toEqual(documented('disk-full'));
    expect(await ask(':SOUR1:VOLT?')).not.toBe('12.000');
    expect(wordsOf(await faultOf(set(12)))).toEqual(documented('disk-full-command'));
    expect(await ask(':SOUR1:VOLT?')).not.toBe('12.000');
    // Reading goes on: the panel is live, and a question is answered.
    const { at } = (await until(client.instruments.live({ id }), ({ link }) => link === 'ready'))
      .channels[0]!;
    await until(client.instruments.live({ id }), ({ channels }) => (channels[0]?.at ?? 0) > (at ?? 0));
    expect(
      (await until(client.system.health({}), ({ historyWritable }) => !historyWritable)).historyWritable,
    ).toBe(false);
    // Off needs no space.
    expect(await client.instruments.output({ id, channel: 1, on: false })).toEqual({ on: false });
    expect(await ask(':OUTP1?')).toBe('0');
    const { report, latched, durable } = await stopped(desk);
    expect(report?.lines.map(({ result }) => result)).toEqual(['off']);
    expect({ latched, durable }).toEqual({ latched: true, durable: false });

    disk.free();
    await until(client.system.health({}), ({ historyWritable }) => historyWritable);
    // The latch gets to the disk by itself, and what could not be written is confessed.
    await until(client.safety.state({}), (state) => state.durable);
    expect((await rowsWith(desk, 'history.gap')).length).toBeGreaterThan(0);
    expect(await set(2)).toEqual({ readBack: 2 });
    expect((await recorded(desk, ':SOUR1:VOLT 2')).row.status).toBe('ok');
    await desk.close();
    expect(integrity(join(disk.folder, 'lablink.db'))).toBe('ok');
    await nothingWasLost(await openDesk({ folder: disk.folder, seat: 'nobody' }), lived);
  },
  60_000,
);

test.runIf(mounts)('the data folder becomes read-only while the console runs', async () => {
  const lived = await livedDesk();
  const { desk, id, folder, ask } = lived;
  await stopped(desk);
  const writable = readOnly(folder);
  // The latch is on the disk and cannot be taken off it, so it holds.
  expect(wordsOf(await faultOf(desk.client.safety.reset({})))).toEqual(documented('folder-turned-read-only'));
  expect((await newestOf(desk.client.safety.state({}))).latched).toBe(true);
  expect(wordsOf(await faultOf(desk.client.instruments.remove({ id, outputs: 'keep' })))).toEqual(
    documented('folder-turned-read-only-bench'),
  );
  // Files that are open stay as they are: the history goes on. What needs a new file does not.
  expect(await typed(desk, id, '*IDN?')).toContain('SIM-PS2');
  const { report, durable } = await stopped(desk);
  expect(report?.lines.map(({ result }) => result)).toEqual(['off']);
  expect(await ask(':OUTP1?')).toBe('0');
  expect(durable).toBe(false);
  writable();
  await until(desk.client.safety.state({}), (state) => state.durable);
  await desk.close();
  await nothingWasLost(await openDesk({ folder, seat: 'nobody' }), lived);
});

test('the data folder cannot be made: its place is below a file', async () => {
  const file = join(testFolder(), 'file');
  writeFileSync(file, 'kept');
  const folder = join(file, 'data');
  expect(
    wordsOf(await faultOf(openDesk({ folder })), {
      [folder]: '~/.local/share/lablink',
    }),
  ).toEqual(documented('folder-below-file'));
});

test.runIf(mounts)('the data folder is on a disk that is mounted read-only', async () => {
  const folder = testFolder();
  const writable = readOnly(folder);
  expect(
    wordsOf(await faultOf(openDesk({ folder })), {
      [folder]: '~/.local/share/lablink',
    }),
  ).toEqual(documented('folder-read-only'));
  writable();
  await openDesk({ folder });
});

test.runIf(mounts)(
  'R-3: the disk is full when the console starts: the stop works, and the latch is kept when there is space',
  async () => {
    const disk = smallDisk(16);
    const lived = await livedFolder(disk.folder);
    disk.fill();
    const desk = await openDesk({ folder: disk.folder, seat: 'nobody' });
    await stopWorks(desk, lived);
    expect(
      wordsOf(await faultOf(desk.client.accounts.signInPassword({ name: 'Ada', password: 'x' }))),
    ).toEqual(documented('disk-full-sign-in'));
    disk.free();
    await until(desk.client.safety.state({}), (state) => state.durable);
    await desk.close();
    await nothingWasLost(await openDesk({ folder: disk.folder, seat: 'nobody' }), lived);
  },
);

test.runIf(mounts)('the disk is full before the first start', async () => {
  const disk = smallDisk(1);
  disk.fill();
  const desk = await openDesk({ folder: disk.folder, seat: 'nobody' });
  expect(wordsOf(await unavailable(desk))).toEqual(documented('disk-full-first'));
  expect((await stopped(desk)).latched).toBe(true);
});

test('a second console on the folder', async () => {
  const { folder } = await openDesk();
  const fault = await faultOf(openDesk({ folder }));
  expect(
    wordsOf(fault, {
      [/\(process .*\)/.exec(fault.message)?.[0] ?? '']: '(process 1234, since 11/25/2026, 9:00:00 AM)',
    }),
  ).toEqual(documented('folder-in-use'));
});
