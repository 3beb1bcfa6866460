import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import type { Instrument } from '#shared/contract/instruments.ts';
import { callOf, closeAll, code, desk, first, supply, type TestDesk } from './bench.fixture.ts';
import { inOrder } from './desk-order.ts';

afterEach(closeAll);

test('whatever order is asked for: nothing is lost, nothing is twice, and what is named comes as it is named', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
  fc.assert(
    fc.property(fc.uniqueArray(id), fc.array(id), (has, wanted) => {
      const items = has.map((each) => ({ id: each }));
      const ordered = inOrder(items, wanted).map((each) => each.id);
      expect(ordered.toSorted()).toEqual(has.toSorted());
      const named = [...new Set(wanted)].filter((each) => has.includes(each));
      expect(ordered).toEqual([...named, ...has.filter((each) => !named.includes(each))]);
    }),
  );
});

const names = async (room: TestDesk): Promise<string[]> => {
  const list = room.handlers.instruments.list({}, callOf('viewer', room.ending.signal));
  return (await first<Instrument[]>(list, () => true)).map(({ serial }) => serial);
};

async function three(): Promise<{ room: TestDesk; ids: string[] }> {
  const room = await desk();
  const ids: string[] = [];
  for (const serial of ['A', 'B', 'C']) ids.push(await room.connect((await supply({ serial })).address));
  return { room, ids };
}

test('everybody sees the order, at once and after a restart', async () => {
  const { room, ids } = await three();
  const [a = '', b = '', c = ''] = ids;
  const seen = first<Instrument[]>(
    room.handlers.instruments.list({}, callOf('viewer', room.ending.signal)),
    ([top]) => top?.id === c,
  );
  await room.handlers.instruments.reorder({ ids: [c, a, b] }, room.call());
  expect((await seen).map(({ id }) => id)).toEqual([c, a, b]);
  await room.restart();
  expect(await names(room)).toEqual(['C', 'A', 'B']);
});

test('what was connected, or taken away, while somebody dragged: the rest has the order', async () => {
  const { room, ids } = await three();
  const [a = '', b = '', c = ''] = ids;
  await room.handlers.instruments.remove({ id: b, outputs: 'keep' }, room.call());
  const d = await room.connect((await supply({ serial: 'D' })).address);
  await room.handlers.instruments.reorder({ ids: [c, b, a] }, room.call());
  expect(await names(room)).toEqual(['C', 'A', 'D']);
  expect(room.instruments.desk().map(({ id }) => id)).toEqual([c, a, d]);
});

test('R-1: the emergency stop reaches every instrument, in whatever order they stand', async () => {
  const { room, ids } = await three();
  const [a = '', b = '', c = ''] = ids;
  await room.output(b, true);
  await room.handlers.instruments.reorder({ ids: [c, b, a] }, room.call());
  await room.handlers.safety.stop({ origin: 'button' }, room.call());
  const { report } = await room.safety((state) => state.report?.complete === true);
  expect(report?.lines.map(({ result }) => result)).toEqual(['off', 'off', 'off']);
});

test('an order that cannot be written changes nothing', async () => {
  const { room, ids } = await three();
  // A folder in the place of the file: it cannot be replaced.
  await rm(join(room.folder, 'bench.json'));
  await mkdir(join(room.folder, 'bench.json', 'full'), { recursive: true });
  const reorder = Promise.resolve(room.handlers.instruments.reorder({ ids: ids.toReversed() }, room.call()));
  await expect(reorder).rejects.toEqual(code('FOLDER_UNWRITABLE'));
  expect(await names(room)).toEqual(['A', 'B', 'C']);
});
