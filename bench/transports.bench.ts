import { type ChildProcess, execFile, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { transportFor } from '#main/transports/open.ts';
import { type PtyPair, ptyPair, ptysAvailable } from '#main/transports/serial/pty.fixture.ts';
import type { Session } from '#main/session/session.ts';
import { batchedJournal, operator, sessionOver } from './instrument.fixture.ts';
import { bareSerial } from './peers/bare-serial.ts';
import type { BenchResult, BenchRow } from './result.ts';

const run_ = promisify(execFile);
// Short rounds, in turns: what else this PC does falls on all of them alike.
const rounds = 9;
const perRound = 1_000;

interface Served {
  readonly tcp: string;
  readonly port: number;
  readonly vxi11: string;
  readonly hislip: string;
  readonly portmapped: boolean;
}

/** Asks `*IDN?` again and again, one question after the other; queries a second. */
type Asker = () => Promise<number>;

export const alone = true;

/**
 * The rate of queries over each transport, by whole sessions with a journal, against the fastest program at hand on the
 * same server: lxi-tools for raw sockets and VXI-11, the `serialport` package alone for a serial line, and the console's
 * own raw socket for HiSLIP, which no other program here speaks.
 */
export async function run(): Promise<BenchResult> {
  const cables = ptysAvailable('bench transports') ? [await ptyPair(), await ptyPair()] : [];
  const { child, served } = await serve(cables);
  const book = batchedJournal();
  const sessions: Session[] = [];
  const asker = async (address: string): Promise<Asker> => {
    const session = await sessionOver(() => transportFor(address)(), address, book.journal);
    sessions.push(session);
    const options = { lane: 'person', operator, effects: [{ kind: 'none' }], reply: true } as const;
    return () => rate(async () => void (await session.exchange('*IDN?', options)));
  };
  const askers: Record<string, Asker> = {
    tcp: await asker(served.tcp),
    vxi11: await asker(served.vxi11),
    hislip: await asker(served.hislip),
  };
  const lxi = spawnSync('lxi', ['--version'], { timeout: 5_000 }).error === undefined;
  if (lxi) askers['lxi raw'] = () => lxiRate(['-r', '-p', String(served.port)]);
  if (lxi && served.portmapped) askers['lxi vxi11'] = () => lxiRate([]);
  const [ours, bare] = cables;
  const alone = bare && (await bareSerial(bare.console));
  if (ours !== undefined && alone !== undefined) {
    askers['serial'] = await asker(`serial://${ours.console}?baud=115200`);
    askers['bare serial'] = () => rate(async () => void (await alone.ask('*IDN?')));
  }

  const rates: Record<string, number[]> = {};
  const names = Object.keys(askers);
  for (let round = -1; round < rounds; round++)
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const measured = (await askers[name]?.()) ?? Number.NaN;
      if (round >= 0) (rates[name] ??= []).push(measured);
    }

  for (const session of sessions) await session.close();
  await alone?.close();
  book.close();
  child.disconnect();
  for (const cable of cables) await cable.unplug();
  return { name: 'transports', rows: figures(rates) };
}

function figures(rates: Readonly<Record<string, number[]>>): BenchRow[] {
  const plain = Object.entries(rates).map(([name, all]) => ({
    what: `${name}, *IDN? there and back`,
    value: median(all),
    unit: 'queries/s',
    goal: '',
    ok: true,
  }));
  const against = (what: string, who: string, peer: string, goal: number): BenchRow[] => {
    const theirs = rates[peer];
    if (theirs === undefined)
      return [
        {
          what: `${what}: not measured, ${peer} is not there`,
          value: Number.NaN,
          unit: '',
          goal: '',
          ok: true,
        },
      ];
    const ratio = median((rates[who] ?? []).map((each, i) => each / (theirs[i] ?? Number.NaN)));
    return [{ what, value: ratio, unit: 'x', goal: `>= ${goal}`, ok: ratio >= goal }];
  };
  return [
    ...plain,
    ...against('raw socket against lxi benchmark --raw', 'tcp', 'lxi raw', 1),
    ...against('VXI-11 against lxi benchmark', 'vxi11', 'lxi vxi11', 1),
    ...against('HiSLIP against raw socket', 'hislip', 'tcp', 0.8),
    ...against('serial line against the bare package', 'serial', 'bare serial', 0.8),
  ];
}

/** The supply of the simulator in a process of its own, on every wire. */
async function serve(cables: readonly PtyPair[]): Promise<{ child: ChildProcess; served: Served }> {
  const ports = cables.map(({ instrument }) => instrument);
  const child = fork(new URL('./peers/wires.ts', import.meta.url), ports, { stdio: 'inherit' });
  const [served] = (await once(child, 'message', { signal: AbortSignal.timeout(20_000) })) as [Served];
  return { child, served };
}

async function rate(ask: () => Promise<void>): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < perRound; i++) await ask();
  return (perRound / (performance.now() - start)) * 1_000;
}

/** What `lxi benchmark` measures, by its own clock. */
async function lxiRate(more: readonly string[]): Promise<number> {
  const { stdout } = await run_('lxi', ['benchmark', '-a', '127.0.0.1', '-c', String(perRound), ...more], {
    timeout: 60_000,
  });
  const found = /([\d.]+) requests\/second/.exec(stdout)?.[1];
  if (found === undefined) throw new Error(`lxi benchmark said nothing that is known: ${stdout}`);
  return Number(found);
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
