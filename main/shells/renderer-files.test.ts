import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentPolicy } from './content-policy.ts';
import { noncePlaceholder, RendererFiles } from './renderer-files.ts';

let outside: string;
let files: RendererFiles;
beforeAll(() => {
  outside = mkdtempSync(join(tmpdir(), 'lablink-files-'));
  const folder = join(outside, 'renderer');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(outside, 'secret.js'), 'secret');
  writeFileSync(
    join(folder, 'index.html'),
    `<meta nonce="${noncePlaceholder}"><script nonce="${noncePlaceholder}">`,
  );
  writeFileSync(join(folder, 'assets/app-1.js'), 'code');
  writeFileSync(join(folder, 'assets/app-1.js.map'), 'map');
  writeFileSync(join(folder, '.built'), 'digest');
  writeFileSync(join(folder, 'icon.svg'), '<svg/>');
  symlinkSync(join(outside, 'secret.js'), join(folder, 'assets/link.js'));
  files = new RendererFiles(folder);
});
afterAll(() => rmSync(outside, { recursive: true, force: true }));

test('the page has a new nonce in every response, in its policy and in its text', () => {
  const nonces = [1, 2].map(() => {
    const { status, headers, body } = files.respond('/', ['ws://127.0.0.1:1']);
    const nonce = /'nonce-([^']+)'/.exec(headers['Content-Security-Policy']!)![1]!;
    expect(status).toBe(200);
    expect(body).toBe(`<meta nonce="${nonce}"><script nonce="${nonce}">`);
    expect(headers['Cache-Control']).toBe('no-store');
    expect(Buffer.from(nonce, 'base64')).toHaveLength(16);
    return nonce;
  });
  expect(nonces[0]).not.toBe(nonces[1]);
});

test('a file comes with its type, cached when its name changes with its contents, never sniffed', () => {
  expect(files.respond('/assets/app-1.js', [])).toMatchObject({
    status: 200,
    headers: {
      'Content-Type': 'text/javascript; charset=utf-8',
      'Cache-Control': 'private, max-age=31536000, immutable',
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
    },
  });
  expect(files.respond('/icon.svg', []).headers['Cache-Control']).toBe('no-cache');
});

test.each([
  '/../secret.js',
  '/assets/../../secret.js',
  '/assets/%2e%2e/%2e%2e/secret.js',
  '/assets/..\\..\\secret.js',
  '//assets/app-1.js',
  '/assets/link.js',
  '/assets/app-1.js.map',
  '/assets/app-1.js/',
  '/assets',
  '/.built',
  '/index.html/..',
  '/__proto__',
  'assets/app-1.js',
  '',
])('%s is not there', (path) => expect(files.respond(path, []).status).toBe(404));

describe('R-24: the policy', () => {
  const policy = contentPolicy({ nonce: 'N', connect: ['ws://127.0.0.1:9'] });
  test('forbids what is not named', () => {
    expect(policy.split('; ')[0]).toBe("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("base-uri 'none'");
    expect(policy).toContain("form-action 'none'");
  });
  test('allows no inline script, no eval and no other host', () => {
    expect(policy).not.toMatch(/unsafe|data:|blob:|\*|https?:/);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("style-src 'self' 'nonce-N';");
    expect(policy).toContain("connect-src 'self' ws://127.0.0.1:9;");
  });
});
