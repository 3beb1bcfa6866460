import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { homes, mainRooms } from './rooms.ts';

const root = join(import.meta.dirname, '..');

/** Forbidden imports, one for each rule: the file they are planted in, and what it imports. */
const forbidden: [file: string, imports: string][] = [
  // Every room of main reaches for a room that is not in its row (for all of them `instruments`, the highest).
  ...Object.keys(mainRooms)
    .filter((room) => room !== 'instruments')
    .map((room): [string, string] => [`main/${room}/planted.ts`, '#main/instruments/x.ts']),
  ['main/instruments/planted.ts', '#main/accounts/x.ts'],
  ['main/session/planted.ts', '#main/shells/x.ts'],
  ['main/planted-core.ts', '#main/shells/x.ts'],
  ['main/scpi/up.ts', '../session/x.ts'],
  ['main/history/renderer.ts', '#renderer/ui/x.ts'],
  ['main/shells/renderer.ts', '#renderer/ui/x.ts'],
  ['shared/planted.ts', '#main/core.ts'],
  ['shared/planted-node.ts', 'node:fs'],
  ['shared/planted-renderer.ts', '#renderer/ui/x.ts'],
  ['shared/contract/planted.ts', 'zod'],
  ['renderer/planted.ts', '#main/core.ts'],
  ['renderer/planted-node.ts', 'node:fs'],
  ['renderer/ui/planted.ts', '#renderer/stores/x.ts'],
  ['renderer/ui/planted-feature.ts', '#renderer/features/bench/x.ts'],
  ['renderer/features/bench/planted.ts', '#renderer/features/history/x.ts'],
  ['renderer/features/history/planted-main.ts', '#main/core.ts'],
  ['preload/planted.ts', '#main/core.ts'],
  // Every package with a home, imported from a room that is not its home.
  ...Object.keys(homes).map((name): [string, string] => ['renderer/home.ts', name]),
  ...Object.keys(homes).map((name): [string, string] => ['main/system/home.ts', name]),
];

/** Imports that the same rules must let through. */
const allowed: [file: string, imports: string][] = [
  ['main/session/fine.ts', '#main/transports/x.ts'],
  ['main/history/fine.ts', '#main/database/x.ts'],
  ['main/database/fine.ts', 'better-sqlite3'],
  ['main/transports/fine.ts', 'node:net'],
  ['main/threads/fine.ts', 'node:worker_threads'],
  ['main/shells/fine.ts', 'electron'],
  ['main/shells/loopback-fine.ts', 'node:http'],
  ['main/fine-core.ts', '#main/instruments/x.ts'],
  ['renderer/features/bench/fine.ts', '#renderer/ui/x.ts'],
  ['shared/schema.ts', 'zod'],
];

describe('the import rules', () => {
  let scratch = '';
  const refused = new Set<string>();
  const key = (file: string, imports: string): string => `${file} <- ${imports}`;

  beforeAll(() => {
    scratch = mkdtempSync(join(tmpdir(), 'lablink-rooms-'));
    for (const file of ['oxlint.config.ts', 'tools/rooms.ts', 'package.json', 'tsconfig.json'])
      cpSync(join(root, file), join(scratch, file), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(scratch, 'node_modules'), 'dir');
    for (const name of ['bench', 'history'])
      mkdirSync(join(scratch, 'renderer/features', name), { recursive: true });
    const files = new Map<string, string[]>();
    for (const [file, imports] of [...forbidden, ...allowed])
      files.set(file, [...(files.get(file) ?? []), imports]);
    for (const [file, list] of files) {
      mkdirSync(dirname(join(scratch, file)), { recursive: true });
      writeFileSync(join(scratch, file), list.map((each) => `import '${each}';\n`).join(''));
    }
    const oxlint = join(root, 'node_modules/oxlint/bin/oxlint');
    const run = spawnSync(process.execPath, [oxlint, '-f', 'json', '.'], {
      cwd: scratch,
      encoding: 'utf8',
      timeout: 60_000,
    });
    const report = JSON.parse(run.stdout) as {
      diagnostics: { code: string; filename: string; labels: { span: { line: number } }[] }[];
    };
    for (const { code, filename, labels } of report.diagnostics) {
      if (!code.includes('no-restricted-imports')) continue;
      refused.add(key(filename, files.get(filename)![labels[0]!.span.line - 1]!));
    }
  });
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  test.each(forbidden)('%s may not import %s', (file, imports) => {
    expect(refused).toContain(key(file, imports));
  });
  test.each(allowed)('%s may import %s', (file, imports) => {
    expect(refused).not.toContain(key(file, imports));
  });
});

test('every room of main/ has its row in the table', () => {
  const rooms = readdirSync(join(root, 'main'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'shells')
    .map((entry) => entry.name);
  expect(rooms.toSorted()).toEqual(Object.keys(mainRooms).toSorted());
  expect(existsSync(join(root, 'main/shells'))).toBe(true);
});
