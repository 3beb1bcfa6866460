import { vi } from 'vitest';
import { sockets } from '#shared/rpc/loopback.ts';

/** What a console of the loopback shell knows: tokens that were not used, and the one browser's secrets. */
export class FakeConsole {
  readonly tokens = new Set<string>();
  readonly secrets = new Set<string>();
  /** Whether the browser's cookie names a seat. */
  known = false;
  /** False: nothing listens at its port. */
  up = true;
  /** True: the answer to a token breaks off. */
  breaksOff = false;
  /** True: sockets open and are never answered. */
  silent = false;
  readonly requests: string[] = [];
  readonly said: unknown[] = [];
  /** What windows showed of their browser. */
  readonly shown: unknown[] = [];
  sockets: FakeSocket[] = [];
  #made = 0;

  mint(): string {
    const token = `token-${++this.#made}`;
    this.tokens.add(token);
    return token;
  }
  /** Takes the place of `fetch`. */
  readonly fetch = async (path: string, init?: RequestInit): Promise<Response> => {
    const { method = 'GET', body } = init ?? {};
    this.requests.push(`${method} ${path}`);
    await Promise.resolve();
    if (!this.up) throw new TypeError('Failed to fetch');
    if (method === 'GET') return Response.json({ known: this.known });
    const { token, browser } = JSON.parse(body as string) as { token: string; browser?: string };
    this.shown.push(browser);
    if (!this.tokens.delete(token)) return new Response(null, { status: 403 });
    if (this.breaksOff) return new Response('{"secr', { status: 200 });
    const secret = `secret-for-${token}`;
    this.secrets.add(secret);
    this.known = true;
    return Response.json({ secret, browser: 'browser-1' });
  };
}

/** One WebSocket of a page, as far as the bridge uses it. */
export class FakeSocket extends EventTarget {
  static console: FakeConsole;
  readonly url: string;
  readonly sent: unknown[] = [];
  binaryType = 'blob';
  bufferedAmount = 0;
  #closed = false;

  constructor(url: string) {
    super();
    this.url = url;
    const { console } = FakeSocket;
    console.sockets.push(this);
    queueMicrotask(() => {
      // A page is not told whether nobody listened or the upgrade was refused: 1006 both times.
      if (console.up && console.known) this.dispatchEvent(new Event('open'));
      else this.end(1006);
    });
  }
  send(data: unknown): void {
    const { console } = FakeSocket;
    console.said.push(data);
    this.sent.push(data);
    if (this.sent.length > 1 || console.silent) return;
    queueMicrotask(() => {
      if (console.secrets.has(String(data))) this.say(sockets.welcome);
      else this.end(sockets.refused);
    });
  }
  say(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
  close(code = 1005): void {
    queueMicrotask(() => this.end(code));
  }
  end(code: number): void {
    if (this.#closed) return;
    this.#closed = true;
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason: '' }));
  }
}

/** What all tabs of one browser keep for the console's pages. */
export class FakeBrowser {
  readonly #stored = new Map<string, string>();
  getItem(key: string): string | null {
    return this.#stored.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.#stored.set(key, value);
  }
}

/** One tab: its address, what it keeps until it is closed, and how often it was loaded. */
export class FakeTab {
  readonly #stored = new Map<string, string>();
  readonly #events = new EventTarget();
  /** What `location.reload` was called. */
  reloads = 0;
  url: URL;

  readonly #browser: FakeBrowser;

  constructor(hash: string, browser = new FakeBrowser()) {
    this.#browser = browser;
    this.url = new URL(`http://127.0.0.1:4000/${hash}`);
  }
  /** What a script of the page finds in the tab's storage. */
  get stored(): string[] {
    return [...this.#stored.values()];
  }
  /** Loads the page's modules anew, as a (re)loaded page does. */
  async load(console: FakeConsole) {
    vi.resetModules();
    FakeSocket.console = console;
    const url = (): URL => this.url;
    vi.stubGlobal('WebSocket', FakeSocket);
    vi.stubGlobal('fetch', console.fetch);
    vi.stubGlobal('location', {
      get hash() {
        return url().hash;
      },
      get pathname() {
        return url().pathname;
      },
      get host() {
        return url().host;
      },
      reload: () => {
        this.reloads++;
      },
    });
    vi.stubGlobal('history', {
      replaceState: (_state: unknown, _title: string, path: string) => {
        this.url = new URL(path, this.url);
      },
    });
    vi.stubGlobal('localStorage', this.#browser);
    vi.stubGlobal('sessionStorage', {
      getItem: (key: string) => this.#stored.get(key) ?? null,
      setItem: (key: string, value: string) => this.#stored.set(key, value),
      removeItem: (key: string) => this.#stored.delete(key),
    });
    vi.stubGlobal('addEventListener', this.#events.addEventListener.bind(this.#events));
    const { dialSocket } = await import('./socket.ts');
    return dialSocket;
  }
  /** The person types another fragment into the address. */
  changeHash(hash: string): void {
    this.url = new URL(hash, this.url);
    this.#events.dispatchEvent(new Event('hashchange'));
  }
}
