import { createWriteStream, existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { Recorder } from '#main/transports/transcript/recorder.ts';
import type { Instrument } from '#shared/contract/instruments.ts';
import { asked, closeAll, code, desk, first, supply, type TestDesk } from './bench.fixture.ts';

afterEach(closeAll);

const shown = (
  bench: TestDesk,
  id: string,
  wished: (instrument: Instrument) => boolean,
): Promise<Instrument[]> =>
  first(bench.handlers.instruments.list({}, bench.call()), (list) =>
    list.some((each) => each.id === id && wished(each)),
  );

test('a recorded session is an instrument: it is identified, driven and read as then', async () => {
  const simulated = await supply();
  const bench = await desk();
  const { instruments, links } = bench.handlers;
  const id = await bench.connect(simulated.address);
  const { name } = await instruments.record({ id, on: true }, bench.call());
  if (name === null) throw new Error('nothing is recorded');
  expect(await instruments.record({ id, on: true }, bench.call())).toEqual({ name });
  await shown(bench, id, ({ recording }) => recording?.name === name);
  await bench.set(id, 'voltage', 3.3);
  const { reply } = await bench.send(id, ':SOUR1:VOLT?');
  await expect(links.removeTranscript({ name }, bench.call())).rejects.toEqual(code('INPUT_INVALID'));
  expect(await links.transcripts({}, bench.call())).toMatchObject([
    { name, recording: true, instrument: 'SIM-PS2' },
  ]);
  expect(await instruments.record({ id, on: false }, bench.call())).toEqual({ name });
  expect(await instruments.record({ id, on: false }, bench.call())).toEqual({ name: null });
  const again = await bench.connect(`replay://${name}`);
  const replayed = (await shown(bench, again, ({ model }) => model === 'SIM-PS2')).find(
    (each) => each.id === again,
  );
  expect(replayed).toMatchObject({ address: `replay://${name}`, kind: 'dc-supply' });
  expect((await bench.send(again, ':SOUR1:VOLT?')).reply).toEqual(reply);
  await expect(bench.send(again, 'FETC?')).rejects.toEqual(code('LINK_LACKS'));

  await links.removeTranscript({ name }, bench.call());
  expect(await links.transcripts({}, bench.call())).toEqual([]);
});

test('pressed twice is one recording; two instruments in one second have one each', async () => {
  const [first, second] = [await supply(), await supply({ serial: 'SIM0002' })];
  const bench = await desk();
  const { instruments, links } = bench.handlers;
  const [a, b] = [await bench.connect(first.address), await bench.connect(second.address)];
  const record = async (id: string, on: boolean): Promise<string | null> =>
    (await instruments.record({ id, on }, bench.call())).name;
  const [once, twice, other] = await Promise.all([record(a, true), record(a, true), record(b, true)]);
  expect(twice).toBe(once);
  expect(other).not.toBe(once);
  expect(await links.transcripts({}, bench.call())).toHaveLength(2);
  expect(await Promise.all([record(a, false), record(b, false)])).toEqual([once, other]);
  // At once again, in the same second.
  const again = await record(a, true);
  expect(again).not.toBe(once);
  expect(await record(a, false)).toBe(again);
});

test.skipIf(!existsSync('/dev/full'))(
  'a recording that ends because the disk is full stays to be seen, and can be begun anew',
  async () => {
    const simulated = await supply();
    const bench = await desk();
    const { instruments, links } = bench.handlers;
    const id = await bench.connect(simulated.address);
    const onto = vi.spyOn(Recorder, 'start').mockImplementationOnce((_, name, heading, failed) =>
      // The real one, on a disk that has no place left.
      Promise.resolve(Recorder.onto(createWriteStream('/dev/full'), name, heading, failed)),
    );
    await instruments.record({ id, on: true }, bench.call());
    await shown(bench, id, ({ recording }) => recording?.fault?.includes('the disk is full') === true);
    // A reading that went well does not take the news away.
    await bench.send(id, '*IDN?');
    await shown(bench, id, ({ recording }) => recording?.fault !== null);
    onto.mockRestore();
    const { name } = await instruments.record({ id, on: true }, bench.call());
    await shown(bench, id, ({ recording }) => recording?.fault === null);
    expect(await links.transcripts({}, bench.call())).toMatchObject([{ name, recording: true }]);
    expect(await instruments.record({ id, on: false }, bench.call())).toEqual({ name });
  },
);

test('taking an instrument off the desk ends its recording; a folder that cannot be had refuses it', async () => {
  const simulated = await supply();
  const bench = await desk();
  const { instruments, links } = bench.handlers;
  const id = await bench.connect(simulated.address);
  await instruments.record({ id, on: true }, bench.call());
  await instruments.remove({ id, outputs: 'keep' }, bench.call());
  expect(await links.transcripts({}, bench.call())).toMatchObject([{ recording: false }]);

  const other = await desk((folder) => writeFile(join(folder, 'transcripts'), 'a file'));
  const there = await other.connect(simulated.address);
  await expect(other.handlers.instruments.record({ id: there, on: true }, other.call())).rejects.toEqual(
    code('FOLDER_UNWRITABLE'),
  );
  expect(await asked(simulated, '*IDN?')).toContain('SIM-PS2');
});

test('what is plugged in is listed, and what could not be listed is said', async () => {
  const bench = await desk();
  const [ports, same] = await Promise.all(
    [1, 2].map(async () => await bench.handlers.links.ports({}, bench.call())),
  );
  // Asked for at once, it is looked for once.
  expect(same).toBe(ports);
  if (ports === undefined) throw new Error('nothing was listed');
  expect(ports.serial === null).toBe(ports.trouble.some((each) => each.startsWith('Serial ports')));
  for (const { address } of [...(ports.serial ?? []), ...(ports.usb ?? [])])
    expect(address).toMatch(/^(serial|usb):\/\//);
});
