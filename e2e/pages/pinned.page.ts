import { expect, type Locator, type Page } from '@playwright/test';

/** The panel of an instrument without a driver, and the queries that are pinned in it. */
export class PinnedPage {
  readonly page: Page;
  readonly panel: Locator;
  readonly dialog: Locator;

  constructor(page: Page, name: string) {
    this.page = page;
    this.panel = page.getByRole('main').getByRole('region', { name, exact: true });
    this.dialog = page.getByRole('dialog', { name: /^Pin(ned)? (a )?query of / });
  }

  /** One reading, by its name. */
  reading(label: string): Locator {
    return this.panel
      .getByRole('listitem')
      .filter({ has: this.page.getByRole('heading', { name: label, exact: true }) });
  }
  field(label: string): Locator {
    return this.dialog.getByLabel(label, { exact: true });
  }
  /** Pins a query with the keyboard alone. */
  async pinByKeys(text: { query: string; name?: string; unit?: string; decimals?: string }): Promise<void> {
    await this.panel.focus();
    await this.page.keyboard.press('p');
    await expect(this.field('Query')).toBeFocused();
    const { keyboard } = this.page;
    await keyboard.type(text.query);
    for (const part of [text.name, text.unit, '', text.decimals]) {
      await keyboard.press('Tab');
      if (part !== undefined && part !== '') await keyboard.type(part);
    }
    await keyboard.press('Enter');
    await expect(this.dialog).toBeHidden();
  }
}
