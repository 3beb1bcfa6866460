import { setTimeout as pause } from 'node:timers/promises';
import type { Call } from '#main/bridge/caller.ts';
import type { DischargeEnd, DischargeRun, DischargeWish } from '#shared/contract/discharge.ts';
import { Fault } from '#shared/faults.ts';
import type { Device } from '#main/instruments/device.ts';
import type { Room } from '#main/instruments/room.ts';
import { BatteryTest } from './battery-test.ts';
import { beginDischarge } from './begin.ts';
import type { Remembered, RememberedTests } from './remembered.ts';

/** The battery tests of the desk: the running one of each channel, or its last. */
export interface Discharges {
  /** Rejects as the contract says. */
  start(id: string, channel: number, wish: DischargeWish, call: Call): Promise<{ startVolts: number }>;
  /** Rejects with SAFETY_OUTPUT_UNKNOWN. False: there was none. */
  stop(id: string, channel: number): Promise<boolean>;
  run(id: string, channel: number): DischargeRun | null;
  /** Told after every change of the test of a channel. */
  watch(id: string, channel: number, listener: () => void): () => void;
  /**
   * Ends the tests on a device, or on every one: their inputs are off, or were tried for as long as a stop may take. Null when none
   * runs: then nobody has to wait.
   */
  end(device: Device | null, why: DischargeEnd): Promise<void> | null;
  close(): void;
}

export function makeDischarges(room: Room, remembered: RememberedTests): Discharges {
  const tests = new Map<string, { readonly device: Device; readonly test: BatteryTest }>();
  /** Tests that are about to begin. */
  const starting = new Map<string, { readonly id: string; readonly begun: Promise<unknown> }>();
  const listeners = new Map<string, Set<() => void>>();
  const keyOf = (id: string, channel: number): string => `${channel} ${id}`;
  const changed = (key: string): void => {
    for (const listener of listeners.get(key) ?? []) listener();
  };

  const begin = async (key: string, id: string, channel: number, wish: DischargeWish, call: Call) => {
    let kept: Remembered | null = null;
    try {
      const { device, plan } = await beginDischarge(room, {
        id,
        channel,
        wish,
        call,
        async keep(on) {
          const test = { instrument: on.id, channel, by: call.who, startedAt: room.now() };
          await remembered.add(test);
          kept = test;
        },
      });
      const forget = async (): Promise<void> => {
        if (kept !== null) await remembered.remove(kept);
      };
      const begun = { plan, by: call.who, forget };
      const test = new BatteryTest(room, device, channel, begun, () => changed(key));
      tests.set(key, { device, test });
      // Its curve is nobody's any more when the instrument is not there.
      device.gone.signal.addEventListener('abort', () => tests.delete(key), { once: true });
      changed(key);
      return { startVolts: plan.startVolts };
    } catch (error) {
      const mayBeOn = room.devices.get(id)?.channels.get(channel)?.mayBeOn ?? true;
      if (kept !== null && !mayBeOn) await remembered.remove(kept);
      throw error;
    }
  };

  return {
    async start(id, channel, wish, call) {
      const key = keyOf(id, channel);
      if (starting.has(key) || tests.get(key)?.test.over === false)
        throw new Fault('DISCHARGE_RUNNING', 'A battery test runs on this channel. Nothing was sent.');
      const begun = begin(key, id, channel, wish, call).finally(() => starting.delete(key));
      starting.set(key, { id, begun: begun.catch(() => undefined) });
      return await begun;
    },
    async stop(id, channel) {
      const found = tests.get(keyOf(id, channel));
      if (found === undefined || found.test.over) return false;
      await found.test.end('stopped');
      if (found.test.run.input !== 'off')
        throw new Fault(
          'SAFETY_OUTPUT_UNKNOWN',
          `${found.device.name}: the input was sent off and is not read back off.`,
        );
      return true;
    },
    run: (id, channel) => tests.get(keyOf(id, channel))?.test.run ?? null,
    watch(id, channel, listener) {
      const key = keyOf(id, channel);
      const all = listeners.get(key) ?? new Set();
      listeners.set(key, all);
      const entry = (): void => listener();
      all.add(entry);
      return () => {
        all.delete(entry);
        if (all.size === 0) listeners.delete(key);
      };
    },
    end(device, why) {
      const meant = (id: string): boolean => device === null || device.id === id;
      const running = [...tests.values()].filter((each) => !each.test.over && meant(each.device.id));
      const beginning = [...starting].filter(([, { id }]) => meant(id));
      if (running.length + beginning.length === 0) return null;
      const ends = Promise.all([
        ...running.map(({ test }) => test.end(why)),
        ...beginning.map(async ([key, { begun }]) => {
          await begun;
          await tests.get(key)?.test.end(why);
        }),
      ]);
      // Wire first: the off commands are out. A link that hangs, or a disk, keeps nobody waiting for longer.
      return Promise.race([ends, pause(2 * room.timing.stop, undefined, { ref: false })]).then(
        () => undefined,
      );
    },
    close() {
      for (const { test } of tests.values()) test.close();
    },
  };
}
