import { mkdtempSync, rmSync, statSync } from 'node:fs';
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
  test('needs a display on Linux', () => {
    expect(hasDisplay('linux', {})).toBe(false);
    expect(hasDisplay('linux', { DISPLAY: '', WAYLAND_DISPLAY: '' })).toBe(false);
    expect(hasDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
    expect(hasDisplay('win32', {})).toBe(true);
  });
});
