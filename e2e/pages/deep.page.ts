import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';

/** Deep mode, traces and profiles: the parts of the profiling screen that look closer. */
export class DeepPage {
  readonly page: Page;
  readonly cell: Locator;
  readonly traces: Locator;
  readonly waterfall: Locator;
  readonly span: Locator;
  readonly search: Locator;
  readonly slower: Locator;
  readonly graph: Locator;
  readonly functions: Locator;
  readonly profiles: Locator;
  readonly findFunctions: Locator;

  constructor(page: Page) {
    this.page = page;
    this.cell = page.getByRole('region', { name: 'Deep mode' });
    this.traces = page.getByRole('grid', { name: 'Traces, newest first' });
    this.waterfall = page.getByRole('treegrid');
    this.span = page.getByRole('region', { name: 'The span' });
    this.search = page.getByRole('searchbox', { name: 'Search in names and attributes' });
    this.slower = page.getByRole('textbox', { name: 'Slower than' });
    this.graph = page.getByRole('application', { name: /flame graph/ });
    this.functions = page.getByRole('grid', { name: /^Functions/ });
    this.profiles = page.getByRole('complementary', { name: 'Profiles' });
    this.findFunctions = page.getByRole('searchbox', { name: 'Search functions and files' });
  }

  /** Goes to the profiling screen and there to a view. */
  async view(name: 'Spans' | 'Traces' | 'CPU'): Promise<void> {
    await this.page.keyboard.press('F6');
    await this.page.getByRole('radiogroup', { name: 'View' }).getByRole('radio', { name }).click();
  }
  async switch(on: boolean): Promise<void> {
    const deep = this.cell.getByRole('switch');
    await expect(deep).toBeEnabled();
    if ((await deep.isChecked()) !== on) await this.cell.locator('.ui-switch').click();
    await expect(deep).toBeChecked({ checked: on });
  }
  /** Records all threads for some seconds; it goes on when the screen is left. */
  async record(seconds: number): Promise<void> {
    await this.cell.getByRole('button', { name: 'Choose what is recorded' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Record a profile' });
    await dialog.getByRole('textbox', { name: 'Seconds' }).fill(String(seconds));
    await dialog.getByRole('button', { name: `Record CPU ${seconds} s` }).click();
    await expect(this.cell.getByRole('progressbar', { name: 'Recording' })).toBeVisible();
  }
  async expectRecorded(): Promise<void> {
    await expect(this.cell.getByText(/profiles? kept: /)).toBeVisible({ timeout: 60_000 });
  }
  trace(words: RegExp): Locator {
    return this.traces.getByRole('row', { name: words });
  }
  bar(words: RegExp): Locator {
    return this.waterfall.getByRole('row', { name: words });
  }
  /** Presses a button that saves a file, and reads it. */
  async save(button: Locator): Promise<{ readonly name: string; readonly text: string }> {
    const download = this.page.waitForEvent('download');
    await button.click();
    const file = await download;
    return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
  }
}
