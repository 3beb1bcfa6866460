import { expect, it, onTestFinished } from 'vitest';
import { showDecimalSign } from '#shared/quantity/decimal-sign.ts';
import { dischargeEnds } from '#shared/contract/discharge.ts';
import { ended, run } from './discharge.fixture.ts';
import { figuresOf, sayWish } from './figures.ts';
import { curveFileName, curveText, resultText, sayEnd } from './result.ts';

it('while it runs it says what is so now, and how long it will take, by what', () => {
  const values = (part = {}) =>
    Object.fromEntries(figuresOf(run(part)).map(({ label, value }) => [label, value]));
  expect(values({ left: { ms: 600_000, by: 'slope' } })).toEqual({
    Voltage: '3.710 V',
    Current: '1.000 A',
    Charge: '1.034 Ah',
    Energy: '3.800 Wh',
    Time: '1 h 02 min',
    Left: 'About 10 min 00 s',
  });
  expect(values({ volts: null, left: { ms: 600_000, by: 'time' } })).toMatchObject({
    Voltage: '\u2212 \u2212 \u2212 V',
    Left: '10 min 00 s',
  });
  expect(values()).toMatchObject({ Left: '\u2212 \u2212 \u2212' });
});

it('a gap is told, and a moment is none', () => {
  const note = (gapMs: number) => figuresOf(ended({ gapMs })).find(({ label }) => label === 'Time')?.note;
  expect(note(90)).toBeUndefined();
  expect(note(65_000)).toBe('1 min 05 s of it not known, and not counted');
});

it('what was asked for, in one line', () => {
  expect(sayWish(run())).toBe('1.000 A down to 3.000 V');
  expect(sayWish({ wish: { current: 0.5, cutOff: 2.8, maxSeconds: 7200, maxAmpHours: 1.5 } })).toBe(
    '0.500 A down to 2.800 V, 2 h 00 min or 1.500 Ah at most',
  );
});

it('an end that was asked for is well; another one is a warning', () => {
  expect(sayEnd(run())).toBeNull();
  expect(sayEnd(ended())).toEqual({
    tone: 'ok',
    title: 'The cut-off voltage was reached.',
    text: 'The input was read back off.',
  });
  const well = dischargeEnds.filter((reason) => sayEnd(ended({ end: { reason, at: 0 } }))?.tone === 'ok');
  expect(well).toEqual(['cutOff', 'time', 'capacity', 'stopped']);
});

it('R-7: an input that is not known to be off is said to be live, whatever ended the test', () => {
  for (const input of ['unknown', 'on'] as const) {
    const said = sayEnd(ended({ input }));
    expect(said).toMatchObject({ tone: 'bad', title: expect.stringContaining('not known to be off') });
    expect(said?.text).toContain('Treat it as live');
  }
});

it('a result that is not in the history says so', () => {
  expect(sayEnd(ended({ recorded: false }))?.text).toContain('not written to the history yet');
});

it('copied, it is one fact a line', () => {
  expect(resultText('Simulated load', ended()).split('\n')).toEqual([
    'Battery test, Simulated load',
    'Started: 2026-11-26 18:20:11, by Ada',
    'Asked for: 1.000 A down to 3.000 V',
    'Ended: 2026-11-26 19:22:14. The cut-off voltage was reached.',
    'Charge: 1.034 Ah',
    'Energy: 3.800 Wh',
    'Time: 1 h 02 min',
    'At the start: 4.180 V (without load)',
    'At the end: 2.998 V (under load)',
    'Input: read back off',
    '',
  ]);
});

it('the curve is a table that every program reads; what was not known is empty', () => {
  expect(curveText(ended())).toBe(
    'seconds,volts,amperes,ampere hours\r\n0.5,4.1,1,0.1\r\n1.5,,,0.1\r\n2.5,3.9,1,0.333333333\r\n',
  );
  expect(curveFileName('Simulated load (2)', ended().startedAt)).toBe(
    'battery-test-simulated-load-2-2026-11-26-182011.csv',
  );
  expect(curveFileName('Нагрузка', ended().startedAt)).toMatch(/^battery-test-load-/);
});

it('with a comma as the decimal sign it is shown so, and copied and saved with points', () => {
  const wish = { current: 0.5, cutOff: 2.8, maxSeconds: 7200, maxAmpHours: 1.5 };
  const [text, table] = [resultText('Load', ended({ wish })), curveText(ended())];
  showDecimalSign(',');
  onTestFinished(() => showDecimalSign('.'));
  expect(figuresOf(ended())[0]?.value).toBe('1,034 Ah');
  expect(sayWish({ wish })).toBe('0,500 A down to 2,800 V, 2 h 00 min or 1,500 Ah at most');
  expect(resultText('Load', ended({ wish }))).toBe(text);
  expect(curveText(ended())).toBe(table);
});
