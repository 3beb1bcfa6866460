import { expect, type Locator, type Page } from '@playwright/test';

/** The emergency stop in its corner, its report, and the strip that says that it holds. */
export class StopLayer {
  readonly page: Page;
  readonly button: Locator;
  readonly report: Locator;

  constructor(page: Page) {
    this.page = page;
    this.button = page.getByRole('button', { name: /^(Emergency stop: switch every output off|Stopped\.)/ });
    this.report = page.getByRole('region', { name: /^Emergency stop (engaged|was reset)/ });
  }

  get strip(): Locator {
    return this.page.getByText(/^The emergency stop holds/);
  }
  get showReport(): Locator {
    return this.page.getByRole('button', { name: 'Show report' });
  }

  /** Two quick presses. Handed over together: what the page does at the first must not put off the second. */
  async escEsc(): Promise<void> {
    const { keyboard } = this.page;
    await Promise.all([
      keyboard.down('Escape'),
      keyboard.up('Escape'),
      keyboard.down('Escape'),
      keyboard.up('Escape'),
    ]);
  }

  async press(): Promise<void> {
    await this.button.click();
  }

  /** Waits until the stop holds and every output of these instruments was read back off. */
  async expectEngaged(lines: readonly RegExp[] = []): Promise<void> {
    await expect(this.button).toHaveAccessibleName(/^Stopped\./);
    await expect(this.report).toBeVisible();
    for (const line of lines)
      await expect(this.report.getByRole('row', { name: line }).first()).toBeVisible();
  }
  async expectHolds(): Promise<void> {
    await expect(this.button).toHaveAccessibleName(/^Stopped\./);
    await expect(this.strip).toBeVisible();
  }
  async expectReady(): Promise<void> {
    await expect(this.button).toHaveAccessibleName(/^Emergency stop/);
    await expect(this.strip).toHaveCount(0);
  }

  async putAside(): Promise<void> {
    await this.report.getByRole('button', { name: /^(Put aside|Close)$/ }).click();
    await expect(this.report).toBeHidden();
  }

  /** Ends the latch, with the question that is asked before. */
  async reset(): Promise<void> {
    await this.page.getByRole('button', { name: 'Reset the stop…' }).first().click();
    const dialog = this.page.getByRole('alertdialog', { name: 'Reset the emergency stop?' });
    await dialog.getByRole('button', { name: 'Reset, outputs stay off' }).click();
    await expect(dialog).toBeHidden();
    await this.expectReady();
  }
}
