import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTraces, type Waveform } from './waveform.ts';

const states = { TD: 'triggered', WAIT: 'waiting' } as const;
const volts: Waveform = { ask: '', origin: 'volts', states };
const counts: Waveform = { ask: '', origin: 'counts', states };

const reply = (preamble: string, bytes: readonly number[], state = 'TD'): Buffer =>
  Buffer.concat([
    Buffer.from(`${preamble};${state};#${`${bytes.length}`.length}${bytes.length}`),
    Buffer.from(bytes),
  ]);

describe('a trace by its preamble', () => {
  test('with the origin in counts, as Rigol writes it', () => {
    // A conversation as it stands in the fact sheet of the DS1000Z: 127 is 3 V.
    const preamble = '0,0,1200,1,2.000000e-05,-1.200000e-02,0,4.000000e-02,-75,127';
    const [trace] = parseTraces(counts, [1], reply(preamble, [127, 52, 128]));
    expect([...(trace?.volts ?? [])].map((each) => Number(each.toFixed(9)))).toEqual([3, 0, 3.04]);
    expect(trace).toMatchObject({ channel: 1, state: 'triggered', start: -0.012, step: 2e-5 });
  });
  test('with the origin in volts, as Keysight writes it; words have their high byte first', () => {
    const preamble = '1,0,2,1,1E-6,-5E-6,2,0.5,1.5,32768';
    const [trace] = parseTraces(volts, [2], reply(preamble, [0x80, 0x00, 0x80, 0x03]));
    expect([...(trace?.volts ?? [])]).toEqual([1.5, 3]);
    expect(trace?.start).toBeCloseTo(-7e-6, 12);
  });
  test('several in one reply, whatever bytes the blocks hold', () => {
    const preamble = '0,0,4,1,1,0,0,1,0,0';
    const hard = [0x3b, 0x23, 0x0a, 0x31];
    const both = Buffer.concat([reply(preamble, hard), Buffer.from(';'), reply(preamble, [9], 'WAIT')]);
    const traces = parseTraces(volts, [1, 3], both);
    expect(traces.map(({ channel, state }) => [channel, state])).toEqual([
      [1, 'triggered'],
      [3, 'waiting'],
    ]);
    expect([...(traces[0]?.volts ?? [])]).toEqual(hard);
  });
  test.each([
    ['nothing', ''],
    ['no block', '0,0,1,1,1,0,0,1,0,0;TD;1'],
    ['a cut block', '0,0,9,1,1,0,0,1,0,0;TD;#19abc'],
    ['nine numbers', '0,0,1,1,1,0,0,1,0;TD;#11a'],
    ['a number that is none', '0,0,1,1,1,0,0,9.91E37,0,0;TD;#11a'],
    ['samples as text', '2,0,1,1,1,0,0,1,0,0;TD;#11a'],
    ['no time between samples', '0,0,1,1,0,0,0,1,0,0;TD;#11a'],
    ['half a word', '1,0,1,1,1,0,0,1,0,0;TD;#11a'],
    ['an unknown state', '0,0,1,1,1,0,0,1,0,0;constructor;#11a'],
    ['more text', '0,0,1,1,1,0,0,1,0,0;TD;1;#11a'],
  ])('%s is refused', (_, text) => {
    expect(() => parseTraces(volts, [1], Buffer.from(text))).toThrow(
      expect.objectContaining({ code: 'INSTRUMENT_REPLY' }),
    );
  });
  test('whatever comes is a trace or a refusal, and never anything else', () => {
    const run = fc.check(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.boolean(), (bytes, fits) => {
        const whole = fits ? Buffer.concat([Buffer.from('0,0,1,1,1,0,0,1,0,0;TD;'), bytes]) : bytes;
        try {
          return parseTraces(counts, [1], whole).length === 1;
        } catch (error) {
          return (error as { code?: string }).code === 'INSTRUMENT_REPLY';
        }
      }),
    );
    expect(run.failed, fc.defaultReportMessage(run)).toBe(false);
  });
});
