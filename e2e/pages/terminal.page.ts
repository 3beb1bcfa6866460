import { expect, type Locator, type Page } from '@playwright/test';
import { HistoryPage } from './history.page.ts';
import { railItem } from './rail.ts';
import { WorkPage } from './work.page.ts';

/** The SCPI terminal: what is typed, what came of it, and what the driver lists. */
export class TerminalPage extends WorkPage {
  readonly transcript = this.page.getByRole('region', { name: /^Transcript of / });
  readonly input = this.page.getByLabel(/^Command for /);
  readonly send = this.page.getByRole('button', { name: /^Send( \d+ lines)?$/ });
  readonly cancel = this.page.getByRole('button', { name: 'Cancel', exact: true });
  readonly suggestions = this.page.getByRole('listbox', { name: 'Commands that begin like this' });
  readonly commands = this.page.getByRole('region', { name: 'Listed commands' });

  static async open(page: Page): Promise<TerminalPage> {
    const terminal = new TerminalPage(page);
    await page.keyboard.press('F3');
    await expect(terminal.input).toBeVisible();
    return terminal;
  }

  /** Everything that was sent, newest last, that is drawn. */
  get entries(): Locator {
    return this.transcript.getByRole('listitem');
  }
  /** The newest entry with these words. */
  entry(words: string | RegExp): Locator {
    return this.entries.filter({ hasText: words }).last();
  }
  async talkTo(instrument: string): Promise<void> {
    await railItem(this.page, instrument).click();
    await expect(this.transcript).toHaveAccessibleName(`Transcript of ${instrument}`);
  }
  /** Types a message and sends it. */
  async type(text: string): Promise<void> {
    await this.input.fill(text);
    await this.input.press('Enter');
    await expect(this.input).toHaveValue('');
  }
  /** Types several lines and sends nothing yet. */
  async typeLines(lines: readonly string[]): Promise<void> {
    await this.input.fill('');
    for (const [place, line] of lines.entries()) {
      if (place > 0) await this.page.keyboard.press('Shift+Enter');
      await this.page.keyboard.type(line);
    }
    await expect(this.input).toHaveValue(lines.join('\n'));
  }
  /** Sends a message and waits for its reply. */
  async ask(text: string, reply: string | RegExp): Promise<void> {
    await this.type(text);
    await expect(this.entry(text)).toContainText(reply);
  }

  /** Sends an interface message. */
  async bus(name: string): Promise<void> {
    await this.page.getByRole('button', { name: /^Bus/ }).click();
    await this.page.getByRole('menuitem', { name }).click();
    await expect(this.entry(name)).not.toContainText('Under way');
  }

  async history(): Promise<HistoryPage<TerminalPage>> {
    await this.openScreen('History');
    return HistoryPage.open<TerminalPage>(this.page, this);
  }
}
