import { expect, type Locator, type Page } from '@playwright/test';
import { railItem } from './rail.ts';

/** The panel of an instrument that has one channel with a function selector: load, meter, generator. */
export class InstrumentPanel {
  readonly root: Locator;
  readonly key: Locator;
  readonly #page: Page;

  private constructor(page: Page, name: string) {
    this.#page = page;
    this.root = page.getByRole('main').getByRole('region', { name, exact: true });
    this.key = this.root.getByRole('button', { name: /^(Output|Input|Turning) ?/ });
  }

  /** Chooses it in the rail. */
  static async choose(page: Page, name: string): Promise<InstrumentPanel> {
    await railItem(page, name).click();
    const panel = new InstrumentPanel(page, name);
    await expect(panel.root.getByText('Live', { exact: true }).first()).toBeVisible();
    return panel;
  }

  async choose(label: string): Promise<void> {
    const word = this.root.getByRole('radio', { name: label, exact: true });
    await word.click();
    await expect(word).toBeChecked();
  }
  async set(label: string, typed: string, held: string): Promise<void> {
    const field = this.root.getByLabel(label, { exact: true });
    await field.fill(typed);
    await field.press('Enter');
    await expect(field).toHaveValue(held);
  }
  /** Switched on with the pointer: 400 ms are needed. */
  async hold(): Promise<void> {
    await this.key.hover();
    await this.#page.mouse.down();
    await expect(this.key).toHaveAccessibleName(/ is on/);
    await this.#page.mouse.up();
  }
  /** Waits until some reading with this unit is as near to the value as the last number says. */
  async expectReading(unit: string, value: number, within: number): Promise<void> {
    const number = new RegExp(`^(\u2212?[\\d\u2009 ]+(?:\\.[\\d\u2009 ]+)?) ${unit}$`, 'u');
    await expect
      .poll(
        async () => {
          const texts = await this.root.locator('[data-quantity]').getByText(number).allInnerTexts();
          const values = texts.map((text) =>
            Number((number.exec(text)?.[1] ?? '').replace('\u2212', '-').replaceAll(/\s/gu, '')),
          );
          return Math.min(...values.map((each) => Math.abs(each - value)));
        },
        { message: `a reading of ${value} ${unit}, give or take ${within}` },
      )
      .toBeLessThanOrEqual(within);
  }
}
