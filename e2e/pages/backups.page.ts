import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { WorkPage } from './work.page.ts';

/** What somebody who set up backups has in the safe. */
export interface KeptKey {
  readonly identity: string;
  /** Where the sheet was saved. */
  readonly sheet: string;
}

/** A place of its own for the backups of a test, removed with the data folder. */
export function placeIn(folder: string): string {
  const place = join(folder, 'elsewhere');
  mkdirSync(place);
  return place;
}

/** Can it be got back? And all that makes the answer yes. */
export class BackupsPage extends WorkPage {
  readonly answer = this.page.getByRole('region', { name: 'Backups' }).getByRole('status');
  readonly places = this.page.getByRole('region', { name: 'Destinations' });
  readonly copies = this.page.getByRole('grid', { name: /^Copies, newest first/ });
  readonly keys = this.page.getByRole('region', { name: 'Keys that open these backups' });
  readonly drill = this.page.getByRole('region', { name: 'Restore drill' });
  readonly schedule = this.page.getByRole('region', { name: 'Schedule and keeping' });
  readonly setUp = this.page.getByRole('dialog', { name: 'Set up backups' });
  /** What a restore has left to do. */
  readonly afterRestore = this.page
    .getByRole('status')
    .filter({ hasText: /^After the restore of .* there is something left to do\./ });
  /** The long work that runs, on its ruler. */
  readonly running = this.page.getByRole('progressbar');

  static async open(page: Page): Promise<BackupsPage> {
    await page.keyboard.press('F5');
    const backups = new BackupsPage(page);
    await expect(backups.keys).toBeVisible();
    return backups;
  }

  button(name: string | RegExp, within: Locator | Page = this.page): Locator {
    return within.getByRole('button', { name });
  }
  async expectAnswer(words: string | RegExp): Promise<void> {
    await expect(this.answer).toContainText(words);
  }

  /** Makes the first key and keeps it: saved, and read from the file as a person would from the sheet. `look`: while it is shown. */
  async makeKey(name: string, look?: () => Promise<void>): Promise<KeptKey> {
    await this.button('Set up backups').click();
    await this.setUp.getByLabel('Where the key will be kept').fill(name);
    await this.button('Make the key', this.setUp).click();
    const download = this.page.waitForEvent('download');
    await this.button('Save the file', this.setUp).click();
    const sheet = await (await download).path();
    const shown = (await this.setUp.getByRole('group', { name: 'The key' }).innerText()).replace(/\s/g, '');
    const identity = /AGE-SECRET-KEY-1\w+/.exec(readFileSync(sheet, 'utf8'))?.[0];
    expect(identity).toBe(shown);
    await look?.();
    await this.setUp.getByText('The key is kept away from this PC').click();
    await this.button('Prove it', this.setUp).click();
    return { identity: shown, sheet };
  }
  /** The step after the key was kept, with the key typed back. */
  async proveKey(identity: string): Promise<void> {
    await this.setUp.getByLabel('Key', { exact: true }).fill(identity);
    await this.button('Prove it works', this.setUp).click();
  }
  async addFirstPlace(name: string, path: string): Promise<void> {
    await this.setUp.getByLabel('Name', { exact: true }).fill(name);
    await this.setUp.getByLabel('Path of the folder').fill(path);
    await this.button('Add this place', this.setUp).click();
  }

  /** Waits for how long work ended. */
  async expectEnd(words: string | RegExp): Promise<void> {
    await expect(this.page.getByRole('main').getByText(words)).toBeVisible({ timeout: 60_000 });
  }
  async showCopies(): Promise<void> {
    await this.page.getByRole('radio', { name: 'Copies' }).click();
    await expect(this.copies).toBeVisible();
  }
  /** The newest copy in the list, chosen. */
  async chooseNewest(): Promise<void> {
    await this.showCopies();
    await this.copies.getByRole('row').nth(1).click();
  }
  /** In the dialog that is open: the key, then the act. */
  async openWith(identity: string, act: string): Promise<void> {
    await this.dialog.getByLabel('Key', { exact: true }).fill(identity);
    await this.button(act, this.dialog).click();
  }
}
