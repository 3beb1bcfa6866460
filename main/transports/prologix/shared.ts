import { abortFault, within } from '#main/transports/inbox.ts';
import type { Transport } from '#main/transports/transport.ts';
import { Adapter } from './adapter.ts';
import type { AdapterTiming } from './timing.ts';

/** An adapter as one instrument has it. */
export interface Share {
  readonly adapter: Adapter;
  /** The instrument leaves it; the last one closes it. */
  leave(): Promise<void>;
}

interface Entry {
  readonly opening: Promise<Adapter>;
  readonly giveUp: AbortController;
  users: number;
}

/**
 * The adapters that this process has open, by their address in its one spelling: an adapter has one place, and its bus is
 * one. An adapter that is reached by two addresses (a name and a number) would be two here.
 */
const entries = new Map<string, Entry>();
/** Adapters that are being closed: their place is not free yet. */
const leaving = new Map<string, Promise<void>>();

/**
 * The adapter at this address, opened by whoever comes first, for all. Rejects with INSTRUMENT_UNREACHABLE, to everybody
 * who waits for it, or with the signal's fault.
 */
export async function share(
  name: string,
  link: () => Transport,
  signal: AbortSignal,
  timing?: AdapterTiming,
): Promise<Share> {
  if (signal.aborted) throw abortFault(signal);
  const entry = entries.get(name) ?? enter(name, link, timing);
  entry.users++;
  let left = false;
  const leave = (): Promise<void> => {
    if (left) return Promise.resolve();
    left = true;
    entry.users--;
    return entry.users > 0 ? Promise.resolve() : end(name, entry);
  };
  try {
    const adapter = await within(entry.opening, signal);
    return { adapter, leave };
  } catch (error) {
    void leave();
    throw error;
  }
}

function enter(name: string, link: () => Transport, timing?: AdapterTiming): Entry {
  const giveUp = new AbortController();
  const open = async (): Promise<Adapter> => {
    await leaving.get(name);
    const adapter = await Adapter.open(link(), name, giveUp.signal, timing);
    adapter.onOver(() => void end(name, entry));
    return adapter;
  };
  const entry: Entry = { opening: open(), giveUp, users: 0 };
  entry.opening.catch(() => void end(name, entry));
  entries.set(name, entry);
  return entry;
}

/** Nobody new comes to it; whoever comes now gets another, when the place of this one is free. */
function end(name: string, entry: Entry): Promise<void> {
  if (entries.get(name) === entry) entries.delete(name);
  entry.giveUp.abort();
  const closing = entry.opening
    .then((adapter) => adapter.close())
    .catch(() => undefined)
    .finally(() => {
      if (leaving.get(name) === closing) leaving.delete(name);
    });
  leaving.set(name, closing);
  return closing;
}
