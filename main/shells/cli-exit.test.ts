import { expect, test } from 'vitest';
import { type FaultCode, remedies } from '#shared/faults.ts';
import { exitFor, exits } from './cli-exit.ts';

test('the exit code says whose turn it is', () => {
  const expected: [FaultCode, number][] = [
    ['INPUT_INVALID', 2],
    ['ADDRESS_INVALID', 2],
    ['PERMISSION_DENIED', 3],
    ['SAFETY_ENVELOPE', 3],
    ['SAFETY_LATCHED', 3],
    ['RANGE_EXCEEDED', 3],
    ['AUTH_TOKEN', 4],
    ['AUTH_FAILED', 4],
    ['SESSION_LOCKED', 4],
    ['INSTRUMENT_TIMEOUT', 5],
    ['INSTRUMENT_UNREACHABLE', 5],
    ['INSTRUMENT_ERROR', 5],
    ['REPLY_TOO_LARGE', 5],
    ['FOLDER_IN_USE', 1],
    ['INTERNAL', 1],
  ];
  for (const [code, exit] of expected) expect([code, exitFor(code)]).toEqual([code, exit]);
});

test('no fault looks like success, or like Ctrl-C', () => {
  for (const code of Object.keys(remedies) as FaultCode[])
    expect([exits.failed, exits.notUnderstood, exits.refused, exits.signIn, exits.instrument]).toContain(
      exitFor(code),
    );
});
