import { expect, type Locator, type Page } from '@playwright/test';

/** The battery test of a load, in its panel. */
export class BatteryTest {
  readonly root: Locator;
  readonly key: Locator;
  readonly #page: Page;

  constructor(page: Page, panel: Locator) {
    this.#page = page;
    this.root = panel.getByRole('region', { name: 'Battery test' });
    this.key = this.root.getByRole('button', { name: /^(Battery test (is|unknown)|Turning )/ });
  }

  async open(): Promise<void> {
    await this.root.getByRole('button', { name: /^Open battery test of / }).click();
    await expect(this.key).toBeVisible();
  }
  async fill(wish: { current: string; cutOff: string; time?: string; capacity?: string }): Promise<void> {
    await this.root.getByLabel('Current', { exact: true }).fill(wish.current);
    await this.root.getByLabel('Cut-off', { exact: true }).fill(wish.cutOff);
    await this.root.getByLabel('Longest time', { exact: true }).fill(wish.time ?? '');
    await this.root.getByLabel('Largest capacity', { exact: true }).fill(wish.capacity ?? '');
  }
  /** Holds the space bar on the key until the test runs: 400 ms are needed. */
  async hold(): Promise<void> {
    await this.key.focus();
    await this.#page.keyboard.down('Space');
    await expect(this.key).toHaveAccessibleName(/^Battery test is on/);
    await this.#page.keyboard.up('Space');
  }
  /** A number of the test by its name, as it is on the screen. */
  figure(label: string): Locator {
    return this.root
      .locator('dl > div')
      .filter({ has: this.#page.getByText(label, { exact: true }) })
      .locator('dd')
      .first();
  }
}
