import { expect, type Locator, type Page } from '@playwright/test';
import { StopLayer } from './stop.page.ts';

/** What every screen of the console has: a page, and the emergency stop on it. */
export class ConsolePage {
  readonly page: Page;
  readonly stop: StopLayer;

  constructor(page: Page) {
    this.page = page;
    this.stop = new StopLayer(page);
  }

  get heading(): Locator {
    return this.page.getByRole('main').getByRole('heading', { level: 1 });
  }

  /** What went wrong, as it is read out. */
  get alert(): Locator {
    return this.page.getByRole('main').getByRole('alert');
  }

  /** Waits for this screen. */
  async expectHeading(words: string | RegExp): Promise<void> {
    await expect(this.heading).toHaveText(words);
  }
}
