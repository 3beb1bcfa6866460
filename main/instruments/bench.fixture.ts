import { expect } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditEntry, Call } from '#main/bridge/caller.ts';
import type { Journal, Outcome, Reading, Request } from '#main/session/ports.ts';
import type { Live } from '#shared/contract/instruments.ts';
import { type Role, rolePermissions } from '#shared/contract/permissions.ts';
import type { SafetyState } from '#shared/contract/safety.ts';
import { Fault } from '#shared/faults.ts';
import { type SimulatedSupply, startSimulatedSupply } from '#main/simulator/supply.ts';
import { transportFor } from '#main/transports/open.ts';
import { type InstrumentsOptions, openInstruments } from './open-instruments.ts';
import type { Instruments } from './service.ts';

/** A call of somebody with this role. */
export function callOf(role: Role | null, signal = new AbortController().signal): Call {
  const identity = role && {
    userId: role,
    name: role,
    role,
    permissions: rolePermissions[role],
    locked: false,
  };
  return { seat: 'seat', identity, who: role ?? 'nobody signed in', signal };
}

/** A journal in memory; `broken` is a disk that takes nothing. */
export class MemoryJournal implements Journal {
  readonly intents: Request[] = [];
  readonly notes: { request: Request; outcome: Outcome }[] = [];
  readonly readings: Reading[] = [];
  broken = false;
  /** A disk that never answers. */
  hanging = false;

  intend(_: unknown, request: Request): Promise<number> {
    if (this.hanging) return new Promise(() => undefined);
    if (this.broken) return Promise.reject(new Fault('HISTORY_UNWRITABLE', 'The history cannot be written.'));
    return Promise.resolve(this.intents.push(request));
  }
  settle(): Promise<void> {
    return this.broken
      ? Promise.reject(new Fault('HISTORY_UNWRITABLE', 'The history cannot be written.'))
      : Promise.resolve();
  }
  note(_: unknown, request: Request, outcome: Outcome): void {
    this.notes.push({ request, outcome });
  }
  reading(_: unknown, readings: readonly Reading[]): void {
    this.readings.push(...readings);
  }
}

type StartBench = NonNullable<InstrumentsOptions['startBench']>;

/** The room on a folder of its own, over real sockets. */
export class TestDesk {
  readonly folder: string;
  readonly journal = new MemoryJournal();
  readonly audit: AuditEntry[] = [];
  readonly ending = new AbortController();
  readonly #startBench: StartBench | undefined;
  instruments!: Instruments;

  static async open(
    prepare: (folder: string) => Promise<void> = () => Promise.resolve(),
    startBench?: StartBench,
  ): Promise<TestDesk> {
    const desk = new TestDesk(await mkdtemp(join(tmpdir(), 'lablink-desk-')), startBench);
    await prepare(desk.folder);
    await desk.start();
    return desk;
  }
  private constructor(folder: string, startBench?: StartBench) {
    this.folder = folder;
    this.#startBench = startBench;
  }

  async start(more: Partial<InstrumentsOptions> = {}): Promise<void> {
    this.instruments = await openInstruments({
      folder: this.folder,
      journal: this.journal,
      audit: { record: (entry) => Promise.resolve(void this.audit.push(entry)) },
      trends: ({ from, to }) =>
        Promise.resolve({ from, to, min: new Float64Array(1), max: new Float64Array(1) }),
      timing: { poll: 20 },
      ...(this.#startBench && { startBench: this.#startBench }),
      ...more,
    });
  }
  async restart(more: Partial<InstrumentsOptions> = {}): Promise<void> {
    await this.instruments.close();
    await this.start(more);
  }
  async close(): Promise<void> {
    this.ending.abort();
    await this.instruments.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  get handlers() {
    return this.instruments.handlers;
  }
  call(role: Role | null = 'administrator'): Call {
    return callOf(role);
  }
  async connect(address: string): Promise<string> {
    return (await this.handlers.instruments.connect({ address }, this.call())).id;
  }
  set(id: string, point: 'voltage' | 'current', value: number, channel = 1) {
    return Promise.resolve(this.handlers.instruments.set({ id, channel, point, value }, this.call()));
  }
  /** The operator says each time that it may be on without an envelope. */
  output(id: string, on: boolean, channel = 1) {
    const input = { id, channel, on, withoutEnvelope: true };
    return Promise.resolve(this.handlers.instruments.output(input, this.call()));
  }
  async send(id: string, text: string, confirm = false, role: Role = 'administrator') {
    return await this.handlers.instruments.send({ id, text, confirm }, this.call(role));
  }
  /** The first live state that is as wished. */
  async live(id: string, wished: (live: Live) => boolean): Promise<Live> {
    const call = callOf('viewer', this.ending.signal);
    return await first(this.handlers.instruments.live({ id }, call), wished);
  }
  async safety(wished: (state: SafetyState) => boolean = () => true): Promise<SafetyState> {
    const call = callOf(null, this.ending.signal);
    return await first<SafetyState>(this.handlers.safety.state({}, call), wished);
  }
}

/** The first item that is as wished; the test's own time limit ends the waiting. */
export async function first<T>(items: AsyncIterable<T>, wished: (item: T) => boolean): Promise<T> {
  let last: T | undefined;
  for await (const item of items) {
    last = item;
    if (wished(item)) return item;
  }
  throw new Error(`the stream ended before it was as wished; last: ${JSON.stringify(last)}`);
}

const closing: (() => Promise<unknown>)[] = [];
/** Ends what `supply` and `desk` started, newest first; for `afterEach`. */
export async function closeAll(): Promise<void> {
  for (const close of closing.splice(0).reverse()) await close();
}
/** Something else that a test has to end. */
export const closeLater = (close: () => Promise<unknown>): void => void closing.push(close);

/** A simulated supply on a socket. */
export async function supply(
  options: Parameters<typeof startSimulatedSupply>[0] = {},
): Promise<SimulatedSupply> {
  const started = await startSimulatedSupply(options);
  closing.push(() => started.close());
  return started;
}
/** A room on a folder of its own, which `prepare` may fill before. */
export async function desk(
  prepare?: (folder: string) => Promise<void>,
  startBench?: StartBench,
): Promise<TestDesk> {
  const opened = await TestDesk.open(prepare, startBench);
  closing.push(() => opened.close());
  return opened;
}

/** What an instrument itself says, over a line of its own. */
export async function asked(simulated: { readonly address: string }, question: string): Promise<string> {
  const line = transportFor(simulated.address)();
  const deadline = AbortSignal.timeout(2000);
  await line.open(deadline);
  await line.write(Buffer.from(`${question}\n`), deadline);
  const { bytes } = await line.read(deadline);
  await line.close();
  return Buffer.from(bytes).toString().trim();
}
/** Does something at the instrument, behind the console's back. */
export const told = (simulated: { readonly address: string }, command: string): Promise<string> =>
  asked(simulated, `${command};*OPC?`);

/** A fault with this code. */
export const code = (expected: string): unknown => expect.objectContaining({ code: expected });
