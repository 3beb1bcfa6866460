import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';
import { WorkPage } from './work.page.ts';

/** Where the console's time goes. */
export class ProfilingPage extends WorkPage {
  readonly figures = this.page.getByRole('region', { name: 'Figures of the console' });
  readonly spans = this.page.getByRole('grid', { name: 'Where time goes' });
  readonly filter = this.page.getByRole('textbox', { name: 'Filter spans' });
  readonly against = this.page.getByRole('region', { name: 'Against baseline' });
  readonly instruments = this.page.getByRole('listbox', { name: 'Instrument' });
  readonly commands = this.page.getByRole('grid', { name: 'Commands of the instrument' });
  readonly histogram = this.page.getByRole('figure', { name: /^Histogram of/ });
  readonly running = this.page.getByRole('progressbar', { name: /^Ten paths/ });

  static async open(page: Page): Promise<ProfilingPage> {
    await page.keyboard.press('F6');
    const profiling = new ProfilingPage(page);
    await expect(profiling.spans).toBeVisible();
    return profiling;
  }

  button(name: string | RegExp, within: Locator | Page = this.page): Locator {
    return within.getByRole('button', { name });
  }
  figure(name: string): Locator {
    return this.figures.getByRole('group', { name });
  }
  view(name: 'Spans' | 'Instruments' | 'Traces' | 'CPU'): Locator {
    return this.page.getByRole('radiogroup', { name: 'View' }).getByRole('radio', { name });
  }
  time(name: '1 min' | '10 min' | 'Session'): Locator {
    return this.page.getByRole('radiogroup', { name: 'Time' }).getByRole('radio', { name });
  }
  /** The panel beside the spans. */
  detail(name: string | RegExp): Locator {
    return this.page.getByRole('main').getByRole('region', { name });
  }
  row(words: string | RegExp): Locator {
    return this.spans.getByRole('row').filter({ hasText: words });
  }
  title(name: string): Locator {
    return this.spans.getByRole('columnheader').filter({ has: this.button(name) });
  }
  /** What a column of the spans shows, from the top, of the rows in sight. */
  async column(name: string): Promise<string[]> {
    const titles = await this.spans
      .getByRole('columnheader')
      .evaluateAll((cells) =>
        cells.map((cell) => cell.querySelector('button')?.getAttribute('aria-label') ?? cell.textContent),
      );
    const at = titles.findIndex((title) => title?.startsWith(name) === true);
    if (at < 0) throw new Error(`no column ${name} among ${titles.join(', ')}`);
    const rows = await this.spans
      .getByRole('row')
      .evaluateAll((all, place) => all.map((row) => row.children[place]?.textContent ?? ''), at);
    return rows.slice(1);
  }
  /** Presses the export that is named, and reads the file. */
  async export(format: 'CSV' | 'JSON'): Promise<{ readonly name: string; readonly text: string }> {
    await this.button('Export the numbers').click();
    const download = this.page.waitForEvent('download');
    await this.page.getByRole('menuitem', { name: `Numbers as ${format}` }).click();
    const file = await download;
    return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
  }
}
