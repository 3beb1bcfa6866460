import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startSimulatedSupply } from '#main/simulator/supply.ts';
import { TestDesk } from './bench.fixture.ts';

/** What a person may type, or a hand on the panel may do: numbers, units, spellings, compounds and parts that are refused. */
const volts = fc.double({ min: 0, max: 9, noNaN: true }).map((value) => value.toFixed(3));
const amps = fc.double({ min: 0, max: 3.5, noNaN: true }).map((value) => value.toFixed(3));
const unit = fc.oneof(
  volts.map((value) => `:SOUR1:VOLT ${value}`),
  volts.map((value) => `:source1:voltage:level ${Math.round(Number(value) * 1000)} mV`),
  volts.map((value) => `:VOLT ${value}`),
  amps.map((value) => `:SOURCE:CURRENT ${value}A`),
  amps.map((value) => `:sour1:curr:imm ${value}E0`),
  fc.constantFrom(
    ':OUTP1 ON',
    ':outp:all 1',
    ':OUTPUT1:STATE ON',
    ':OUTP1 OFF',
    '*CLS',
    ':SOUR1:VOLT 99',
    ':APPL 1,8,1',
  ),
);
const message = fc.array(unit, { minLength: 1, maxLength: 4 }).map((units) => units.join(';'));

test('R-5: whatever is typed, the instrument is never found outside the envelope with its output on', async () => {
  const simulated = await startSimulatedSupply();
  const desk = await TestDesk.open();
  try {
    const id = await desk.connect(simulated.address);
    const envelope = { name: 'board', maxVoltage: 5.5, maxCurrent: 2, maxPower: 6 };
    await desk.handlers.safety.setEnvelope({ instrument: id, channel: 1, envelope }, desk.call());
    let wasOn = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 12 }), async (messages) => {
        for (const text of messages) {
          await desk.send(id, text).catch(() => refused++);
          const { reply } = await desk.send(id, ':OUTP1?;:SOUR1:VOLT?;:SOUR1:CURR?');
          const [on = '', voltage, current] = (reply?.kind === 'text' ? reply.text : '').split(';');
          if (on === '0') continue;
          wasOn++;
          expect(on).toBe('1');
          expect(Number(voltage), text).toBeLessThanOrEqual(5.5);
          expect(Number(current), text).toBeLessThanOrEqual(2);
          expect(Number(voltage) * Number(current), text).toBeLessThanOrEqual(6.01);
        }
      }),
      { numRuns: 60 },
    );
    // Both kinds must have happened, or nothing was tried.
    expect(wasOn).toBeGreaterThan(20);
    expect(refused).toBeGreaterThan(20);
  } finally {
    await desk.close();
    await simulated.close();
  }
});
