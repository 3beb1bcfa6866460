import { expect, test } from 'vitest';
import { type Check, ok, problem } from './check.ts';
import { examine } from './examine.ts';

const check = (subject: string, look: Check['look'], deadlineMs = 5000): Check => ({
  subject,
  look,
  deadlineMs,
});

test('a check that fails or hangs is a finding, and the others say what they say, in their order', async () => {
  let told = false;
  const findings = await examine([
    check(
      'hangs',
      (signal) => {
        signal.addEventListener('abort', () => {
          told = true;
        });
        return new Promise(() => undefined);
      },
      20,
    ),
    check('throws', async () => {
      throw new Error('no such thing');
    }),
    check('throws at once', () => {
      throw new Error('even earlier');
    }),
    check('two', async () => [ok('one is well'), problem('the other is not', 'do this')]),
  ]);
  expect(findings).toEqual([
    { subject: 'hangs', verdict: 'not checked', found: 'It took longer than 0.02 s.', remedy: null },
    {
      subject: 'throws',
      verdict: 'not checked',
      found: 'It could not be looked at: no such thing.',
      remedy: null,
    },
    {
      subject: 'throws at once',
      verdict: 'not checked',
      found: 'It could not be looked at: even earlier.',
      remedy: null,
    },
    { subject: 'two', verdict: 'ok', found: 'one is well', remedy: null },
    { subject: 'two', verdict: 'problem', found: 'the other is not', remedy: 'do this' },
  ]);
  expect(told).toBe(true);
});
