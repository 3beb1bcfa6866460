import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BusAction } from '#shared/contract/instruments.ts';
import type { Stores } from '#renderer/stores/open-stores.ts';
import { faultShape } from '#shared/faults.ts';
import type { Reply } from '#shared/contract/program.ts';
import { busNames, statusWords } from './bus-words.ts';
import { type InputHistory, remember } from './input-history.ts';
import { addEntry, emptyTranscript, type Entry, settleEntry, type Transcript } from './transcript.ts';

/** What is under way on one instrument. */
export interface Running {
  /** The entry of the line that is on its way. */
  readonly entry: number;
  /** Epoch ms at which that line was given to the console. */
  readonly since: number;
  readonly deadlineMs: number;
  readonly line: number;
  readonly of: number;
}

/** What is sent. */
interface Message {
  readonly id: string;
  readonly text: string;
  readonly bus: BusAction | null;
  readonly confirm: boolean;
}

/** The terminal of one instrument. */
export interface Terminal {
  readonly transcript: Transcript;
  readonly history: InputHistory;
  /** What is typed and not sent yet. */
  readonly draft: string;
  readonly deadlineMs: number;
  readonly running: Running | null;
}

export interface SendOptions {
  /** Lets a command of unknown effect through an envelope (`safety:confirm`). */
  readonly confirm?: boolean;
  /** What the arrows will bring back; the lines themselves when left out. */
  readonly typed?: string;
}

/** The deadline that the console takes when none is given, ms. */
export const usualDeadlineMs = 1000;

const emptyTerminal: Terminal = {
  transcript: emptyTranscript,
  history: { sent: [] },
  draft: '',
  deadlineMs: usualDeadlineMs,
  running: null,
};

/** The terminals of a window, one an instrument. What they hold lives as long as the window, and no longer than its person. */
export interface Terminals {
  of(id: string): StoreApi<Terminal>;
  /** Sends lines one after another and stops at the first fault. Resolves when it is over; nothing while another run is under way. */
  send(id: string, lines: readonly string[], options?: SendOptions): Promise<void>;
  /** Sends an interface message; nothing while a run is under way. */
  act(id: string, bus: BusAction, options?: Pick<SendOptions, 'confirm'>): Promise<void>;
  /** Gives up what is under way, and the lines behind it. */
  cancel(id: string): void;
  clear(id: string): void;
}

const windows = new WeakMap<Stores, Terminals>();

/** The terminals of this window. */
export function terminalsOf(stores: Stores): Terminals {
  const terminals = windows.get(stores) ?? openTerminals(stores);
  windows.set(stores, terminals);
  return terminals;
}

function openTerminals(stores: Stores): Terminals {
  const terminals = new Map<string, StoreApi<Terminal>>();
  const aborts = new Map<string, AbortController>();
  let nextId = 1;

  const of = (id: string): StoreApi<Terminal> => {
    const terminal = terminals.get(id) ?? createStore<Terminal>()(() => emptyTerminal);
    terminals.set(id, terminal);
    return terminal;
  };
  const change = (terminal: StoreApi<Terminal>, by: (transcript: Transcript) => Transcript): void =>
    terminal.setState(({ transcript }) => ({ transcript: by(transcript) }));
  const forget = (id: string): void => {
    aborts.get(id)?.abort();
    terminals.delete(id);
  };

  // Nobody reads what somebody else typed: it goes when another person signs in.
  let person = stores.account.getState().state?.user?.id ?? null;
  stores.account.subscribe(({ state }) => {
    const user = state?.user?.id ?? null;
    if (user === null || user === person) return;
    if (person !== null) for (const id of terminals.keys()) forget(id);
    person = user;
  });
  // Instruments come and go under ever new ids.
  stores.instruments.subscribe(({ value }) => {
    if (value === null) return;
    const there = new Set(value.map(({ id }) => id));
    for (const id of terminals.keys()) if (!there.has(id)) forget(id);
  });

  /** Sends one message of either kind. */
  const deliver = async (
    { id, text, bus, confirm }: Message,
    deadlineMs: number,
    signal: AbortSignal,
  ): Promise<{ readonly reply: Reply | null; readonly wireMs: number | null }> => {
    const { instruments } = stores.bridge.client();
    if (bus !== null) {
      const { statusByte } = await instruments.bus({ id, action: bus, confirm }, { signal });
      if (statusByte === null) return { reply: null, wireMs: null };
      const words = statusWords(statusByte);
      return { reply: { kind: 'text', text: words, length: words.length }, wireMs: null };
    }
    const deadline = deadlineMs === usualDeadlineMs ? {} : { deadlineMs };
    return instruments.send({ id, text, confirm, ...deadline }, { signal });
  };

  /** One message. False when a fault ends the run. */
  const exchange = async (
    terminal: StoreApi<Terminal>,
    running: Omit<Running, 'entry' | 'since'>,
    message: Message,
    signal: AbortSignal,
  ): Promise<boolean> => {
    const entry = nextId++;
    const since = Date.now();
    const { line, of: count, deadlineMs } = running;
    const added: Entry = {
      kind: 'exchange',
      id: entry,
      at: since,
      text: message.text,
      bus: message.bus,
      confirmed: message.confirm,
      place: count > 1 ? { line, of: count } : null,
      outcome: { kind: 'running' },
    };
    terminal.setState(({ transcript }) => ({
      transcript: addEntry(transcript, added),
      running: { ...running, entry, since },
    }));
    try {
      const { reply, wireMs } = await deliver(message, deadlineMs, signal);
      change(terminal, (transcript) => settleEntry(transcript, entry, { kind: 'reply', reply, wireMs }));
      return true;
    } catch (error) {
      const fault = faultShape(error);
      change(terminal, (transcript) => settleEntry(transcript, entry, { kind: 'fault', fault }));
      return false;
    }
  };

  return {
    of,
    async send(id, lines, { confirm = false, typed = lines.join('\n') } = {}) {
      const terminal = of(id);
      if (aborts.has(id) || lines.length === 0) return;
      const abort = new AbortController();
      aborts.set(id, abort);
      const { deadlineMs } = terminal.getState();
      terminal.setState(({ history }) => ({ history: remember(history, typed) }));
      let done = 0;
      for (const text of lines) {
        const running = { line: done + 1, of: lines.length, deadlineMs };
        const fine = await exchange(terminal, running, { id, text, bus: null, confirm }, abort.signal);
        done++;
        if (!fine || abort.signal.aborted) break;
      }
      const left = lines.slice(done);
      if (left.length > 0)
        change(terminal, (transcript) =>
          addEntry(transcript, { kind: 'unsent', id: nextId++, at: Date.now(), lines: left }),
        );
      aborts.delete(id);
      terminal.setState({ running: null });
    },
    async act(id, bus, { confirm = false } = {}) {
      const terminal = of(id);
      if (aborts.has(id)) return;
      const abort = new AbortController();
      aborts.set(id, abort);
      const { deadlineMs } = terminal.getState();
      const message = { id, text: busNames[bus], bus, confirm };
      await exchange(terminal, { line: 1, of: 1, deadlineMs }, message, abort.signal);
      aborts.delete(id);
      terminal.setState({ running: null });
    },
    cancel: (id) => aborts.get(id)?.abort(),
    clear: (id) => {
      const terminal = of(id);
      // What is under way stays: it will have an outcome.
      terminal.setState(({ transcript, running }) => ({
        transcript: {
          entries: transcript.entries.filter((entry) => running !== null && entry.id === running.entry),
          dropped: 0,
        },
      }));
    },
  };
}
