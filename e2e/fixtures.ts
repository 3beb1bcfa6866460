import { test as base, expect, type Page } from '@playwright/test';
import { ConsoleProcess } from './console-process.ts';

/** What no page of the console may ever do. Collected from every page of a test, checked at its end. */
export function watchForDefects(page: Page, defects: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      defects.push(`console ${message.type()}: ${message.text()}`);
  });
  // Uncaught errors and unhandled rejections of the page.
  page.on('pageerror', (error) => defects.push(`page error: ${error.message}`));
  page.on('crash', () => defects.push('the page crashed'));
}

interface Fixtures {
  /** The real console, not started yet. */
  console: ConsoleProcess;
  /** Defects seen so far. A test that provokes one on purpose removes it here. */
  defects: string[];
}

export const test = base.extend<Fixtures>({
  launchOptions: async ({ launchOptions }, use) => {
    const executablePath = process.env['LABLINK_BROWSER'];
    await use({
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
  console: async ({}, use) => {
    await using console = new ConsoleProcess();
    await use(console);
  },
  defects: async ({}, use) => {
    const defects: string[] = [];
    await use(defects);
    expect(defects, 'CSP violations, console errors, unhandled rejections').toEqual([]);
  },
  page: async ({ page, defects }, use) => {
    watchForDefects(page, defects);
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`CSP violation: ${event.violatedDirective} ${event.blockedURI}`);
      });
      window.addEventListener('unhandledrejection', (event) => {
        console.error(`unhandled rejection: ${String(event.reason)}`);
      });
    });
    await use(page);
  },
});

export { expect };
