import { test as base, type BrowserContext, expect, type Page } from '@playwright/test';
import { connectClient, firstRun } from './console-client.ts';
import { ConsoleProcess } from './console-process.ts';
import type { Authenticator } from './authenticator.ts';
import { SignInPage } from './pages/sign-in.page.ts';
import type { BenchPage } from './pages/bench.page.ts';

/** What pages of the console did that they may never do: CSP violations, console errors, unhandled rejections. */
export class Defects {
  readonly #seen: string[] = [];
  readonly #expected: RegExp[] = [];

  /** Says beforehand what a test provokes on purpose. Everything else still fails it. */
  expect(pattern: RegExp): void {
    this.#expected.push(pattern);
  }
  /** A console that ends while its page is open: the browser reports each try to reach it again. */
  expectLostConsole(): void {
    this.expect(/^console error: WebSocket connection to 'ws:\/\/127\.0\.0\.1:\d+\/\w*' failed/);
    this.expect(/^console error: Failed to load resource: net::ERR_(CONNECTION|EMPTY|SOCKET)/);
  }
  /** Those that were not expected. */
  get list(): readonly string[] {
    return this.#seen.filter((seen) => !this.#expected.some((pattern) => pattern.test(seen)));
  }

  /** Listens to a page from its beginning on. */
  async watch(page: Page): Promise<void> {
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning')
        this.#seen.push(`console ${message.type()}: ${message.text()}`);
    });
    // Uncaught errors of the page.
    page.on('pageerror', (error) => this.#seen.push(`page error: ${error.message}`));
    page.on('crash', () => this.#seen.push('the page crashed'));
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`CSP violation: ${event.violatedDirective} ${event.blockedURI}`);
      });
      window.addEventListener('unhandledrejection', (event) => {
        console.error(`unhandled rejection: ${String(event.reason)}`);
      });
    });
  }
}

/** A bench with an account, ready to be signed in to. */
export interface Bench {
  readonly authenticator: Authenticator;
  readonly recoveryCodes: readonly string[];
  readonly simulated: boolean;
}

interface Fixtures {
  /** The real console, not started yet. */
  console: ConsoleProcess;
  defects: Defects;
  /** Starts the console with an account and, unless told otherwise, with the simulated bench; nobody is signed in. */
  prepare: (options?: { simulated?: boolean }) => Promise<Bench>;
  /** The page, signed in at the simulated bench: nothing is on. */
  work: BenchPage;
  bench: Bench;
  /** Another window, of another browser: a seat of its own. */
  anotherPage: () => Promise<Page>;
}

// Playwright reads what a fixture needs from its first parameter, which has to be taken apart even if nothing is needed.
export const test = base.extend<Fixtures>({
  launchOptions: async ({ launchOptions }, give) => {
    const executablePath = process.env['LABLINK_BROWSER'];
    await give({
      ...launchOptions,
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    });
  },
  console: async ({ browserName: _ }, give) => {
    await using console = new ConsoleProcess();
    await give(console);
  },
  defects: async ({ browserName: _ }, give) => {
    const defects = new Defects();
    await give(defects);
    expect(defects.list, 'CSP violations, console errors, unhandled rejections').toEqual([]);
  },
  page: async ({ page, defects }, give) => {
    await defects.watch(page);
    await give(page);
  },
  anotherPage: async ({ browser, defects, console }, give) => {
    const contexts: BrowserContext[] = [];
    await give(async () => {
      const context = await browser.newContext();
      contexts.push(context);
      const page = await context.newPage();
      await defects.watch(page);
      await page.goto(await console.anotherAddress());
      return page;
    });
    for (const context of contexts) await context.close();
  },
  prepare: async ({ console }, give) => {
    await give(async ({ simulated = true } = {}) => {
      const { client, close } = await connectClient(await console.start());
      const made = await firstRun(client);
      if (simulated) await client.instruments.addSimulatedBench({});
      await client.accounts.signOut({ outputs: 'keep' });
      close();
      return { ...made, simulated };
    });
  },
  bench: async ({ prepare }, give) => {
    await give(await prepare());
  },
  work: async ({ page, console, bench }, give) => {
    await page.goto(await console.anotherAddress());
    await give(await new SignInPage(page).signIn(bench.authenticator.freshCode()));
  },
});

export { expect };
