import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
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
  await expect(bench.send(again, 'FETC?')).rejects.toEqual(code('INSTRUMENT_REPLY'));

  await links.removeTranscript({ name }, bench.call());
  expect(await links.transcripts({}, bench.call())).toEqual([]);
});

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
  const ports = await bench.handlers.links.ports({}, bench.call());
  expect(ports.serial === null).toBe(ports.trouble.some((each) => each.startsWith('Serial ports')));
  for (const { address } of [...(ports.serial ?? []), ...(ports.usb ?? [])])
    expect(address).toMatch(/^(serial|usb):\/\//);
});
