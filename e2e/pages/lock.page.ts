import { expect, type Page } from '@playwright/test';
import { tester } from '../console-client.ts';
import { ConsolePage } from './console.page.ts';

/** Locked: who works here, what may be live, and the password. `Before`: the page that was locked. */
export class LockPage<Before = unknown> extends ConsolePage {
  readonly password = this.page.getByLabel('Password', { exact: true });
  readonly outputs = this.page.getByRole('region').filter({ hasText: 'Emergency stop works while locked.' });

  readonly #before: Before;

  private constructor(page: Page, before: Before) {
    super(page);
    this.#before = before;
  }
  static async open<Before>(page: Page, before: Before): Promise<LockPage<Before>> {
    const lock = new LockPage(page, before);
    await lock.expectHeading(/ works here$/);
    await expect(lock.password).toBeFocused();
    return lock;
  }
  async tryPassword(password: string): Promise<void> {
    await this.password.fill(password);
    await this.page.getByRole('button', { name: /^(Unlock|Checking…)/ }).click();
  }
  async unlock(): Promise<Before> {
    await this.tryPassword(tester.password);
    await expect(this.password).toBeHidden();
    return this.#before;
  }
}
