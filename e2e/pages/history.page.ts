import { expect, type Locator, type Page } from '@playwright/test';
import { WorkPage } from './work.page.ts';

/** A row as it stands on the screen. */
export interface SeenRow {
  readonly operator: string;
  readonly lane: string;
  readonly request: string;
  readonly reply: string;
  readonly result: string;
}

/** Every exchange and every deed. `Before`: the page from which one came. */
export class HistoryPage<Before = unknown> extends WorkPage {
  readonly grid = this.page.getByRole('grid', { name: 'History, newest first' });
  readonly search = this.page.getByRole('searchbox', { name: 'Search in requests, replies and names' });

  readonly chips = this.page.getByRole('group', { name: 'What narrows the history' });
  /** The details of the row that is chosen. */
  readonly drawer = this.page.getByRole('region', { name: /^Row \d+$/ });
  readonly foot = this.page.locator('.history-foot');

  readonly calendar = this.page.getByRole('region', { name: 'Calendar' });
  readonly sessions = this.page.getByRole('complementary', { name: 'Work sessions' });
  readonly stretch = this.page.getByRole('region', { name: 'The stretch' });

  readonly #before: Before;

  private constructor(page: Page, before: Before) {
    super(page);
    this.#before = before;
  }
  static async open<Before>(page: Page, before: Before): Promise<HistoryPage<Before>> {
    const history = new HistoryPage(page, before);
    await expect(history.grid).toBeVisible();
    return history;
  }

  /** A row by words that are in it, one after the other. */
  row(words: RegExp): Locator {
    return this.grid.getByRole('row', { name: words });
  }
  async look(text: string): Promise<void> {
    await this.search.fill(text);
    await expect(this.page.getByRole('status').getByText(/beginning of the history/)).toBeVisible();
  }
  /** Chooses one of a list of choices of the filter bar. */
  async choosePart(
    label: 'Instrument' | 'When' | 'Operator' | 'Lane' | 'Kind' | 'Marks',
    option: string,
  ): Promise<void> {
    await this.page.getByRole('button', { name: new RegExp(`${label}$`) }).click();
    await this.page.getByRole('option', { name: option, exact: true }).click();
  }
  field(label: 'Slower than' | 'From' | 'To'): Locator {
    return this.page.getByRole('textbox', { name: label });
  }
  async failedOnly(): Promise<void> {
    await this.page.getByRole('radio', { name: 'Failed' }).click();
  }
  /** What narrows the history, as its chips say it. */
  async expectChips(...words: readonly string[]): Promise<void> {
    const all = this.chips.getByRole('button').filter({ hasNotText: 'Clear all' });
    if (words.length === 0) await expect(this.chips).toBeHidden();
    else await expect(all).toHaveText(words);
  }
  async takeAway(chip: string): Promise<void> {
    await this.chips.getByRole('button', { name: `${chip}: take this away` }).click();
  }
  /** The requests on the screen, newest first, once they are these. */
  async expectRequests(...requests: readonly string[]): Promise<void> {
    await expect.poll(async () => (await this.#drawn()).map(([, { request }]) => request)).toEqual(requests);
  }
  /** A day of the calendar by how it is said: `Tuesday 24 November`. */
  day(name: string): Locator {
    return this.calendar.getByRole('gridcell', { name: new RegExp(`^${name}:`) });
  }
  /** Chooses a stretch: from one row to another, older one. */
  async chooseStretch(newest: RegExp, oldest: RegExp): Promise<void> {
    await this.row(newest).first().click();
    await this.row(oldest)
      .last()
      .click({ modifiers: ['Shift'] });
    await expect(this.stretch).toBeVisible();
  }
  /** Every row of the list, newest first. Only those in sight are drawn, so the list is paused and scrolled through. */
  async rows(): Promise<SeenRow[]> {
    await this.page.getByRole('button', { name: 'Pause' }).click();
    const seen = new Map<number, SeenRow>();
    await this.#scrollTo(0);
    for (let at = 0; ; ) {
      for (const [index, row] of await this.#drawn()) seen.set(index, row);
      const next = await this.#scrollTo(at + 200);
      if (next === at) break;
      at = next;
    }
    await this.#scrollTo(0);
    await this.page.getByRole('button', { name: 'Go on' }).click();
    return [...seen].sort(([one], [other]) => one - other).map(([, row]) => row);
  }
  /** Scrolls the list and answers with where it stands once it has been drawn there, px. */
  #scrollTo(top: number): Promise<number> {
    return this.grid.evaluate(async (grid, to) => {
      grid.scrollTop = to;
      const drawn = () => new Promise((resolve) => requestAnimationFrame(resolve));
      for (let frames = 0; frames < 4; frames++) await drawn();
      return grid.scrollTop;
    }, top);
  }
  async #drawn(): Promise<(readonly [number, SeenRow])[]> {
    const { titles, rows } = await this.grid.evaluate((grid) => {
      // Without what people have added to the row.
      const said = (cell: Element): string => {
        const marks = cell.querySelector('.history-marks')?.textContent ?? '';
        const text = cell.textContent ?? '';
        return (marks !== '' && text.endsWith(marks) ? text.slice(0, -marks.length) : text).trim();
      };
      const texts = (from: Element, selector: string) => [...from.querySelectorAll(selector)].map(said);
      return {
        titles: texts(grid, '[role="columnheader"]'),
        rows: [...grid.querySelectorAll('[role="row"]')].map((row) => ({
          index: Number(row.getAttribute('aria-rowindex')),
          cells: texts(row, '[role="gridcell"]'),
        })),
      };
    });
    const place = (title: string): number => titles.findIndex((each) => each.toLowerCase() === title);
    return rows
      .filter(({ cells }) => cells.length === titles.length)
      .map(({ index, cells }) => [
        index,
        {
          operator: cells[place('operator')]!,
          lane: cells[place('lane')]!,
          request: cells[place('request')]!,
          reply: cells[place('reply')]!,
          result: cells[place('result')]!,
        },
      ]);
  }

  async bench(): Promise<Before> {
    await this.openScreen('Bench');
    await expect(this.grid).toBeHidden();
    return this.#before;
  }
}
