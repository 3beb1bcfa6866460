import { afterEach, expect, test } from 'vitest';
import { startSimulatedScope } from '#main/simulator/scope.ts';
import type { TraceFrame } from '#shared/contract/waveforms.ts';
import { cable } from './cable.fixture.ts';
import { callOf, closeAll, closeLater, code, desk, first, supply, type TestDesk } from './bench.fixture.ts';

afterEach(closeAll);

type Frame = Extract<TraceFrame, { item: 'frame' }>;
const isFrame = (item: TraceFrame): item is Frame => item.item === 'frame';

const scopeOn = async () => {
  const simulated = await startSimulatedScope();
  closeLater(() => simulated.close());
  const { generatorPart } = simulated.bench;
  generatorPart.wave = { ...generatorPart.wave, shape: 'SIN', frequency: 1000, amplitude: 2, offset: 0.5 };
  generatorPart.on = true;
  return simulated;
};

const traces = (room: TestDesk, id: string, channels: number[], columns = 4096, signal?: AbortSignal) =>
  room.handlers.instruments.trace({ id, channels, columns }, callOf('viewer', signal ?? room.ending.signal));
const frame = async (items: AsyncIterable<TraceFrame>, wished = (_: Frame) => true): Promise<Frame> =>
  (await first(items, (item) => isFrame(item) && wished(item))) as Frame;

test('a trace is the voltage at the probe, in volts and seconds from the trigger', async () => {
  const simulated = await scopeOn();
  const room = await desk();
  const id = await room.connect(simulated.address);
  const level = { id, channel: 1, point: 'triggerLevel', value: 0.5 } as const;
  await room.handlers.instruments.set(level, room.call());
  const seen = await frame(traces(room, id, [2, 1]), ({ state }) => state === 'triggered');
  expect(seen).toMatchObject({ samples: 1000 });
  expect(seen.traces.map(({ channel }) => channel)).toEqual([1, 2]);
  const { min, max } = seen.traces[1] as Frame['traces'][number];
  expect(min).toHaveLength(1000);
  expect(seen.start + 500 * seen.step).toBeCloseTo(0, 9);
  expect(seen.step).toBeCloseTo(5e-6, 12);
  // A count is 40 mV; noise and the place of the trigger between two samples come to a little more.
  const off = [...min].map((low, at) => {
    const ideal = 0.5 + Math.sin(2 * Math.PI * 1000 * (seen.start + at * seen.step));
    return Math.max(Math.abs(low - ideal), Math.abs((max[at] as number) - ideal));
  });
  expect(Math.max(...off)).toBeLessThan(0.12);
  // Fewer columns keep both ends of the sine.
  const few = await frame(traces(room, id, [2], 16));
  expect(few.traces[0]?.max).toHaveLength(16);
  expect(Math.max(...(few.traces[0]?.max ?? []))).toBeGreaterThan(1.4);
  expect(few.step * 16).toBeCloseTo(5e-3, 9);
  // Reading traces is no command: nothing of it is an intent.
  expect(room.journal.intents.map(({ text }) => text)).toEqual([':TRIG:EDGE:LEV 0.5']);
});

test('at most 20 a second, the readings go on beside it, and a stopped scope says the same once', async () => {
  const simulated = await scopeOn();
  const room = await desk();
  const id = await room.connect(simulated.address);
  const before = room.journal.readings.length;
  const end = new AbortController();
  let frames = 0;
  const begun = performance.now();
  for await (const item of traces(room, id, [1, 2], 500, end.signal)) {
    frames += isFrame(item) ? 1 : 0;
    if (performance.now() - begun > 1000) end.abort();
  }
  expect(frames).toBeGreaterThan(5);
  expect(frames).toBeLessThanOrEqual(22);
  // Six readings a round, at 50 rounds a second at the most.
  expect(room.journal.readings.length - before).toBeGreaterThan(60);
  await room.send(id, 'STOP');
  const stopped = new AbortController();
  const states: string[] = [];
  setTimeout(() => stopped.abort(), 500);
  for await (const item of traces(room, id, [1], 500, stopped.signal))
    if (isFrame(item)) states.push(item.state);
  expect(states).toEqual(['stopped']);
});

test('R-7: a scope that is gone has no trace, and has one again when it answers', async () => {
  const simulated = await scopeOn();
  const line = await cable(simulated.port);
  const room = await desk();
  const id = await room.connect(line.address);
  const items = traces(room, id, [2])[Symbol.asyncIterator]();
  const next = async (): Promise<TraceFrame> => (await items.next()).value as TraceFrame;
  expect((await next()).item).toBe('frame');
  await line.unplug();
  let item = await next();
  while (item.item === 'frame') item = await next();
  expect(item.why).not.toBe('');
  await line.plug();
  while (item.item === 'none') item = await next();
  expect(item.traces[0]?.max.length).toBeGreaterThan(100);
});

test('a scope that waits for its first trigger has an empty trace, and its link stays in step', async () => {
  const simulated = await scopeOn();
  const room = await desk();
  const id = await room.connect(simulated.address);
  await room.send(id, 'TRIG:SWE NORM;:TRIG:EDGE:LEV 9');
  const waiting = await frame(traces(room, id, [1, 2]), ({ state }) => state === 'waiting');
  expect(waiting).toMatchObject({ samples: 0 });
  expect(waiting.traces.map(({ max }) => max.length)).toEqual([0, 0]);
  await room.send(id, 'TRIG:EDGE:LEV 0.5');
  const seen = await frame(traces(room, id, [2]), ({ state }) => state === 'triggered');
  expect(seen.samples).toBe(1000);
});

test('an instrument without traces, or a channel that it has not, is refused', async () => {
  const simulated = await supply();
  const scope = await scopeOn();
  const room = await desk();
  const id = await room.connect(simulated.address);
  const other = await room.connect(scope.address);
  await expect(first(traces(room, id, [1]), () => true)).rejects.toThrow(code('POINT_UNKNOWN'));
  await expect(first(traces(room, other, [3]), () => true)).rejects.toThrow(code('POINT_UNKNOWN'));
});
