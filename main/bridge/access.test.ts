import { expect, test } from 'vitest';
import { command, query, stream } from '#shared/contract/declare.ts';
import { contract } from '#shared/contract/index.ts';
import { z } from '#shared/schema.ts';

const entries = Object.entries(contract).flatMap(([domain, methods]) =>
  Object.entries(methods).map(([method, procedure]) => ({ name: `${domain}.${method}`, procedure })),
);

test('R-17: these calls work without signing in, and no others', () => {
  expect(
    entries.filter(({ procedure }) => typeof procedure.needs !== 'string').map(({ name }) => name),
  ).toEqual([
    'accounts.state',
    'accounts.firstRunBegin',
    'accounts.firstRunConfirm',
    'accounts.firstRunFinish',
    'accounts.firstRunCancel',
    'accounts.signInPassword',
    'accounts.signInCode',
    'accounts.signInRecovery',
    'accounts.signInCancel',
    'accounts.unlock',
    'safety.state',
    'safety.stop',
  ]);
});

test('each of them says why', () => {
  for (const { procedure } of entries)
    if (typeof procedure.needs !== 'string') expect(procedure.needs.anyone.length).toBeGreaterThan(5);
});

test('one call is an emergency', () => {
  expect(
    entries
      .filter(({ procedure }) => procedure.kind === 'command' && procedure.emergency === true)
      .map(({ name }) => name),
  ).toEqual(['safety.stop']);
});

test('R-25: no field that holds a secret is declared for the audit trail', () => {
  const secrets = /password|code|secret|token|key/i;
  for (const { procedure } of entries)
    if (procedure.kind === 'command')
      expect((procedure.audit as readonly string[]).filter((field) => secrets.test(field))).toEqual([]);
});

test('R-9: what only takes away runs unrecorded; what gives does not', () => {
  const { output, set, send } = contract.instruments;
  expect(output.always?.({ id: 'psu', channel: 1, on: false })).toBe(true);
  expect(output.always?.({ id: 'psu', channel: 1, on: true })).toBe(false);
  expect(set.always).toBeUndefined();
  expect(send.always).toBeUndefined();
});

test('a declaration without `needs`, with a permission that is none, or with an audited field that is none does not compile', () => {
  const input = z.strictObject({ a: z.number() });
  const output = z.number();
  // @ts-expect-error needs is missing
  query({ input, output });
  // @ts-expect-error needs is missing
  command({ input, output, audit: [] });
  // @ts-expect-error needs is missing
  stream({ input, output });
  // @ts-expect-error no such permission
  query({ needs: 'everything:do', input, output });
  // @ts-expect-error a reason by itself is not `anyone`
  query({ needs: { anyone: 'because' }, input, output });
  // @ts-expect-error no such field
  command({ needs: 'session:own', input, output, audit: ['b'] });
  // @ts-expect-error audit is missing
  command({ needs: 'session:own', input, output });
  expect(command({ needs: 'session:own', input, output, audit: ['a'] }).audit).toEqual(['a']);
});
