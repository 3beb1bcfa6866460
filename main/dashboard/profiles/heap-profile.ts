import {
  type Callee,
  type CallTree,
  calleeIn,
  callsAtMost,
  fieldsOf,
  idIn,
  numberIn,
  unreadableProfile,
} from './call-tree.ts';

/** Bytes: more than any machine has. */
const bytesAtMost = 2 ** 50;

/**
 * The calls of a `.heapprofile`, checked. Throws PROFILE_UNREADABLE, which says what is wrong.
 * source: Chrome DevTools Protocol 1.3, HeapProfiler.SamplingHeapProfile (head with children and selfSize, samples).
 */
export function heapTree(profile: Readonly<Record<string, unknown>>): CallTree {
  const head = fieldsOf(profile['head']);
  if (head === null) throw unreadableProfile('it has no head.');
  const callees: Callee[] = [];
  const parents: number[] = [];
  const self: number[] = [];
  const ids = new Set<number>();
  // JSON has no circles: what is nested is a tree.
  const waiting: Readonly<Record<string, unknown>>[] = [head];
  const callers: number[] = [-1];
  for (let at = 0; at < waiting.length; at++) {
    const node = waiting[at]!;
    if (waiting.length > callsAtMost)
      throw unreadableProfile(`it has more than ${callsAtMost} nodes, which is what is read at most.`);
    const { id: given, children = [] } = node;
    // Profiles of before 2019 have no ids.
    if (given !== undefined) {
      const id = idIn(given, `the id of node number ${at}`);
      if (ids.has(id)) throw unreadableProfile(`two nodes have the id ${id}.`);
      ids.add(id);
    }
    callees.push(calleeIn(node, `node number ${at}`));
    parents.push(callers[at]!);
    self.push(numberIn(node['selfSize'], `the selfSize of node number ${at}`, bytesAtMost));
    if (!Array.isArray(children)) throw unreadableProfile(`the children of node number ${at} are no list.`);
    for (const each of children) {
      const child = fieldsOf(each);
      if (child === null) throw unreadableProfile(`a child of node number ${at} is none.`);
      waiting.push(child);
      callers.push(at);
    }
  }
  checkSamples(profile['samples'], ids);
  const bytes = self.reduce((sum, each) => sum + each, 0);
  return {
    kind: 'heap',
    callees,
    parents: Int32Array.from(parents),
    self: Float64Array.from(self),
    samples: bytes,
    seconds: null,
  };
}

function checkSamples(samples: unknown, ids: ReadonlySet<number>): void {
  if (samples === undefined) return;
  if (!Array.isArray(samples)) throw unreadableProfile('its samples are no list.');
  for (const [at, each] of samples.entries()) {
    const sample = fieldsOf(each);
    if (sample === null) throw unreadableProfile(`sample ${at} is none.`);
    numberIn(sample['size'], `the size of sample ${at}`, bytesAtMost);
    if (!ids.has(idIn(sample['nodeId'], `the nodeId of sample ${at}`)))
      throw unreadableProfile(`sample ${at} is of a node that is not there.`);
  }
}
