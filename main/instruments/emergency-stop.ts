import { setTimeout as pause } from 'node:timers/promises';
import { recordSpan } from '#main/profiling/span.ts';
import type { StopLine, StopReport } from '#shared/contract/safety.ts';
import { everyOff } from './all-off.ts';
import type { Device } from './device.ts';
import { recordBeside } from './record.ts';
import type { Room } from './room.ts';

export interface EmergencyStop {
  /** The newest report; null when nothing was stopped since the latch was reset. A copy. */
  readonly report: StopReport | null;
  /**
   * Off commands on every wire in this very tick; then the latch, then the records beside it. Resolves when every output
   * is read back or given up. Never rejects. While one runs, another writes again.
   */
  stop(origin: 'button' | 'keys', who: string): Promise<StopReport>;
  /** After a restart with the latch set: a report that fills as the instruments are reached and sent off. */
  restored(by: string): void;
  /** A device was greeted while latched: its outputs have been sent off, and were read back or not. */
  greeted(device: Device, off: boolean): void;
  /** The latch was reset. */
  forget(): void;
  close(): void;
}

/** A report while it is written. */
interface Running {
  readonly at: number;
  readonly by: string;
  readonly origin: StopReport['origin'];
  readonly start: number;
  readonly lines: Map<string, StopLine>;
  recorded: boolean;
}

const copy = (running: Running): StopReport => {
  const lines = [...running.lines.values()].map((line) => ({ ...line }));
  const complete = lines.every(({ result }) => result !== 'pending');
  const { at, by, origin, recorded } = running;
  return { at, by, origin, complete, lines, recorded };
};

const pendingLine = (device: Device): StopLine => ({
  instrument: device.id,
  name: device.name,
  model: device.identity?.model ?? '',
  result: device.drive?.controls?.allOff.length === 0 ? 'none' : 'pending',
  outputs: device.switches,
  wireMs: null,
  readBackMs: null,
  note: null,
});

/** The emergency stop. `changed` is called whenever the report or the latch did. */
export function makeEmergencyStop(room: Room, changed: () => void): EmergencyStop {
  let newest: Running | null = null;
  let patience: NodeJS.Timeout | undefined;

  const begin = (origin: StopReport['origin'], by: string): Running => {
    const lines = new Map([...room.devices.values()].map((device) => [device.id, pendingLine(device)]));
    return { at: room.now(), by, origin, start: performance.now(), lines, recorded: false };
  };
  const tell = (running: Running, device: Device, news: Partial<StopLine>): void => {
    const line = running.lines.get(device.id) ?? pendingLine(device);
    running.lines.set(device.id, { ...line, outputs: device.switches, ...news });
    changed();
  };
  const record = async (running: Running): Promise<void> => {
    const lines = copy(running).lines.map(
      ({ name, result, note }) => `${name}: ${result}${note === null ? '' : ` (${note})`}`,
    );
    const detail = { origin: running.origin, lines: lines.join('; ') };
    const deed = { action: 'safety.stopped', who: running.by, detail, result: 'ok' };
    running.recorded = await recordBeside(room.audit, room.now(), deed);
    changed();
  };

  return {
    get report() {
      return newest && copy(newest);
    },
    async stop(origin, who) {
      const running = begin(origin, who);
      newest = running;
      clearTimeout(patience);
      const devices = [...room.devices.values()];
      // Nothing between here and the wires: the latch holds in memory from the end of this tick, and nobody else runs
      // before that.
      const off = everyOff(room, devices, { name: who, confirmed: false }, (device, news) =>
        tell(running, device, news),
      );
      const latched = room.latch.set({
        kind: 'stop',
        at: running.at,
        by: who,
        text: stoppedBy(who),
      });
      changed();
      // A disk that hangs keeps nobody waiting: `durable` says how it stands.
      await Promise.all([off, Promise.race([latched, pause(room.timing.stop, undefined, { ref: false })])]);
      recordSpan('instruments:stop', performance.now() - running.start, false);
      void record(running);
      return copy(running);
    },
    restored(by) {
      const running = begin('restored', by);
      newest = running;
      patience = setTimeout(() => {
        for (const [id, line] of running.lines)
          if (line.result === 'pending')
            running.lines.set(id, {
              ...line,
              result: 'unknown',
              note: 'Not reached since the start. It is sent off as soon as it is.',
            });
        changed();
        void record(running);
      }, room.timing.connect);
      changed();
    },
    greeted(device, off) {
      // What was off when it was stopped may have been switched on since, while nobody saw it.
      if (newest === null || (off && newest.lines.get(device.id)?.result === 'off')) return;
      const note = off
        ? 'Sent off, and read back off, when it was reached.'
        : 'Sent off when it was reached, but not read back off.';
      tell(newest, device, { result: off ? 'off' : 'unknown', note });
    },
    forget() {
      newest = null;
      clearTimeout(patience);
      changed();
    },
    close: () => clearTimeout(patience),
  };
}

/** `who` is a name, or the words for there being none. */
const stoppedBy = (who: string): string =>
  who === 'nobody signed in' ? 'Emergency stop while nobody was signed in.' : `Emergency stop by ${who}.`;
