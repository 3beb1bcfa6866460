import { randomBytes } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { contentPolicy, securityHeaders } from './content-policy.ts';

/** What vite writes where a nonce belongs (`html.cspNonce` in vite.config.ts). */
export const noncePlaceholder = '__LABLINK_NONCE__';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

/** A response of either shell. */
export interface PageResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer> | string;
}

const refused: PageResponse = { status: 404, headers: securityHeaders, body: '' };

/** Paths below a folder, each with `/` before every part. Hidden files and links are left out. */
function filesUnder(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below)).flatMap((name) => {
    const path = `${below}/${name}`;
    const stat = lstatSync(join(folder, path));
    if (name.startsWith('.')) return [];
    return stat.isDirectory() ? filesUnder(folder, path) : stat.isFile() ? [path] : [];
  });
}

/**
 * The built renderer, read once. A request names one of its files exactly, or gets 404: there is no path to walk out of.
 * Throws when the renderer was not built.
 */
export class RendererFiles {
  readonly #files = new Map<string, { readonly type: string; readonly body: Uint8Array<ArrayBuffer> }>();
  readonly #index: string;

  constructor(folder: string) {
    this.#index = readFileSync(join(folder, 'index.html'), 'utf8');
    for (const path of filesUnder(folder)) {
      const type = types[extname(path)];
      if (type !== undefined && path !== '/index.html')
        this.#files.set(path, { type, body: new Uint8Array(readFileSync(join(folder, path))) });
    }
  }

  /** Answers for a path as it stands in the request, undecoded. `connect`: what the page may connect to beside itself. */
  respond(path: string, connect: readonly string[]): PageResponse {
    if (path === '/' || path === '/index.html') return this.#page(connect);
    const file = this.#files.get(path);
    if (file === undefined) return refused;
    // Names under assets/ change with their contents.
    const cache = path.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-cache';
    return {
      status: 200,
      headers: { ...securityHeaders, 'Content-Type': file.type, 'Cache-Control': cache },
      body: file.body,
    };
  }
  #page(connect: readonly string[]): PageResponse {
    const nonce = randomBytes(16).toString('base64');
    return {
      status: 200,
      headers: {
        ...securityHeaders,
        'Content-Type': types['.html']!,
        'Cache-Control': 'no-store',
        'Content-Security-Policy': contentPolicy({ nonce, connect }),
      },
      body: this.#index.replaceAll(noncePlaceholder, nonce),
    };
  }
}
