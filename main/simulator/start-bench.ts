import { startThread } from '#main/threads/start.ts';
import type { SimulatedKey } from './keys.ts';

/** One simulated instrument, reached like a real one. */
export interface SimulatedInstrument {
  readonly key: SimulatedKey;
  /** As a person calls it. */
  readonly name: string;
  /** `tcp://127.0.0.1:port`. */
  readonly address: string;
}

/** A bench that runs beside the console: nothing but sockets connects the two. */
export interface SimulatedBench {
  readonly instruments: readonly SimulatedInstrument[];
  /** Ends every simulated instrument; their links close. */
  close(): Promise<void>;
}

/** One that runs on a thread of its own, and may end by itself. */
export interface StartedBench extends SimulatedBench {
  /** Called once, when it ended without being closed. Returns what takes the listener away. */
  onExit(listener: (why: string) => void): () => void;
}

/**
 * Starts the simulated bench on a worker thread, so that simulating never delays a conversation with an instrument.
 * Rejects with the thread's Fault when a port cannot be opened.
 */
export async function startSimulatedBench(): Promise<StartedBench> {
  const thread = startThread('bench');
  try {
    const instruments = (await thread.call('start', {})) as readonly SimulatedInstrument[];
    return {
      instruments,
      onExit: (listener) => thread.onExit(listener),
      close: () => thread.close(),
    };
  } catch (error) {
    await thread.close();
    throw error;
  }
}
