import type { DischargeRun } from '#shared/contract/discharge.ts';

/** A test that runs, of which `part` is different. */
export const run = (part: Partial<DischargeRun> = {}): DischargeRun => ({
  phase: 'running',
  by: 'Ada',
  startedAt: new Date(2026, 10, 26, 18, 20, 11).getTime(),
  wish: { current: 1, cutOff: 3, maxSeconds: null, maxAmpHours: null },
  elapsedMs: 3_723_000,
  gapMs: 0,
  ampHours: 1.0342,
  wattHours: 3.8,
  volts: 3.71,
  amps: 1.0001,
  startVolts: 4.18,
  endVolts: 3.71,
  left: null,
  end: null,
  input: 'on',
  recorded: false,
  curve: {
    seconds: Float64Array.of(0.5, 1.5, 2.5),
    volts: Float64Array.of(4.1, Number.NaN, 3.9),
    amps: Float64Array.of(1, Number.NaN, 1),
    ampHours: Float64Array.of(0.1, 0.1, 1 / 3),
  },
  ...part,
});

/** The same once it is over, its input read back off. */
export const ended = (part: Partial<DischargeRun> = {}): DischargeRun =>
  run({
    phase: 'ended',
    input: 'off',
    recorded: true,
    volts: null,
    amps: null,
    endVolts: 2.998,
    end: { reason: 'cutOff', at: new Date(2026, 10, 26, 19, 22, 14).getTime() },
    ...part,
  });
