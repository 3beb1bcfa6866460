import { expect, type Locator, type Page } from '@playwright/test';

/** One channel of a supply's panel. */
export class ChannelPanel {
  readonly root: Locator;
  readonly voltage: Locator;
  readonly current: Locator;
  readonly output: Locator;
  readonly #page: Page;
  readonly #channel: number;

  /** `within`: where several instruments are on screen, the panel of one. */
  constructor(page: Page, channel: number, within: Page | Locator = page) {
    this.#page = page;
    this.#channel = channel;
    this.root = within.getByRole('region', { name: new RegExp(`^Channel ${channel}, `) });
    this.voltage = this.root.getByLabel('Set V');
    this.current = this.root.getByLabel('Limit A');
    this.output = this.root.getByRole('button', { name: /^(Output \d |Turning )/ });
  }

  /** The reading on screen: a number, or null where it says that it is not known. */
  reading(unit: 'V' | 'A' | 'W'): Promise<number | null> {
    return this.root
      .getByText(new RegExp(`^(unknown|\u2212?[\\d\u2009 ]+\\.\\d+ ${unit})$`))
      .first()
      .innerText()
      .then((text) =>
        text === 'unknown' ? null : Number(text.slice(0, -2).replace('\u2212', '-').replaceAll(/\s/gu, '')),
      );
  }
  /** Waits for a reading, as near as the second number says. */
  async expectReading(unit: 'V' | 'A' | 'W', value: number, within: number): Promise<void> {
    await expect
      .poll(async () => Math.abs(((await this.reading(unit)) ?? Number.NaN) - value), {
        message: `${unit} of channel ${this.#channel} is ${value}, give or take ${within}`,
      })
      .toBeLessThanOrEqual(within);
  }

  /** Types a setpoint and sends it, then waits until the instrument has said that it holds it. */
  async set(point: 'voltage' | 'current', typed: string, held: string): Promise<void> {
    await this.type(point, typed);
    await expect(this[point]).toHaveValue(held);
    await expect(this.root.getByText('Pending')).toHaveCount(0);
  }
  async type(point: 'voltage' | 'current', typed: string): Promise<void> {
    await this[point].fill(typed);
    await this[point].press('Enter');
  }

  /** Holds the key of the panel until the output is told to go on: 400 ms are needed. */
  async holdKey(): Promise<void> {
    await this.output.focus();
    await this.#page.keyboard.down(String(this.#channel));
    await this.#heldLongEnough();
    await this.#page.keyboard.up(String(this.#channel));
    await this.#sayWithout();
  }
  /** Turned on with the pointer. */
  async holdPointer(): Promise<void> {
    await this.output.hover();
    await this.#page.mouse.down();
    await this.#heldLongEnough();
    await this.#page.mouse.up();
    await this.#sayWithout();
  }
  /** Until it goes on, or the console asks whether it may go on without an envelope. */
  async #heldLongEnough(): Promise<void> {
    const isOn = this.root.getByRole('button', { name: / is on/ });
    await expect(this.#without.or(isOn).first()).toBeVisible();
  }
  async #sayWithout(): Promise<void> {
    if (await this.#without.isVisible()) await this.#without.press('Enter');
    await expect(this.output).toHaveAccessibleName(/ is on/);
  }
  get #without(): Locator {
    return this.#page.getByRole('button', { name: 'Switch on without' });
  }
  async turnOff(): Promise<void> {
    await this.output.click();
    await this.expectOutput('off');
  }
  async expectOutput(state: 'on' | 'off' | 'unknown'): Promise<void> {
    await expect(this.output).toHaveAccessibleName(
      state === 'unknown' ? / unknown/ : new RegExp(` is ${state}`),
    );
  }
  async expectMode(mode: 'CV' | 'CC'): Promise<void> {
    await expect(this.root.getByText(mode, { exact: true })).toBeVisible();
  }
  async expectLive(): Promise<void> {
    await expect(this.root.getByText('Live', { exact: true })).toBeVisible();
  }
}
