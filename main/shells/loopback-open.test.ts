import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hasDisplay, openerFor, writeDoor } from './loopback-open.ts';

describe('the way into the browser', () => {
  test('is a file that its owner alone can read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lablink-door-'));
    const file = writeDoor(folder, 'http://127.0.0.1:1/#token=t');
    const { mode } = statSync(file);
    rmSync(folder, { recursive: true });
    expect(process.platform === 'win32' ? 0o600 : mode & 0o777).toBe(0o600);
    expect(openerFor('linux', file)).toEqual(['xdg-open', file]);
    expect(openerFor('darwin', file)).toEqual(['open', file]);
    expect(openerFor('win32', file).join(' ')).not.toContain('token');
  });
  test('R-16: the files of a console that was killed are gone after the next start, and no others', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lablink-door-'));
    writeFileSync(join(folder, 'open-source.html'), '');
    const killed = writeDoor(folder, 'http://127.0.0.1:1/#token=t');
    const file = writeDoor(folder, 'http://127.0.0.1:2/#token=u');
    const left = readdirSync(folder).map((name) => join(folder, name));
    rmSync(folder, { recursive: true });
    expect(left).not.toContain(killed);
    expect(left.sort()).toEqual([file, join(folder, 'open-source.html')].sort());
  });
  test('needs a display on Linux', () => {
    expect(hasDisplay('linux', {})).toBe(false);
    expect(hasDisplay('linux', { DISPLAY: '', WAYLAND_DISPLAY: '' })).toBe(false);
    expect(hasDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
    expect(hasDisplay('win32', {})).toBe(true);
  });
});
