import { describe, expect, test } from 'vitest';
import {
  appPath,
  asksBeforeClose,
  furtherWindow,
  mayConnect,
  mayNavigate,
  mayUse,
  windowOptions,
} from './window-policy.ts';

describe('R-24: the window', () => {
  test('is sandboxed and isolated, and no smaller than the design', () => {
    expect(windowOptions('/p/preload.cjs', true)).toMatchObject({
      minWidth: 1280,
      minHeight: 720,
      webPreferences: {
        preload: '/p/preload.cjs',
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        devTools: false,
        allowRunningInsecureContent: false,
        webviewTag: false,
      },
    });
  });

  test('has developer tools only where it runs from its sources', () => {
    expect(windowOptions('/p/preload.cjs', false).webPreferences?.devTools).toBe(true);
  });

  const foreign = [
    'https://example.org/',
    'http://127.0.0.1:80/',
    'file:///etc/passwd',
    'app://other/',
    'app://console.example.org/',
    'app://console@example.org/',
    'app://user:pass@console/',
    'app://console:99/',
    'application://console/',
    'javascript:alert(1)',
    'data:text/html,x',
    'about:blank',
    'blob:app://console/1',
    '',
    'app',
  ];
  test.each(foreign)('neither shows, serves nor trusts %s', (url) => {
    expect(appPath(url)).toBeNull();
    expect(mayNavigate(url)).toBe(false);
    expect(mayUse('clipboard-sanitized-write', url)).toBe(false);
    expect(mayConnect({ isMainFrame: true, url, ports: 1 })).toBe(false);
  });

  test.each([
    'app://console/..%2fsecret',
    'app://console/..%5csecret',
    'app://console/assets/%2e%2e%2f%2e%2e%2fetc/passwd',
    'app://console/a%00b',
  ])('does not serve %s', (url) => expect(appPath(url)).toBeNull());

  test('a path with dots is resolved before it is looked up', () => {
    expect(appPath('app://console/assets/../../../etc/passwd')).toBe('/etc/passwd');
    expect(appPath('app://console/assets/%2e%2e/%2E./secret')).toBe('/secret');
  });

  test('shows its own page and no other of its files', () => {
    expect(mayNavigate('app://console/')).toBe(true);
    expect(mayNavigate('app://console/index.html#bench')).toBe(true);
    expect(mayNavigate('app://console/assets/a.svg')).toBe(false);
  });

  test.each([
    'media',
    'geolocation',
    'notifications',
    'usb',
    'serial',
    'hid',
    'clipboard-read',
    'openExternal',
    'fullscreen',
  ])('has no permission for %s', (permission) => expect(mayUse(permission, 'app://console/')).toBe(false));

  test('opens further windows of its own bench alone, and not without end', () => {
    const layout = '0d6f0d0e-7a52-4c4f-8f53-0c9d0c3c2f11';
    expect(furtherWindow(`app://console/#/bench/${layout}`, 1)).toBe(`#/bench/${layout}`);
    expect(furtherWindow('app://console/#/bench/focus', 7)).toBe('#/bench/focus');
    expect(furtherWindow('app://console/#/bench/focus', 8)).toBeNull();
    for (const url of [
      ...foreign,
      'app://console/',
      'app://console/#/sheet',
      'app://console/#/bench/a/b',
      'app://console/#/bench/<b>',
      'app://console/?x#/bench/focus',
      'app://console/assets/a.js#/bench/focus',
      `app://console/#/bench/${'x'.repeat(65)}`,
    ])
      expect(furtherWindow(url, 1), url).toBeNull();
  });

  test('closing one of several ends nothing; closing the last asks where outputs may be live', () => {
    expect([asksBeforeClose(2, 3), asksBeforeClose(1, 3), asksBeforeClose(1, 0)]).toEqual([
      false,
      true,
      false,
    ]);
  });

  test('the port goes to the main frame of our page alone, one at a time', () => {
    const url = 'app://console/';
    expect(mayConnect({ isMainFrame: true, url, ports: 1 })).toBe(true);
    expect(mayConnect({ isMainFrame: false, url, ports: 1 })).toBe(false);
    expect(mayConnect({ isMainFrame: true, url, ports: 0 })).toBe(false);
    expect(mayConnect({ isMainFrame: true, url, ports: 2 })).toBe(false);
  });
});
