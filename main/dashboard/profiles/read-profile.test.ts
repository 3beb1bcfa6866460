import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { cpuNode, cpuProfile, heapNode } from './profile.fixture.ts';
import { readProfile } from './read-profile.ts';

const read = (profile: unknown) => readProfile(JSON.stringify(profile));
const heap = (head: unknown, samples?: unknown) => ({ head, ...(samples !== undefined && { samples }) });

test('each sample holds until the next one, the last one until the end', () => {
  const { callees, self, parents, samples, seconds } = read(cpuProfile());
  expect(callees.map(({ name }) => name)).toEqual(['(root)', 'slow', '(idle)']);
  expect([...self]).toEqual([0, 9, 1]);
  expect([...parents]).toEqual([-1, 0, 0]);
  expect([samples, seconds]).toEqual([3, 0.01]);
});

test('samples that V8 wrote out of order are put in order: no time is negative, none is lost', () => {
  const { self } = read(
    cpuProfile({ samples: [2, 3, 2, 3], timeDeltas: [1000, 4000, -500, 1500], endTime: 10_000 }),
  );
  // Taken at 1.0, 5.0, 4.5 and 6.0 ms: slow 1.0 to 5.0 (with the late one), idle 5.0 to 10.0.
  expect([...self]).toEqual([0, 4, 5]);
});

test('callers come before what they call, however a file lists them', () => {
  const nodes = [cpuNode(7, 'c'), cpuNode(5, 'b', [7]), cpuNode(1, '(root)', [5])];
  const { callees, parents } = read(cpuProfile({ nodes, samples: [7], timeDeltas: [0] }));
  expect(callees.map(({ name }) => name)).toEqual(['(root)', 'b', 'c']);
  expect([...parents]).toEqual([-1, 0, 1]);
});

test('a heap profile: bytes by who allocated them', () => {
  const head = heapNode(1, '(root)', 0, [heapNode(2, 'keeps', 3000, [heapNode(3, 'inner', 500)])]);
  const tree = read(heap(head, [{ size: 3500, nodeId: 2, ordinal: 1 }]));
  expect(tree).toMatchObject({ kind: 'heap', samples: 3500, seconds: null });
  expect([...tree.self]).toEqual([0, 3000, 500]);
  expect([...tree.parents]).toEqual([-1, 0, 1]);
});

const one = cpuNode(1, '(root)');
test.each([
  ['a list', [], /performance trace/],
  ['null', null, /neither nodes/],
  ['a node that is none', cpuProfile({ nodes: [one, 5] }), /node number 1 is none/],
  ['an id that is none', cpuProfile({ nodes: [{ ...one, id: -1 }] }), /id of node number 0/],
  ['an id that is a fraction', cpuProfile({ nodes: [{ ...one, id: 1.5 }] }), /id of node number 0/],
  ['two of one id', cpuProfile({ nodes: [one, one] }), /two nodes have the id 1/],
  ['no call frame', cpuProfile({ nodes: [{ id: 1 }] }), /node 1 has no callFrame/],
  ['a name that is none', cpuProfile({ nodes: [{ ...one, callFrame: { url: '' } }] }), /no functionName/],
  [
    'a place that is none',
    cpuProfile({ nodes: [cpuNode(1, 'a', [], { lineNumber: 1e12 })] }),
    /a place that is none/,
  ],
  ['children that are none', cpuProfile({ nodes: [{ ...one, children: 'x' }] }), /children of node 1/],
  [
    'a negative hit count',
    cpuProfile({ nodes: [{ ...one, hitCount: -1 }] }),
    /hitCount of node 1 is negative/,
  ],
  [
    'a node with two callers',
    cpuProfile({ nodes: [cpuNode(1, '(root)', [2, 3]), cpuNode(2, 'a', [3]), cpuNode(3, 'b')] }),
    /node 3 is called from two places/,
  ],
  [
    'a circle beside the root',
    cpuProfile({ nodes: [one, cpuNode(2, 'a', [3]), cpuNode(3, 'b', [2])] }),
    /circle/,
  ],
  ['its own child', cpuProfile({ nodes: [cpuNode(1, '(root)', [1])] }), /circle/],
  ['no time', cpuProfile({ startTime: undefined }), /startTime is no number/],
  ['an absurd time', cpuProfile({ endTime: 1e300 }), /endTime is beyond/],
  ['an end before the beginning', cpuProfile({ startTime: 20_000 }), /ends before it begins/],
  ['two days', cpuProfile({ endTime: 48 * 3600e6 }), /longer than a day/],
  ['no samples', cpuProfile({ samples: undefined }), /no samples/],
  ['steps that are none', cpuProfile({ timeDeltas: [0, 'x', 0] }), /timeDelta 1 is no number/],
  ['a step far back', cpuProfile({ timeDeltas: [0, -5e9, 0] }), /sample 1 was taken outside/],
  ['a step far ahead', cpuProfile({ timeDeltas: [0, 5e9, 0] }), /sample 1 was taken outside/],
  ['a head that is none', heap(5), /no head/],
  ['bytes below 0', heap(heapNode(1, '(root)', -1)), /selfSize of node number 0 is negative/],
  ['bytes beyond any machine', heap(heapNode(1, '(root)', 1e300)), /selfSize of node number 0 is beyond/],
  ['a child that is none', heap(heapNode(1, '(root)', 0, [null])), /a child of node number 0 is none/],
  ['heap nodes of one id', heap(heapNode(1, '(root)', 0, [heapNode(1, 'a', 1)])), /two nodes have the id 1/],
  [
    'a heap sample of nothing',
    heap(heapNode(1, '(root)', 0), [{ size: 1, nodeId: 9, ordinal: 1 }]),
    /sample 0 is of a node that is not there/,
  ],
])('%s is refused, and said what is wrong', (_, profile, why) => {
  expect(() => read(profile)).toThrow(
    expect.objectContaining({ code: 'PROFILE_UNREADABLE', message: expect.stringMatching(why) }),
  );
});

test('R-23: a hundred thousand calls in each other need no stack, and half a million are the end', () => {
  const deep = Array.from({ length: 100_000 }, (_, at) =>
    cpuNode(at + 1, `f${at}`, at + 2 <= 100_000 ? [at + 2] : []),
  );
  expect(read(cpuProfile({ nodes: deep, samples: [100_000], timeDeltas: [0] })).callees).toHaveLength(
    100_000,
  );
  const text = '{"nodes":[' + Array.from({ length: 500_001 }, () => '0').join(',') + ']}';
  expect(() => readProfile(text)).toThrow(/500001 nodes; at most 500000/);
});

test('R-23: whatever is in a file, it is read or refused as unreadable, without a word of it', () => {
  const secret = 'hunter2';
  const wild = fc.oneof(
    fc.json(),
    fc.string(),
    fc
      .record({
        nodes: fc.array(
          fc.record({
            id: fc.oneof(fc.integer(), fc.constant(secret)),
            children: fc.array(fc.oneof(fc.nat(4), fc.anything())),
            callFrame: fc.oneof(
              fc.record({ functionName: fc.constant(secret), url: fc.string() }),
              fc.anything(),
            ),
          }),
        ),
        startTime: fc.double(),
        endTime: fc.double(),
        samples: fc.array(fc.oneof(fc.nat(4), fc.constant(secret))),
        timeDeltas: fc.array(fc.double()),
      })
      .map((profile) => JSON.stringify(profile)),
  );
  const outcome = (text: string): string => {
    try {
      return readProfile(text).kind;
    } catch (error) {
      return error instanceof Fault && error.code === 'PROFILE_UNREADABLE' && !error.message.includes(secret)
        ? 'refused'
        : String(error);
    }
  };
  fc.assert(
    fc.property(wild, (text) => {
      expect(['cpu', 'heap', 'refused']).toContain(outcome(text));
    }),
    { numRuns: 500 },
  );
});
