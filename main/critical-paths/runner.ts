import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { type ChosenPaths, chosenPaths, doneTwice } from './all.ts';
import type { OpenPath, PathSizes } from './path.ts';

/** One round of a path in one start: its samples, ms each. */
export interface Round {
  readonly id: string;
  readonly batch: number;
  readonly samples: readonly number[];
}

/** How long one round of one path goes on, ms; a path that takes longer is done once. */
const usualRoundMs = 150;
const leastSamples = 1;
/** More are not kept: beyond, the next round tells more than this one. */
const mostSamples = 400;
/** Before it is measured, each path runs for so many rounds: code is compiled, pages are read. */
const warmUpRounds = 2;

export interface RunnerOptions extends ChosenPaths {
  /** Where `prepareData` has made what they work on. */
  readonly data: string;
  /** An empty folder for what this start writes. */
  readonly folder: string;
  readonly sizes: PathSizes;
  readonly roundMs?: number;
}

/** One start of the critical paths: all of them open in this process (or thread), measured in turns. */
export class PathRunner {
  readonly #options: RunnerOptions;
  readonly #open = new Map<string, OpenPath>();

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  get #roundMs(): number {
    return this.#options.roundMs ?? usualRoundMs;
  }

  /** Opens a path and warms it up. */
  async open(id: string): Promise<void> {
    const path = chosenPaths(this.#options).find((each) => each.id === id);
    if (path === undefined) throw new Error(`no critical path ${id}`);
    const { data, folder, sizes } = this.#options;
    const own = join(folder, id);
    mkdirSync(own, { recursive: true });
    const opened =
      path.twiceOf === undefined
        ? await path.open({ data, folder: own, sizes })
        : doneTwice(this.#opened(path.twiceOf));
    this.#open.set(id, opened);
    const start = performance.now();
    do await opened.sample();
    while (performance.now() - start < warmUpRounds * this.#roundMs);
  }

  /** One round of a path that is open. */
  async round(id: string): Promise<Round> {
    const path = this.#opened(id);
    const samples: number[] = [];
    const until = performance.now() + this.#roundMs;
    while (samples.length < leastSamples || (performance.now() < until && samples.length < mostSamples)) {
      samples.push(await path.sample());
      // What answers at once must not hold up those who want to be heard.
      await turn();
    }
    return { id, batch: path.batch, samples };
  }

  /** Rejects when what was measured did not really happen. */
  prove(id: string): Promise<string> {
    return this.#opened(id).prove();
  }

  async close(): Promise<void> {
    const open = [...this.#open.values()];
    this.#open.clear();
    for (const path of open) await path.close();
  }

  #opened(id: string): OpenPath {
    const path = this.#open.get(id);
    if (path === undefined) throw new Error(`the path ${id} is not open`);
    return path;
  }
}
