import { expect, type Locator, type Page } from '@playwright/test';

/** The dialog that connects an instrument by the way it is cabled up. */
export class ConnectPage {
  readonly root: Locator;
  /** The address that will be connected to, as it is written. */
  readonly address: Locator;
  readonly connect: Locator;

  constructor(page: Page) {
    this.root = page.getByRole('dialog', { name: 'Connect an instrument' });
    this.address = this.root.getByRole('status');
    this.connect = this.root.getByRole('button', { name: /^Connect/ });
  }

  async way(name: 'Network' | 'Serial' | 'USB' | 'GPIB' | 'Recording' | 'Address'): Promise<void> {
    await this.root.getByRole('radio', { name, exact: true }).click();
  }
  async protocol(name: 'Raw socket' | 'VXI-11' | 'HiSLIP'): Promise<void> {
    await this.root.getByRole('radio', { name }).click();
  }
  field(label: string): Locator {
    return this.root.getByLabel(label, { exact: true });
  }
  pick(name: RegExp): Locator {
    return this.root.getByRole('option', { name });
  }
  /** Connects and waits until the dialog has gone. */
  async finish(name: string): Promise<void> {
    await this.field('Name on this bench').fill(name);
    await this.connect.click();
    await expect(this.root).toBeHidden();
  }
}
