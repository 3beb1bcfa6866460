import { beforeEach, expect, test } from 'vitest';
import { command, query } from './command.ts';
import { numeric } from './decode.ts';
import { Interpreter } from './interpreter.ts';
import { Status } from './status.ts';
import { systemCommands } from './system.ts';
import { FrontPanel } from './front-panel.ts';

let interpreter: Interpreter;
let volts: number[];
const range = { min: 0, max: 32, initial: 0, perUnit: 1000, unit: 'V' } as const;
beforeEach(() => {
  volts = [0, 0];
  const status = new Status();
  const numbers = { numbers: [2] };
  interpreter = new Interpreter(
    [
      ...systemCommands(status, new FrontPanel()),
      command(
        '[SOURce#:]VOLTage[:LEVel]',
        [numeric(range)],
        ([value], [number = 1]) => void (volts[number - 1] = value),
        numbers,
      ),
      query('[SOURce#:]VOLTage[:LEVel]', [], (_, [number = 1]) => `${volts[number - 1]}`, numbers),
    ],
    status,
  );
});
const run = (message: string): string =>
  `${interpreter.run(message)} ${interpreter.run('SYST:ERR?')} ${interpreter.run('SYST:ERR?')}`;

test.each([
  ['SOUR2:VOLT 3;VOLT?;:VOLT?', '3;0 0,"No error" 0,"No error"'],
  [':VOLT 1;; VOLT?;', '1 0,"No error" 0,"No error"'],
  // What ran before stays done; what comes after depends on the kind of error.
  ['VOLT 4;VOLT 99;VOLT?', '4 -222,"Data out of range" 0,"No error"'],
  ['VOLT 5;VOLT;VOLT?', 'null -109,"Missing parameter" 0,"No error"'],
  ['VOLT 6;FOO 1;VOLT?', 'null -113,"Undefined header;FOO" 0,"No error"'],
  ['VOLT 7;VOLT "x', 'null -151,"Invalid string data" 0,"No error"'],
  ['VOLT?;SOUR3:VOLT?', '0 -114,"Header suffix out of range;SOUR3:VOLT?" 0,"No error"'],
])('%s is the same each time it is sent', (message, answer) => {
  for (let time = 0; time < 3; time++) {
    volts = [0, 0];
    expect(run(message)).toBe(answer);
  }
});

test('what is remembered of messages is the text alone, not what they answered', () => {
  expect(run('VOLT?')).toMatch(/^0 /);
  run('VOLT 3');
  expect(run('VOLT?')).toMatch(/^3 /);
  for (let value = 0; value < 100; value++) expect(run(`VOLT 0.${value};VOLT?`)).toMatch(/^0\.?\d* 0,/);
  expect(run('VOLT?')).toMatch(/^0\.99 /);
});
