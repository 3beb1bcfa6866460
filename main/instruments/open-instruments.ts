import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Audit } from '#main/bridge/caller.ts';
import type { Trend, TrendQuestion } from '#main/history/service.ts';
import type { Guard, Journal } from '#main/session/ports.ts';
import { startSimulatedBench } from '#main/simulator/start-bench.ts';
import { everyOff } from './all-off.ts';
import { type BenchFile, openBenchFile } from './bench-file.ts';
import type { Device } from './device.ts';
import { makeDischarges } from './discharge/discharges.ts';
import { dischargeHandlers } from './discharge/handlers.ts';
import { openLeftOver } from './discharge/left-over.ts';
import { openRemembered } from './discharge/remembered.ts';
import { makeEmergencyStop } from './emergency-stop.ts';
import { gpibAdapterOf } from './gpib-boards.ts';
import { makeGuard } from './guard.ts';
import { instrumentHandlers } from './instrument-handlers.ts';
import { type Latch, openLatch } from './latch.ts';
import { linkHandlers } from './link-handlers.ts';
import { publish } from './published.ts';
import { readBackAll } from './read-back.ts';
import { listNews } from './list-news.ts';
import { openRegistry } from './registry.ts';
import { defaultTiming, type Room, type Timing } from './room.ts';
import { safetyHandlers, safetyState } from './safety.ts';
import type { Instruments } from './service.ts';
import { holdSimulated } from './simulated.ts';
import { watchStalls } from './stall.ts';
import { tallyHandlers } from './tally/tally-handlers.ts';

export interface InstrumentsOptions {
  /** The data folder: `bench.json`, `stop.json` and the folder `transcripts` lie there. */
  readonly folder: string;
  readonly journal: Journal;
  readonly audit: Audit;
  readonly trends: (question: TrendQuestion) => Promise<Trend>;
  /** Whether everything on the desk is connected to at once, or only what is asked for; true when left out. */
  readonly connectAll?: boolean;
  /** Epoch ms. */
  readonly clock?: () => number;
  readonly timing?: Partial<Timing>;
  readonly startBench?: typeof startSimulatedBench;
}

/**
 * Opens what is on the desk. Never rejects for a file that cannot be read: then the emergency stop is latched and says
 * why. Does not wait for any instrument.
 */
export async function openInstruments(options: InstrumentsOptions): Promise<Instruments> {
  const { folder, journal, audit, trends, clock: now = Date.now } = options;
  const devices = new Map<string, Device>();
  let live = true;
  const safetyChanged = (): void => state.poke();
  const changed = (): void => {
    list.poke();
    state.poke();
    leftOver.look();
  };
  const list = publish(() => [...devices.values()].map((device) => device.instrument()), listNews(now));
  const state = publish(
    () => safetyState(room, stop),
    (told, now) => !isDeepStrictEqual(told, now),
  );

  const bench = await openBenchFile(folder, now);
  const latch = await openLatch(folder, () => {
    if (live) safetyChanged();
  });
  const guard: Guard = makeGuard({
    device: (id) => devices.get(id),
    latched: () => latch.reason !== null,
    readBack: (device) => void readBackAll(room, device),
  });
  const room: Room = {
    journal,
    audit,
    guard,
    latch,
    bench,
    devices,
    timing: { ...defaultTiming, ...options.timing },
    where: { transcripts: join(folder, 'transcripts'), gpibAdapter: gpibAdapterOf(bench) },
    now,
    latchedGreeting: (device, off) => stop.greeted(device, off),
    endTests: (device, why) => discharges.end(device, why),
  };
  const stop = makeEmergencyStop(room, safetyChanged);
  const remembered = await openRemembered(folder);
  const discharges = makeDischarges(room, remembered);
  const leftOver = await openLeftOver(room, remembered);
  const registry = openRegistry(room, holdSimulated(options.startBench ?? startSimulatedBench), changed);
  await latchUnknownBench(bench, latch, now);
  if (options.connectAll ?? true) registry.restore();
  if (latch.reason !== null) stop.restored(latch.reason.by);
  const endWatching = watchStalls(() => distrust(devices));

  return {
    handlers: {
      instruments: instrumentHandlers(room, registry, list, trends),
      links: linkHandlers(room),
      tally: tallyHandlers(room),
      discharge: dischargeHandlers(room, discharges),
      safety: safetyHandlers(room, stop, state),
    },
    live: () => [...devices.values()].flatMap((device) => device.liveOutputs()),
    policy: () => bench.bench.policy,
    desk: () => [...devices.values()].map(({ id, name }) => ({ id, name, pollMs: room.timing.poll })),
    async switchOff(who) {
      const supplies = [...devices.values()].filter(
        (device) => (device.drive?.controls?.allOff.length ?? 0) > 0,
      );
      await everyOff(room, supplies, { name: who, confirmed: false }, () => undefined);
    },
    async beforeSleep() {
      await discharges.end(null, 'asleep');
    },
    distrustLinks: () => distrust(devices),
    async close() {
      await discharges.end(null, 'closed');
      discharges.close();
      leftOver.close();
      live = false;
      endWatching();
      stop.close();
      latch.close();
      await registry.close();
      list.close();
      state.close();
    },
  };
}

/** After a time in which nobody was listening: what was read before it is not known to be so now. */
function distrust(devices: ReadonlyMap<string, Device>): void {
  for (const device of devices.values()) {
    device.session.distrust();
    device.forget();
  }
}

/**
 * A bench file that cannot be used means envelopes that are not known: nothing may be switched on until an administrator
 * has seen it. The latch is on the disk before the damaged file gets another name, or the next start would find neither.
 */
async function latchUnknownBench(bench: BenchFile, latch: Latch, now: () => number): Promise<void> {
  if (bench.trouble === null) return;
  const why = (): string => bench.trouble?.fault.message ?? '';
  await latch.set({
    kind: 'bench',
    at: now(),
    by: 'console',
    text: `${why()} Outputs stay off until an administrator resets the stop.`,
  });
  if (!latch.durable || bench.trouble.kind !== 'damaged') return;
  try {
    await bench.setAside();
  } catch {
    // It stays where it is: writing the desk is refused with the reason, and the next start finds it again.
    return;
  }
  await latch.set({
    kind: 'bench',
    at: now(),
    by: 'console',
    text: `${why()} Outputs stay off until an administrator resets the stop.`,
  });
}
