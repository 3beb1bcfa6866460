import { type Frame, framesAtMost } from '#shared/contract/profiles.ts';
import { t } from '#shared/language/t.ts';
import type { CallTree } from './call-tree.ts';
import { type ModuleAt, type Origin, originOf } from './frame-rooms.ts';

/** Frames under this part of everything but idle time are left out. */
const leastPart = 1 / 2000;

/** A flame graph of one profile, or of one against another. */
export interface FlameGraph {
  readonly total: number;
  readonly idle: number;
  readonly totalThen: number | null;
  readonly idleThen: number | null;
  readonly hidden: number;
  readonly unknown: string;
  readonly frames: readonly Frame[];
}

interface Node {
  readonly parent: number;
  readonly name: string;
  readonly origin: Origin;
  self: number;
  total: number;
  totalThen: number;
}

/** Functions that are called on one way from the root are one frame, in both profiles. */
class Merged {
  readonly nodes: Node[] = [];
  readonly #places = new Map<string, number>();
  readonly #compares: boolean;
  readonly #moduleAt: ModuleAt;

  constructor(compares: boolean, moduleAt: ModuleAt) {
    this.#compares = compares;
    this.#moduleAt = moduleAt;
  }

  /**
   * What makes a frame the same one under the same caller. Against another profile, a function that has a name is known by that and by its
   * file: lines move when the file is worked on, and that is what comparing is for.
   */
  #keyOf(parent: number, { name, line, column }: CallTree['callees'][number], { where }: Origin): string {
    return this.#compares && name !== ''
      ? `${parent} ${name} ${where.replace(/:\d+$/u, '')}`
      : `${parent} ${name} ${where} ${line} ${column}`;
  }

  add(tree: CallTree, weigh: (node: Node, self: number) => void): void {
    const place = new Int32Array(tree.callees.length);
    for (const [index, callee] of tree.callees.entries()) {
      const parent = index === 0 ? -1 : place[tree.parents[index]!]!;
      const origin = originOf(callee, this.#moduleAt);
      const key = this.#keyOf(parent, callee, origin);
      let at = this.#places.get(key);
      if (at === undefined) {
        at = this.nodes.length;
        this.#places.set(key, at);
        this.nodes.push({ parent, name: callee.name, origin, self: 0, total: 0, totalThen: 0 });
      }
      place[index] = at;
      weigh(this.nodes[at]!, tree.self[index]!);
    }
  }

  /** Callers come before what they call, so one pass from the end sums up. */
  sumUp(): void {
    for (let at = this.nodes.length - 1; at > 0; at--) {
      const { parent, total, totalThen } = this.nodes[at]!;
      this.nodes[parent]!.total += total;
      this.nodes[parent]!.totalThen += totalThen;
    }
  }
}

/**
 * The flame graph of a profile; `then`: the one it is compared with, of the same kind. Weights in ms, or bytes. `moduleAt`: what is known of
 * the bundles of a packed console.
 */
export function flameOf(now: CallTree, then: CallTree | null, moduleAt: ModuleAt = () => null): FlameGraph {
  const merged = new Merged(then !== null, moduleAt);
  merged.add(now, (node, self) => {
    node.self += self;
    node.total += self;
  });
  if (then !== null)
    merged.add(then, (node, self) => {
      node.totalThen += self;
    });
  merged.sumUp();
  const { nodes } = merged;
  const root = nodes[0]!;
  const idle = sumOf(nodes, (node) => node.total);
  const idleThen = sumOf(nodes, (node) => node.totalThen);
  const busy = root.total - idle;
  const busyThen = root.totalThen - idleThen;
  const fits = (part: number) => (node: Node, index: number) =>
    index === 0 ||
    (node.total > 0 && node.total >= busy * part) ||
    (node.totalThen > 0 && node.totalThen >= busyThen * part);
  let part = leastPart;
  let kept = nodes.map(fits(part));
  while (kept.filter(Boolean).length > framesAtMost) {
    part *= 1.5;
    kept = nodes.map(fits(part));
  }
  const places = new Int32Array(nodes.length).fill(-1);
  const frames: Frame[] = [];
  for (const [index, node] of nodes.entries()) {
    if (!kept[index]) continue;
    places[index] = frames.length;
    frames.push({
      parent: node.parent === -1 ? -1 : places[node.parent]!,
      name: node.name === '' ? '(anonymous)' : node.name,
      room: node.origin.room,
      where: node.origin.where,
      self: node.self,
      total: node.total,
      totalThen: then === null ? null : node.totalThen,
    });
  }
  return {
    total: root.total,
    idle,
    totalThen: then === null ? null : root.totalThen,
    idleThen: then === null ? null : idleThen,
    hidden: nodes.length - frames.length,
    unknown: nodes.some(({ origin }) => origin.packed)
      ? t`Some of this code is in bundles that are not of this console: which part of it they are cannot be told.`
      : '',
    frames,
  };
}

/** Idle time is a child of the root. */
const sumOf = (nodes: readonly Node[], weight: (node: Node) => number): number =>
  nodes.reduce(
    (sum, node) => (node.parent === 0 && node.origin.room === 'idle' ? sum + weight(node) : sum),
    0,
  );
