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
    'accounts.recoverChallenge',
    'accounts.recoverBegin',
    'accounts.recoverConfirm',
    'accounts.recoverFinish',
    'accounts.recoverCancel',
    'accounts.signInToken',
    'safety.state',
    'safety.stop',
  ]);
});

test('each of them says why', () => {
  const reasons = entries.flatMap(({ procedure: { needs } }) =>
    typeof needs === 'string' ? [] : [needs.anyone],
  );
  expect(reasons.filter((reason) => reason.trim().length < 5)).toEqual([]);
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
  const audited = entries.flatMap(({ procedure }): readonly string[] =>
    procedure.kind === 'command' ? procedure.audit : [],
  );
  expect(audited).toContain('name');
  expect(audited.filter((field) => secrets.test(field))).toEqual([]);
  // Before somebody is signed in, a name is what was typed into a field beside the password's.
  const { firstRunBegin, signInPassword, recoverBegin } = contract.accounts;
  expect([firstRunBegin.audit, signInPassword.audit, recoverBegin.audit]).toEqual([[], [], []]);
});

test('R-23: no audited field takes much, since refused commands are recorded too, whoever sends them', () => {
  const long = 'x'.repeat(4097);
  for (const { name, procedure } of entries) {
    if (procedure.kind !== 'command') continue;
    for (const field of procedure.audit) {
      const { error } = (procedure.input as z.ZodType).safeParse({ [field]: long });
      expect(
        error?.issues.map(({ path }) => path[0]),
        `${name} ${field}`,
      ).toContain(field);
    }
  }
  const envelope = { name: long, maxVoltage: 1, maxCurrent: null, maxPower: null };
  const given = { instrument: 'psu', channel: 1, envelope };
  expect(contract.safety.setEnvelope.input.safeParse(given).success).toBe(false);
});

test('R-9: what only takes away runs unrecorded; what gives does not', () => {
  const { instruments } = contract;
  expect(instruments.output.always?.({ id: 'psu', channel: 1, on: false })).toBe(true);
  expect(instruments.output.always?.({ id: 'psu', channel: 1, on: true })).toBe(false);
  const always = entries.filter(({ procedure }) => procedure.kind === 'command' && 'always' in procedure);
  expect(always.map(({ name }) => name)).toEqual([
    'accounts.firstRunCancel',
    'accounts.signInCancel',
    'accounts.lock',
    'accounts.signOut',
    'accounts.recoverCancel',
    'accounts.revokeTokens',
    'instruments.output',
    'instruments.allOff',
    'discharge.stop',
    'backups.cancel',
    'system.quit',
  ]);
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
