import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Examined } from '#main/doctor/examine.ts';
import { Place } from './cli.fixture.ts';
import { describeFindings } from './cli-doctor.ts';

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => place.remove());

const subjects = [
  'Node',
  'Module better-sqlite3',
  'Module serialport',
  'Module usb',
  'Data folder',
  'Disk',
  'Database',
  'Vault key',
  'Console',
  'Clock',
  'Serial ports',
  'USB',
  'Network',
  'Display',
];
async function doctor(): Promise<{ code: number | null; findings: readonly Examined[] }> {
  const { code, out, err } = await place.lablink('doctor', '--json');
  expect(err).toBe('');
  const { findings, well } = JSON.parse(out) as { findings: Examined[]; well: boolean };
  expect(code).toBe(well ? 0 : 1);
  expect([...new Set(findings.map(({ subject }) => subject))]).toEqual(subjects);
  const needs = findings.filter(({ verdict }) => verdict === 'warning' || verdict === 'problem');
  for (const { remedy } of needs) expect(remedy).not.toBeNull();
  return { code, findings };
}
const about = (findings: readonly Examined[], subject: string): Examined | undefined =>
  findings.find((each) => each.subject === subject);

test('before the first start: it looks at everything and leaves nothing behind', async () => {
  const { findings } = await doctor();
  expect(about(findings, 'Data folder')).toMatchObject({ verdict: 'ok' });
  for (const name of ['Node', 'Module better-sqlite3', 'Module usb', 'Network'])
    expect(about(findings, name)).toMatchObject({ verdict: 'ok' });
  // On Linux serialport asks udevadm; where that is missing it is said, not passed over.
  const lists = process.platform !== 'linux' || spawnSync('udevadm', ['--version']).status === 0;
  expect(about(findings, 'Module serialport')).toMatchObject({ verdict: lists ? 'ok' : 'problem' });
  expect(readdirSync(place.parent)).toEqual([]);
});

test('with a broken database, a control file of nonsense and a key that others can read', async () => {
  mkdirSync(place.folder, { mode: 0o700 });
  const broken = { 'lablink.db': 'no database', 'vault.key': 'x'.repeat(32), 'control.json': '{"socket":' };
  for (const [name, text] of Object.entries(broken))
    writeFileSync(join(place.folder, name), text, { mode: name === 'vault.key' ? 0o644 : 0o600 });
  const { code, findings } = await doctor();
  expect(code).toBe(1);
  expect(about(findings, 'Database')).toMatchObject({ verdict: 'problem' });
  expect(about(findings, 'Vault key')).toMatchObject({ verdict: 'problem' });
  expect(about(findings, 'Console')).toMatchObject({ verdict: 'ok', found: 'None is running.' });
  expect(readFileSync(join(place.folder, 'lablink.db'), 'utf8')).toBe('no database');
});

test('a data folder that is a file', async () => {
  writeFileSync(place.folder, '');
  const { code, findings } = await doctor();
  expect(code).toBe(1);
  expect(about(findings, 'Data folder')).toMatchObject({ verdict: 'problem' });
});

test('a person reads verdict, subject, finding, and below it what to do', () => {
  const findings: Examined[] = [
    { subject: 'Node', verdict: 'ok', found: 'Node 24.', remedy: null },
    { subject: 'Disk', verdict: 'not checked', found: 'Unknown.', remedy: 'Do this.' },
  ];
  expect(describeFindings(findings)).toBe(
    'ok           Node  Node 24.\nnot checked  Disk  Unknown.\n                   Do this.\n',
  );
});
