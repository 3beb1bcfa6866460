import { expect, type Locator, type Page } from '@playwright/test';
import { ChannelPanel } from './channel.page.ts';
import { HistoryPage } from './history.page.ts';
import { LockPage } from './lock.page.ts';
import { railOf } from './rail.ts';
import { WorkPage } from './work.page.ts';

/** The bench: instruments, their panels, their limits. */
export class BenchPage extends WorkPage {
  readonly rail = railOf(this.page);
  readonly envelope = this.page.getByRole('region', { name: 'Envelope' });
  readonly address = this.page.getByLabel('Address', { exact: true });

  static async open(page: Page): Promise<BenchPage> {
    const bench = new BenchPage(page);
    await expect(bench.rail).toBeVisible();
    return bench;
  }

  channel(number: number): ChannelPanel {
    return new ChannelPanel(this.page, number);
  }
  panel(name: string | RegExp): Locator {
    return this.page.getByRole('main').getByRole('region', { name });
  }

  /** The suggestion of an empty bench. */
  async addSimulatedBench(): Promise<void> {
    await this.page.getByRole('button', { name: 'Add the simulated bench' }).click();
    await this.channel(1).expectLive();
  }
  async openConnect(): Promise<Locator> {
    await this.rail.getByRole('button', { name: 'Connect an instrument…' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Connect an instrument' });
    await expect(dialog).toBeVisible();
    return dialog;
  }
  async connect(address: string, name: string): Promise<void> {
    const dialog = await this.openConnect();
    await dialog.getByRole('radio', { name: 'Address' }).click();
    await this.address.fill(address);
    await dialog.getByLabel('Name on this bench').fill(name);
    await dialog.getByRole('button', { name: /^Connect/ }).click();
    await expect(dialog).toBeHidden();
  }
  async setEnvelope(limits: { name: string; volts?: string; amps?: string; watts?: string }): Promise<void> {
    await this.envelope.getByRole('button', { name: /^(Set|Change)…$/ }).click();
    const dialog = this.page.getByRole('dialog', { name: /^Envelope for / });
    await dialog.getByLabel('Device under test').fill(limits.name);
    await dialog.getByLabel('Voltage, at most').fill(limits.volts ?? '');
    await dialog.getByLabel('Current, at most').fill(limits.amps ?? '');
    await dialog.getByLabel('Power, at most').fill(limits.watts ?? '');
    await dialog.getByRole('button', { name: /^Set the envelope/ }).click();
    await expect(dialog).toBeHidden();
  }

  async history(): Promise<HistoryPage<BenchPage>> {
    await this.openScreen('History');
    return HistoryPage.open<BenchPage>(this.page, this);
  }
  async lock(): Promise<LockPage<BenchPage>> {
    await this.choose('Lock');
    return LockPage.open<BenchPage>(this.page, this);
  }
}
