import { setTracing, tracesKept, tracing } from '#main/profiling/trace.ts';
import type { DeepState } from '#shared/contract/traces.ts';
import { deepCost } from './cost.ts';

/** The variable of the environment that switches deep mode on at the start, when it is 1. */
export const deepVariable = 'LABLINK_PROFILING';

/** Deep mode: the one switch, and who moved it. */
export class DeepMode {
  #since: number | null = null;
  #by: string | null = null;
  readonly #listeners = new Set<(state: DeepState) => void>();

  get state(): DeepState {
    return { on: tracing(), since: this.#since, by: this.#by, keeps: tracesKept, cost: deepCost };
  }

  /** Switches it. Nothing changes when it is so already: whoever switched it on stays named, and the traces stay. */
  set(on: boolean, by: string): void {
    if (on === tracing()) return;
    setTracing(on);
    this.#since = on ? Date.now() : null;
    this.#by = on ? by : null;
    const { state } = this;
    for (const listener of this.#listeners) listener(state);
  }

  /** Tells the state now, and after every change. */
  watch(listener: (state: DeepState) => void): () => void {
    this.#listeners.add(listener);
    listener(this.state);
    return () => this.#listeners.delete(listener);
  }
}
