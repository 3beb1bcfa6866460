import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { BenchCircuit } from './bench-circuit.ts';
import { BenchTime } from './bench-time.ts';
import { errorQueueDepth } from './language/error-queue.ts';
import { SupplyInstrument } from './supply-instrument.ts';

let supply: SupplyInstrument;
let bench: BenchCircuit;
const tell = (...messages: string[]) => messages.map((message) => supply.run(message)).at(-1) ?? null;
const errors = () => {
  const all: string[] = [];
  for (let entry = supply.run('SYST:ERR?'); entry !== '0,"No error"'; entry = supply.run('SYST:ERR?'))
    all.push(entry ?? '');
  return all;
};

beforeEach(() => {
  bench = new BenchCircuit();
  supply = new SupplyInstrument({
    bench,
    time: new BenchTime(() => 0),
    serial: 'SIM0001',
    firmware: '1.0.0',
    seed: 1,
  });
});

describe('the supply', () => {
  test('identity, version, state at power on', () => {
    expect(tell('*IDN?')).toBe('LabLink,SIM-PS2,SIM0001,1.0.0');
    expect(tell('SYST:VERS?')).toBe('1999.0');
    for (const n of [1, 2]) {
      expect(tell(`SOUR${n}:VOLT?;CURR?;MODE?;:OUTP${n}?`)).toBe('0.000;1.000;OFF;0');
      expect(tell(`MEAS${n}:CURR?`)).toMatch(/^-?0\.000\d$/);
    }
    expect(tell('*ESR?')).toBe('128');
    expect(errors()).toEqual([]);
  });

  test('5 ohms on 3.3 V with a limit of 0.5 A: CC and 2.5 V; with 1 A: CV and 3.3 V', () => {
    tell('SOUR1:VOLT 3.3;CURR 500mA;:OUTP1 ON');
    expect(tell('MODE?')).toBe('CC');
    expect(Number(tell('MEAS:VOLT?'))).toBeCloseTo(2.5, 2);
    expect(Number(tell('MEAS:CURR?'))).toBeCloseTo(0.5, 2);
    expect(Number(tell('MEAS:POW?'))).toBeCloseTo(1.25, 2);
    tell('CURR 1');
    expect(tell('MODE?')).toBe('CV');
    expect(Number(tell('MEAS:VOLT?'))).toBeCloseTo(3.3, 2);
    expect(Number(tell('MEAS:CURR?'))).toBeCloseTo(0.66, 2);
    expect(tell('SOUR2:MODE?')).toBe('OFF');
  });

  test('channels have their own settings; the last digit of a reading moves', () => {
    tell('APPL 2, 12, 0.3', 'OUTP2 ON');
    expect(tell('SOUR2:VOLT?;CURR?')).toBe('12.000;0.300');
    expect(tell('VOLT?;CURR?')).toBe('0.000;1.000');
    const readings = new Set(Array.from({ length: 20 }, () => tell('MEAS2:VOLT?')));
    expect(readings.size).toBeGreaterThan(2);
    for (const reading of readings) expect(reading).toMatch(/^(11\.99|12\.00)\d\d$/);
  });

  test('all outputs at once', () => {
    tell('OUTP:ALL ON');
    expect(tell('OUTP1?;:OUTP2:STAT?')).toBe('1;1');
    tell('OUTP:ALL:STAT 0');
    expect(tell('OUTP1?;:OUTP2?')).toBe('0;0');
  });

  test('limits are answered, and a value beyond them changes nothing', () => {
    expect(tell('VOLT? MIN;VOLT? MAX;CURR? MAX;CURR? DEF')).toBe('0.000;32.000;3.000;1.000');
    tell('VOLT 5', 'VOLT 32.001', 'APPL 1,6,3.5');
    expect(tell('VOLT?;CURR?')).toBe('5.000;1.000');
    expect(errors()).toEqual(['-222,"Data out of range"', '-222,"Data out of range"']);
  });

  test('*RST, *SAV and *RCL take settings and outputs along, and leave the status alone', () => {
    tell('APPL 1,3.3,0.5', 'OUTP1 ON', '*SAV 3', 'FOO', '*RST');
    expect(tell('VOLT?;CURR?;:OUTP?')).toBe('0.000;1.000;0');
    expect(tell('SYST:ERR:COUN?')).toBe('1');
    tell('*RCL 3');
    expect(tell('VOLT?;CURR?;:OUTP?')).toBe('3.300;0.500;1');
    tell('*RCL 0');
    expect(tell('VOLT?;:OUTP?')).toBe('0.000;0');
    tell('*RCL 10');
    expect(errors()).toEqual(['-113,"Undefined header;FOO"', '-222,"Data out of range"']);
    expect(tell('*TST?')).toBe('0');
  });
});

describe('messages (SCPI-99 vol. 1, chapter 6; IEEE 488.2, 8.4)', () => {
  test('a header follows the path of the one before it; a colon goes to the root', () => {
    expect(tell('SOUR2:VOLT 2;CURR 0.2;VOLT?;CURR?;:VOLT?')).toBe('2.000;0.200;0.000');
    expect(errors()).toEqual([]);
    expect(tell('SYST:ERR:COUN?;NEXT?')).toBe('0;0,"No error"');
    expect(tell('MEAS:VOLT?;:SOUR2:VOLT?;CURR?')).toMatch(/;2\.000;0\.200$/);
    expect(tell('SOUR2:VOLT 3;OUTP2 ON')).toBe(null);
    expect(errors()).toEqual(['-113,"Undefined header;SOUR2:OUTP2"']);
  });

  test('a common command leaves the path as it is; a new message starts at the root', () => {
    expect(tell('SOUR2:VOLT 2;*OPC;CURR 0.2;*WAI;VOLT?')).toBe('2.000');
    expect(tell('VOLT?')).toBe('0.000');
    expect(errors()).toEqual([]);
  });

  test('the rest of a message after a command error is dropped; after an execution error it runs', () => {
    expect(tell('VOLT 1;VOLT?;FOO;VOLT 2')).toBe('1.000');
    expect(tell('VOLT?')).toBe('1.000');
    expect(tell('VOLT 99;VOLT 3;VOLT?')).toBe('3.000');
    expect(errors()).toEqual(['-113,"Undefined header;FOO"', '-222,"Data out of range"']);
  });

  test.each<[string, string]>([
    ['VOLT', '-109,"Missing parameter"'],
    ['APPL 1,2', '-109,"Missing parameter"'],
    ['VOLT 1,2', '-108,"Parameter not allowed"'],
    ['*RST 1', '-108,"Parameter not allowed"'],
    ['VOLT ON1', '-224,"Illegal parameter value;ON1"'],
    ['VOLT "a;b"', '-158,"String data not allowed"'],
    ['VOLT "a;VOLT 5', '-151,"Invalid string data"'],
    ['VOLT #15;;;;;', '-168,"Block data not allowed"'],
    ['VOLT 3 A', '-131,"Invalid suffix;A"'],
    ['VOLT,3', '-111,"Header separator error;VOLT,3"'],
    ['VOLT?3', '-111,"Header separator error"'],
    ['VOLT ?', '-101,"Invalid character"'],
    ['VOLT::LEV 3', '-102,"Syntax error;VOLT::LEV"'],
    ['?', '-102,"Syntax error"'],
    ['V\u00e9LT 3', '-101,"Invalid character"'],
    ['VERYLONGMNEMONIC 3', '-112,"Program mnemonic too long;VERYLONGMNEMONIC"'],
    ['OUTP3 ON', '-114,"Header suffix out of range;OUTP3"'],
    ['OUTP MAYBE', '-224,"Illegal parameter value;MAYBE"'],
    ['*IDN', '-113,"Undefined header;*IDN"'],
    ['*STB 1', '-113,"Undefined header;*STB"'],
  ])('%s', (message, error) => {
    expect(tell(message)).toBe(null);
    expect(errors()).toEqual([error]);
    expect(tell('VOLT?')).toBe('0.000');
  });

  test('nothing can be asked after *IDN? in one message', () => {
    expect(tell('VOLT?;*IDN?')).toBe('0.000;LabLink,SIM-PS2,SIM0001,1.0.0');
    expect(tell('*IDN?;VOLT?')).toBe('LabLink,SIM-PS2,SIM0001,1.0.0');
    expect(tell('*ESR?')).toBe('132');
    expect(errors()).toEqual(['-440,"Query UNTERMINATED after indefinite response"']);
  });

  test('empty messages and units, carriage returns and tabs', () => {
    expect(tell('')).toBe(null);
    expect(tell(' ; ;\r')).toBe(null);
    expect(tell('\tVOLT\t3 ; CURR 0.5 ;VOLT?\r')).toBe('3.000');
    expect(errors()).toEqual([]);
  });
});

describe('status (IEEE 488.2, 11; SCPI-99 vol. 1, 9)', () => {
  test('each class of error raises its bit; reading takes it away', () => {
    tell('*CLS', 'FOO');
    expect(tell('*ESR?')).toBe('32');
    tell('VOLT 99');
    expect(tell('*ESR?')).toBe('16');
    tell('*OPC');
    expect(tell('*ESR?')).toBe('1');
    expect(tell('*ESR?')).toBe('0');
    expect(tell('*OPC?')).toBe('1');
  });

  test('the status byte: error queue, events, message available, master summary', () => {
    expect(tell('*CLS;*STB?')).toBe('0');
    tell('*ESE 32', 'FOO');
    expect(tell('*STB?')).toBe('36');
    tell('*SRE 32');
    expect(tell('*STB?')).toBe('100');
    expect(tell('*OPC?;*STB?')).toBe('1;116');
    expect(tell('*ESR?;*STB?')).toBe('32;20');
    errors();
    expect(tell('*STB?')).toBe('0');
    expect(tell('*ESE?;*SRE?')).toBe('32;32');
  });

  test('bit 6 cannot be enabled; masks are bytes', () => {
    tell('*SRE 255');
    expect(tell('*SRE?')).toBe('191');
    tell('*ESE 256');
    expect(tell('*ESE?')).toBe('0');
    expect(errors()).toEqual(['-222,"Data out of range"']);
  });

  test('*CLS takes events and errors, and leaves the masks', () => {
    tell('*ESE 60', 'FOO', '*CLS');
    expect(tell('*ESR?;*ESE?;:SYST:ERR?')).toBe('0;60;0,"No error"');
  });

  test('the queue holds its depth; the newest entry becomes -350 and later ones are lost', () => {
    for (let i = 0; i < errorQueueDepth + 5; i++) tell(`FOO${i}`);
    expect(tell('SYST:ERR:COUN?')).toBe(`${errorQueueDepth}`);
    const all = errors();
    expect(all).toHaveLength(errorQueueDepth);
    expect(all[0]).toBe('-113,"Undefined header;FOO0"');
    expect(all.at(-2)).toBe(`-113,"Undefined header;FOO${errorQueueDepth - 2}"`);
    expect(all.at(-1)).toBe('-350,"Queue overflow"');
  });

  test('a current limit is a questionable voltage, latched until read', () => {
    tell('STAT:QUES:ENAB 1', 'APPL 1,3.3,0.5', 'OUTP ON', 'MEAS:VOLT?');
    expect(tell('STAT:QUES?')).toBe('1');
    tell('MEAS:VOLT?');
    expect(tell('STAT:QUES:EVEN?;COND?')).toBe('0;1');
    tell('OUTP OFF', 'MEAS:VOLT?', 'OUTP ON', 'MEAS:VOLT?');
    expect(tell('STAT:QUES:COND?;*STB?')).toBe('1;24');
    tell('*CLS', 'OUTP OFF', 'OUTP ON', 'MEAS:VOLT?');
    expect(tell('*STB?')).toBe('8');
    tell('CURR 1', 'MEAS:VOLT?');
    expect(tell('STAT:QUES:COND?;EVEN?')).toBe('0;1');
    expect(tell('STAT:QUES?')).toBe('0');
    tell('STAT:PRES');
    expect(tell('STAT:QUES:ENAB?;:STAT:OPER:ENAB?;COND?;EVEN?')).toBe('0;0;0;0');
  });
});

test('whatever arrives: it stays alive, settings stay in range, no answer holds NaN, every refusal is queued', () => {
  const words =
    'VOLT CURR : ; ? , 1 - . e 9 " \' # ( ) * RST OUTP ON MEAS SOUR2 APPL NAN INF MAX mV \u00ff \0 \r *RCL SYST:ERR';
  const word = fc.constantFrom(' ', ...words.split(' '));
  const message = fc.oneof(
    fc.array(word, { maxLength: 20 }).map((words) => words.join('')),
    fc.string({ maxLength: 40 }),
  );
  fc.assert(
    fc.property(fc.array(message, { maxLength: 10 }), (messages) => {
      for (const each of messages) {
        const answer = supply.run(each.replaceAll('\n', ''));
        // The text of an error may quote what was sent.
        expect(answer?.replace(/"[^"]*"/g, '') ?? '').not.toMatch(/nan|inf|undefined|null/i);
      }
      for (const n of [1, 2]) {
        const [volts, amps] = (tell(`SOUR${n}:VOLT?;CURR?`) ?? '').split(';').map(Number);
        expect(volts).toBeGreaterThanOrEqual(0);
        expect(volts).toBeLessThanOrEqual(32);
        expect(amps).toBeGreaterThanOrEqual(0);
        expect(amps).toBeLessThanOrEqual(3);
      }
      errors();
    }),
    { numRuns: 500 },
  );
});

describe('the protection of an output', () => {
  const on = (): void => {
    tell('VOLT 5;CURR 2;:OUTP ON', 'MEAS:VOLT?', 'MEAS:VOLT?');
  };
  test('over-voltage switches off within milliseconds, and holds until it is cleared', () => {
    on();
    expect(tell('OUTP?;:VOLT:PROT:TRIP?;:CURR:PROT:TRIP?')).toBe('1;0;0');
    tell('VOLT:PROT 4.5', 'MEAS:VOLT?');
    expect(tell('OUTP?;:SOUR:MODE?;:VOLT:PROT:TRIP?;:CURR:PROT:TRIP?')).toBe('0;OFF;1;0');
    for (let n = 0; n < 20; n++) tell('MEAS:VOLT?');
    expect(Number(tell('MEAS:VOLT?'))).toBeCloseTo(0, 2);
    tell('OUTP ON');
    expect(errors()).toEqual(['-221,"Settings conflict;protection tripped"']);
    tell('OUTP:PROT:CLE');
    expect(tell('OUTP?;:VOLT:PROT:TRIP?')).toBe('0;0');
    // The reason is still there: it trips again.
    tell('OUTP ON', 'MEAS:VOLT?');
    expect(tell('OUTP?;:VOLT:PROT:TRIP?')).toBe('0;1');
    tell('*RST');
    expect(tell('OUTP?;:VOLT:PROT:TRIP?;:VOLT:PROT?;:VOLT:PROT:STAT?')).toBe('0;0;35.200;1');
  });
  test('over-current waits 20 ms, which is longer than a capacitor takes to charge', () => {
    tell('CURR:PROT 0.8;PROT:STAT ON');
    on();
    // 5 V at 5 Ω take 1 A.
    tell('MEAS:CURR?', 'MEAS:CURR?');
    expect(tell('OUTP?;:CURR:PROT:TRIP?;:SOUR2:CURR:PROT:TRIP?')).toBe('0;1;0');
    tell('OUTP:PROT:CLE;:CURR:PROT 1.2');
    on();
    for (let n = 0; n < 5; n++) tell('MEAS:CURR?');
    expect(tell('OUTP?;:CURR:PROT:TRIP?')).toBe('1;0');
  });
});
