import { expect, test } from 'vitest';
import { FrameColumns, type Frame, framesAtMost, frameRooms } from '#shared/contract/profiles.ts';
import { decodeMessage, encodeMessage } from '#shared/rpc/codec.ts';
import { packFrames, unpackFrames } from './columns.ts';

const frames = (count: number, totalThen: number | null): Frame[] =>
  Array.from({ length: count }, (_, index) => ({
    parent: index - 1,
    name: `function ${index}`,
    where: index === 0 ? '' : `main/session/file-${index}.ts:${index}`,
    room: frameRooms[index % frameRooms.length]!,
    self: index / 8,
    total: index / 4,
    totalThen: totalThen === null ? null : totalThen + index,
  }));

test('frames come out as they went in, with another profile and without', () => {
  for (const given of [frames(0, null), frames(40, null), frames(40, 3)])
    expect(unpackFrames(packFrames(given))).toEqual(given);
});

test('the most frames there may be, no two alike, pass the bridge', () => {
  const given = frames(framesAtMost, 1);
  const sent = encodeMessage({ t: 'value', id: 1, value: packFrames(given) });
  const { value } = decodeMessage(sent) as { value: unknown };
  expect(unpackFrames(FrameColumns.parse(value))).toEqual(given);
});
