import { inflateSync, crc32 } from 'node:zlib';
import { beforeEach, describe, expect, test } from 'vitest';
import { BenchCircuit } from './bench-circuit.ts';
import { GeneratorInstrument } from './generator-instrument.ts';
import { ScopeInstrument } from './scope-instrument.ts';

/** A generator and a scope on one bench whose clock is the test's. */
let scope: ScopeInstrument;
let generator: GeneratorInstrument;
let now = 0;
/** What passes with every look at the clock, ms. */
let tick = 0;
beforeEach(() => {
  tick = 0;
  const bench = new BenchCircuit();
  const time = bench.time(() => (now += tick));
  const making = { bench, time, serial: 'X', firmware: '1', seed: 7 };
  scope = new ScopeInstrument(making);
  generator = new GeneratorInstrument(making);
});
const pass = (ms: number): void => void (now += ms);
/** Runs a message that has to be understood. */
const ok = (instrument: ScopeInstrument | GeneratorInstrument, message: string): string | null => {
  const answer = instrument.run(message);
  expect(instrument.run('SYST:ERR?'), message).toBe('0,"No error"');
  return answer;
};
const numberOf = (message: string): number => Number(ok(scope, message));

describe('the generator', () => {
  test('answers as it was set, and holds its limits together', () => {
    ok(generator, 'FUNC SQU;FREQ 2.5KHZ;VOLT 3;VOLT:OFFS -1');
    expect(ok(generator, 'FUNC?;FREQ?;VOLT?;VOLT:OFFS?;:OUTP?')).toBe(
      'SQU;+2.500000000E+03;+3.000000000E+00;-1.000000000E+00;0',
    );
    generator.run('VOLT:OFFS 9');
    expect(generator.run('SYST:ERR?')).toBe('-221,"Settings conflict"');
    expect(ok(generator, 'VOLT:OFFS?')).toBe('-1.000000000E+00');
    for (const [refused, error] of [
      ['FREQ 6MHZ', -222],
      ['FREQ 1V', -131],
      ['FUNC TRI', -224],
      ['OUTP:LOAD 0', -222],
      ['VOLT 1e999', -222],
    ] as const) {
      generator.run(refused);
      expect(generator.run('SYST:ERR?'), refused).toMatch(new RegExp(`^${error},`));
    }
    expect(ok(generator, 'APPL:SIN 1KHZ,2,0.5;:APPL?')).toBe('"SIN +1.000000E+03,+2.000E+00,+5.000E-01"');
    expect(ok(generator, 'OUTP?')).toBe('1');
    ok(generator, '*RST');
    expect(ok(generator, 'OUTP?;:OUTP:LOAD?;:FREQ? MAX')).toBe('0;9.9E37;+5.000000000E+06');
  });
});

test('what the generator can give depends on the load that it is meant for', () => {
  expect(ok(generator, 'VOLT? MAX;:VOLT:OFFS? MAX;:VOLT:OFFS? MIN')).toBe(
    '+2.000000000E+01;+1.000000000E+01;-1.000000000E+01',
  );
  ok(generator, 'OUTP:LOAD 50');
  expect(ok(generator, 'VOLT? MAX;:VOLT:OFFS? MAX;:VOLT:OFFS? MIN')).toBe(
    '+1.000000000E+01;+5.000000000E+00;-5.000000000E+00',
  );
  expect(Number(ok(generator, 'VOLT MAX;VOLT?'))).toBe(10);
  generator.run('VOLT 10.001');
  expect(generator.run('SYST:ERR?')).toMatch(/^-222,/);
  ok(generator, 'VOLT MIN;:OUTP:LOAD 1;:VOLT DEF');
  expect(Number(ok(generator, 'VOLT?'))).toBe(Number(ok(generator, 'VOLT? MAX')));
});

test('the generator reads back to the last millihertz, and gives its whole voltage as DC', () => {
  expect(Number(ok(generator, 'FREQ 12345.678;FREQ?'))).toBe(12345.678);
  expect(Number(ok(generator, 'FREQ 4999999.999;FREQ?'))).toBe(4999999.999);
  ok(generator, 'APPL:DC DEF,DEF,10');
  ok(scope, 'CHAN2:SCAL 2;OFFS 6');
  expect(numberOf('MEAS:VAV? CHAN2')).toBeCloseTo(10, 0);
});

describe('the scope', () => {
  test('sees the generator as it is set: amplitude, offset, frequency', () => {
    ok(generator, 'APPL:SIN 1KHZ,2,0.5');
    ok(scope, 'CHAN2:SCAL 0.5;OFFS 0.5;:TIM:SCAL 500US;:TRIG:EDGE:LEV 0.5');
    expect(numberOf('MEAS:VPP? CHAN2')).toBeCloseTo(2, 1);
    expect(numberOf('MEAS:VAV? CHAN2')).toBeCloseTo(0.5, 1);
    expect(numberOf('MEAS:FREQ? CHAN2')).toBeGreaterThan(990);
    expect(numberOf('MEAS:FREQ? CHAN2')).toBeLessThan(1010);
    expect(ok(scope, 'TRIG:STAT?')).toBe('TD');
    expect(ok(scope, 'WAV:FORM ASC;POIN 1000;DATA?')?.split(',')).toHaveLength(1000);
    ok(generator, 'OUTP OFF');
    pass(100);
    expect(numberOf('MEAS:VPP? CHAN2')).toBeLessThan(0.1);
    expect(ok(scope, 'WAV:DATA?')?.split(',')).toHaveLength(1000);
    expect(ok(scope, 'MEAS:FREQ? CHAN2;:TRIG:STAT?')).toBe('9.91E37;AUTO');
  });

  test('amplitude meant for 50 Ω is twice as much at its high impedance', () => {
    ok(generator, 'OUTP:LOAD 50;:APPL:SIN 1KHZ,1');
    ok(scope, 'CHAN2:SCAL 0.5');
    expect(numberOf('MEAS:VPP? CHAN2')).toBeCloseTo(2, 1);
  });

  test.each(['BYTE', 'WORD'])('its preamble makes of a %s block what it measures', (format) => {
    ok(generator, 'APPL:SIN 2KHZ,3');
    ok(scope, `CHAN2:SCAL 0.5;:TIM:SCAL 100US;:WAV:SOUR CHAN2;FORM ${format};POIN 500;:STOP`);
    const fields = (ok(scope, 'WAV:PRE?') ?? '').split(',').map(Number);
    const [, , points, , dx = 0, x0 = 0, , dy = 0, y0 = 0, ref = 0] = fields;
    const reply = Buffer.from(ok(scope, 'WAV:DATA?') ?? '', 'latin1');
    const digits = Number(String.fromCharCode(reply[1] ?? 0));
    const body = reply.subarray(2 + digits);
    expect(body.length).toBe(Number(reply.toString('latin1', 2, 2 + digits)));
    const codes =
      format === 'BYTE'
        ? [...body]
        : Array.from({ length: body.length / 2 }, (_, i) => body.readUInt16BE(2 * i));
    expect([points, codes.length]).toEqual([500, 500]);
    const volts = codes.map((code) => (code - ref) * dy + y0);
    // At the trigger it rises through 0, and a quarter of a period later it is at its top.
    const at = (seconds: number): number => volts[Math.round((seconds - x0) / dx)] ?? Number.NaN;
    expect(Math.abs(at(0))).toBeLessThan(0.1);
    expect(at(125e-6)).toBeCloseTo(1.5, 1);
    expect(at(-125e-6)).toBeCloseTo(-1.5, 1);
    const measured = numberOf('MEAS:VPP? CHAN2');
    expect(Math.max(...volts) - Math.min(...volts)).toBeCloseTo(measured, 1);
    const list = (ok(scope, 'WAV:FORM ASC;DATA?') ?? '').split(',').map(Number);
    expect(list).toHaveLength(500);
    for (const [index, value] of list.entries())
      expect(Math.abs(value - (volts[index] ?? 0))).toBeLessThan(0.03);
  });

  test('beyond its screen it clips; AC coupling takes the mean away', () => {
    ok(generator, 'APPL:DC;:VOLT:OFFS 5');
    ok(scope, 'CHAN2:SCAL 0.1');
    expect(numberOf('MEAS:VMAX? CHAN2')).toBeLessThan(0.6);
    ok(scope, 'CHAN2:SCAL 2');
    expect(numberOf('MEAS:VAV? CHAN2')).toBeCloseTo(5, 0);
    ok(scope, 'CHAN2:COUP AC');
    expect(numberOf('MEAS:VAV? CHAN2')).toBeCloseTo(0, 1);
  });

  test('stopped it keeps what it has; single waits for its trigger', () => {
    ok(generator, 'APPL:SIN 1KHZ,2');
    ok(scope, 'CHAN2:SCAL 0.5;:STOP');
    const before = numberOf('MEAS:VPP? CHAN2');
    ok(generator, 'OUTP OFF');
    pass(1000);
    expect(numberOf('MEAS:VPP? CHAN2')).toBe(before);
    ok(scope, 'TRIG:SWE SING;:SING');
    expect(ok(scope, 'TRIG:STAT?')).toBe('WAIT');
    expect(ok(scope, 'MEAS:VPP? CHAN2')).toBe('9.91E37');
    expect(ok(scope, 'WAV:FORM BYTE;DATA?')).toBe('#10');
    expect(ok(scope, 'WAV:PRE?')).toMatch(/^0,0,0,1,/);
    ok(generator, 'OUTP ON');
    pass(100);
    expect(numberOf('MEAS:VPP? CHAN2')).toBeCloseTo(2, 1);
    expect(ok(scope, 'TRIG:STAT?')).toBe('STOP');
  });

  test.each([
    ['SQU', 20e3],
    ['SIN', 500],
    ['SIN', 300e3],
    ['SIN', 1e6],
    ['SIN', 5e6],
  ])('finds scales by itself: %s, %d Hz', (shape, hertz) => {
    ok(generator, `APPL:${shape} ${hertz},0.2,3`);
    ok(scope, 'AUT');
    expect(numberOf('MEAS:FREQ? CHAN2')).toBeGreaterThan(0.95 * hertz);
    expect(numberOf('MEAS:FREQ? CHAN2')).toBeLessThan(1.05 * hertz);
    expect(numberOf('MEAS:VPP? CHAN2')).toBeCloseTo(0.2, 1);
  });

  test('a single sweep stops by itself, and SINGle waits also where the sweep is AUTO', () => {
    ok(generator, 'APPL:SIN 1KHZ,2');
    ok(scope, 'CHAN2:SCAL 0.5;:TRIG:SWE SING;:RUN');
    expect(numberOf('MEAS:VPP? CHAN2')).toBeCloseTo(2, 1);
    expect(ok(scope, 'TRIG:STAT?')).toBe('STOP');
    ok(generator, 'OUTP OFF');
    pass(100);
    ok(scope, 'TRIG:SWE AUTO;:SING');
    expect(ok(scope, 'TRIG:STAT?;:MEAS:VPP? CHAN2')).toBe('WAIT;9.91E37');
  });

  test('its picture is a PNG: chunks, checksums, size, and a trace on it', () => {
    ok(generator, 'APPL:SIN 1KHZ,2');
    ok(scope, 'CHAN2:SCAL 0.5');
    const reply = Buffer.from(ok(scope, 'DISP:DATA?') ?? '', 'latin1');
    const png = reply.subarray(2 + Number(String.fromCharCode(reply[1] ?? 0)));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    const chunks: { type: string; data: Buffer }[] = [];
    for (let at = 8; at < png.length; ) {
      const length = png.readUInt32BE(at);
      const body = png.subarray(at + 4, at + 8 + length);
      expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(body));
      chunks.push({ type: body.toString('latin1', 0, 4), data: body.subarray(4) });
      at += 12 + length;
    }
    expect(chunks.map(({ type }) => type)).toEqual(['IHDR', 'PLTE', 'IDAT', 'IEND']);
    const [width = 0, height = 0] = [chunks[0]?.data.readUInt32BE(0), chunks[0]?.data.readUInt32BE(4)];
    const pixels = inflateSync(chunks[2]?.data ?? Buffer.alloc(0));
    expect(pixels.length).toBe((width + 1) * height);
    expect(pixels.filter((pixel) => pixel === 4).length).toBeGreaterThan(width);
  });

  test.each(['AUTO', 'NORM'])('finds a trigger that is rarer than its screen is long: %s', (sweep) => {
    ok(generator, 'APPL:SIN 1KHZ,2');
    ok(scope, `CHAN2:SCAL 0.5;:TIM:SCAL 1US;:TRIG:SWE ${sweep};:TRIG:EDGE:LEV 0.5;:WAV:SOUR CHAN2;FORM ASC`);
    expect(ok(scope, 'TRIG:STAT?')).toBe('TD');
    // In 10 us it rises by 2 pi * 1 kHz * 0.87 V * 10 us, through the level in the middle.
    const volts = (ok(scope, 'WAV:DATA?') ?? '').split(',').map(Number);
    expect(volts[500]).toBeCloseTo(0.5, 1);
    expect((volts.at(-1) ?? 0) - (volts[0] ?? 0)).toBeGreaterThan(0.02);
    ok(scope, 'TRIG:EDGE:LEV 1.5');
    expect(ok(scope, 'TRIG:STAT?')).toBe(sweep === 'AUTO' ? 'AUTO' : 'WAIT');
  });

  test('a sweep that waits finds one in a second, AUTO does not wait so long', () => {
    ok(generator, 'APPL:SQU 2,2');
    ok(scope, 'CHAN2:SCAL 0.5;:TIM:SCAL 1US');
    expect(ok(scope, 'TRIG:STAT?')).toBe('AUTO');
    ok(scope, 'TRIG:SWE NORM');
    expect(ok(scope, 'TRIG:STAT?')).toBe('TD');
    ok(scope, 'WAV:SOUR CHAN2;FORM ASC');
    const volts = (ok(scope, 'WAV:DATA?') ?? '').split(',').map(Number);
    expect([volts[480], volts[520]].map((each) => Math.round(each ?? 0))).toEqual([-1, 1]);
  });

  test.each([8e-3, 5e-3, -8e-3, -20e-3])('the trigger may be off the screen: by %d s', (offset) => {
    ok(generator, 'APPL:RAMP 20,4');
    ok(scope, `CHAN2:SCAL 0.5;:TIM:SCAL 1MS;OFFS ${offset};:WAV:SOUR CHAN2;FORM ASC;:TRIG:SWE NORM`);
    expect(ok(scope, 'TRIG:STAT?')).toBe('TD');
    const [, , , , dx = 0, x0 = 0] = (ok(scope, 'WAV:PRE?') ?? '').split(',').map(Number);
    expect(x0).toBeCloseTo(offset - 5e-3, 6);
    // A ramp of 20 Hz rises by 80 V/s, and 0 V is where it triggers.
    const volts = (ok(scope, 'WAV:DATA?') ?? '').split(',').map(Number);
    for (const at of [100, 500, 900])
      expect(Math.abs((volts[at] ?? 9) - 80 * (x0 + at * dx)), `${at}`).toBeLessThan(0.06);
  });

  test('what was changed since is seen at once, and one message sees one screen', () => {
    ok(generator, 'APPL:SIN 1KHZ,2');
    ok(scope, 'CHAN2:SCAL 0.5');
    expect(numberOf('MEAS:VPP? CHAN2')).toBeCloseTo(2, 1);
    ok(generator, 'VOLT 1');
    expect(numberOf('MEAS:VPP? CHAN2')).toBeCloseTo(1, 1);
    ok(generator, 'OUTP OFF');
    expect(numberOf('MEAS:VPP? CHAN2')).toBeLessThan(0.1);
    // A sine of 20 Hz, on a screen of 1 us, while a millisecond passes with every look at the clock.
    ok(generator, 'APPL:SIN 20,2');
    ok(scope, 'TIM:SCAL 100NS;:TRIG:EDGE:LEV 9');
    tick = 1;
    const [first, ...others] = (ok(scope, 'MEAS:VAV? CHAN2;VAV? CHAN2;VAV? CHAN2') ?? '').split(';');
    tick = 0;
    expect(others).toEqual([first, first]);
  });

  test('a screen is not older than it takes to sweep it', () => {
    ok(generator, 'APPL:SIN 20,2');
    ok(scope, 'CHAN2:SCAL 0.5;:TIM:SCAL 100US');
    // 20 Hz is seen as a slope here, elsewhere on the sine a little later.
    ok(scope, 'TRIG:EDGE:LEV 3');
    const first = numberOf('MEAS:VAV? CHAN2');
    pass(5);
    expect(Math.abs(numberOf('MEAS:VAV? CHAN2') - first)).toBeGreaterThan(0.05);
  });

  test.each([25, 50, 130, 1234.5])(
    'AC coupling takes the mean of %d Hz away, however little is on the screen',
    (hertz) => {
      ok(generator, `APPL:SIN ${hertz},2,1.5`);
      // Without a trigger it shows what is just now.
      ok(scope, 'CHAN2:SCAL 0.5;OFFS 1.5;:TIM:SCAL 1US;:TRIG:EDGE:LEV 9');
      const whole = numberOf('MEAS:VAV? CHAN2');
      ok(scope, 'CHAN2:COUP AC;OFFS 0');
      expect(Math.abs(whole - numberOf('MEAS:VAV? CHAN2') - 1.5)).toBeLessThan(0.06);
      // The trigger sees what is shown.
      ok(scope, 'TRIG:SWE NORM;:TRIG:EDGE:LEV 0.9');
      expect(numberOf('MEAS:VAV? CHAN2')).toBeCloseTo(0.9, 1);
    },
  );

  test('what it cannot do it says', () => {
    for (const [refused, error] of [
      ['CHAN3:SCAL 1', -114],
      ['CHAN1:SCAL 20', -222],
      ['MEAS:VPP? CHAN3', -224],
      ['WAV:POIN 99', -222],
      ['TIM:SCAL 2', -222],
      ['CHAN1:COUP GND', -224],
    ] as const) {
      scope.run(refused);
      expect(scope.run('SYST:ERR?'), refused).toMatch(new RegExp(`^${error},`));
    }
  });
});
