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

/** Times are in microseconds on a clock of V8's own: this is three hundred years of it. */
const timeAtMost = 1e16;
/** One recording, microseconds. */
const spanAtMost = 24 * 3600e6;
/**
 * How far a sample may lie outside its recording, microseconds. V8 puts samples that are taken beside each other out of order now and
 * then, with a small negative step between them; readers sort them.
 */
const slack = 1e6;

interface Nodes {
  readonly indexOf: ReadonlyMap<number, number>;
  readonly callees: readonly Callee[];
  readonly children: readonly (readonly number[])[];
}

/**
 * The calls of a `.cpuprofile`, checked. Throws PROFILE_UNREADABLE, which says what is wrong.
 * source: Chrome DevTools Protocol 1.3, Profiler.Profile (nodes, startTime, endTime, samples, timeDeltas).
 */
export function cpuTree(profile: Readonly<Record<string, unknown>>): CallTree {
  const nodes = nodesIn(profile['nodes']);
  const { order, parents } = ordered(nodes);
  const place = new Int32Array(order.length);
  for (const [at, node] of order.entries()) place[node] = at;

  const startTime = numberIn(profile['startTime'], 'startTime', timeAtMost);
  const endTime = numberIn(profile['endTime'], 'endTime', timeAtMost);
  if (endTime < startTime) throw unreadableProfile('it ends before it begins.');
  if (endTime - startTime > spanAtMost) throw unreadableProfile('it is longer than a day.');
  const { samples, times } = samplesIn(profile, startTime, endTime);

  const self = new Float64Array(order.length);
  for (const [at, id] of samples.entries()) {
    const node = nodes.indexOf.get(id as number);
    if (node === undefined) throw unreadableProfile(`sample ${at} is of a node that is not there.`);
    // A sample holds until the next one; the last one until the end.
    const until = at + 1 < times.length ? times[at + 1]! : Math.max(endTime, times[at]!);
    self[place[node]!]! += (until - times[at]!) / 1000;
  }
  return {
    kind: 'cpu',
    callees: order.map((node) => nodes.callees[node]!),
    parents,
    self,
    samples: samples.length,
    seconds: (endTime - startTime) / 1e6,
  };
}

function nodesIn(list: unknown): Nodes {
  if (!Array.isArray(list) || list.length === 0) throw unreadableProfile('it has no nodes.');
  if (list.length > callsAtMost)
    throw unreadableProfile(`it has ${list.length} nodes; at most ${callsAtMost} are read.`);
  const indexOf = new Map<number, number>();
  const callees: Callee[] = [];
  const children: (readonly number[])[] = [];
  for (const [index, each] of list.entries()) {
    const node = fieldsOf(each);
    if (node === null) throw unreadableProfile(`node number ${index} is none.`);
    const id = idIn(node['id'], `the id of node number ${index}`);
    if (indexOf.has(id)) throw unreadableProfile(`two nodes have the id ${id}.`);
    indexOf.set(id, index);
    callees.push(calleeIn(node, `node ${id}`));
    const { children: below = [], hitCount = 0 } = node;
    if (!Array.isArray(below)) throw unreadableProfile(`the children of node ${id} are no list.`);
    children.push(below.map((child) => idIn(child, `a child of node ${id}`)));
    numberIn(hitCount, `the hitCount of node ${id}`, Number.MAX_SAFE_INTEGER);
  }
  return { indexOf, callees, children };
}

/** Callers before what they call, from the one root on. */
function ordered({ indexOf, children }: Nodes): { order: readonly number[]; parents: Int32Array } {
  const idOf = [...indexOf.keys()];
  const parentOf = new Int32Array(children.length).fill(-1);
  const below: number[][] = [];
  for (const [node, ids] of children.entries()) {
    const found: number[] = [];
    for (const id of ids) {
      const child = indexOf.get(id);
      if (child === undefined)
        throw unreadableProfile(`node ${idOf[node]} has a child ${id} that is not there.`);
      if (parentOf[child] !== -1) throw unreadableProfile(`node ${id} is called from two places.`);
      parentOf[child] = node;
      found.push(child);
    }
    below.push(found);
  }
  const roots = parentOf.reduce((count, parent) => count + (parent === -1 ? 1 : 0), 0);
  if (roots === 0) throw unreadableProfile('its nodes call each other in a circle.');
  if (roots > 1) throw unreadableProfile(`it has ${roots} roots instead of one.`);
  const order = [parentOf.indexOf(-1)];
  const parents = new Int32Array(children.length).fill(-1);
  for (let at = 0; at < order.length; at++)
    for (const child of below[order[at]!]!) {
      parents[order.length] = at;
      order.push(child);
    }
  if (order.length < children.length)
    throw unreadableProfile('some of its nodes call each other in a circle.');
  return { order, parents };
}

/** Samples in the order in which they were taken, and when, microseconds. */
function samplesIn(
  profile: Readonly<Record<string, unknown>>,
  startTime: number,
  endTime: number,
): { samples: readonly unknown[]; times: Float64Array } {
  const { samples, timeDeltas } = profile;
  if (!Array.isArray(samples) || !Array.isArray(timeDeltas))
    throw unreadableProfile('it has no samples or no timeDeltas.');
  if (samples.length !== timeDeltas.length)
    throw unreadableProfile(`it has ${samples.length} samples, but ${timeDeltas.length} timeDeltas.`);
  const times = new Float64Array(samples.length);
  let time = startTime;
  let inOrder = true;
  for (const [at, delta] of timeDeltas.entries()) {
    if (typeof delta !== 'number' || !Number.isFinite(delta))
      throw unreadableProfile(`timeDelta ${at} is no number.`);
    if (delta < 0) inOrder = false;
    time += delta;
    if (time < startTime - slack || time > endTime + slack)
      throw unreadableProfile(`sample ${at} was taken outside the time of the recording.`);
    times[at] = time;
  }
  if (inOrder) return { samples, times };
  const order = Uint32Array.from(times.keys()).sort((a, b) => times[a]! - times[b]! || a - b);
  return {
    samples: Array.from(order, (at) => samples[at] as unknown),
    times: Float64Array.from(order, (at) => times[at]!),
  };
}
