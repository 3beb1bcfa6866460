import { expect, type Locator, type Page } from '@playwright/test';

/** The layouts of the bench: their list in the rail, and the free layout on screen. */
export class LayoutsPage {
  readonly root: Locator;
  readonly tabs: Locator;
  readonly borders: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.root = page.getByRole('navigation', { name: 'Layouts' });
    this.tabs = page.getByRole('tab');
    this.borders = page.getByRole('separator');
  }

  /** A new layout, which begins as Focus is. */
  async make(name: string): Promise<void> {
    await this.root.getByRole('button', { name: 'New layout…' }).click();
    const dialog = this.#page.getByRole('dialog', { name: 'New layout' });
    await dialog.getByLabel('Name of the layout').fill(name);
    await dialog.getByRole('button', { name: /^Keep it/ }).click();
    await expect(dialog).toBeHidden();
    await this.expectShown(name);
  }
  item(name: string): Locator {
    return this.root.getByRole('listitem').getByRole('button', { name: new RegExp(`^${name}`) });
  }
  async expectShown(name: string): Promise<void> {
    await expect(this.item(name)).toHaveAttribute('aria-current', 'true');
  }
  tab(name: string): Locator {
    return this.#page.getByRole('tab', { name, exact: true });
  }
  panel(name: string): Locator {
    return this.#page.getByRole('tabpanel', { name, exact: true });
  }
  /** The groups in reading order, each by the names of its tabs; the one that is seen in brackets. */
  async drawn(): Promise<string[]> {
    return this.#page.getByRole('tablist').evaluateAll((lists) =>
      lists.map((list) =>
        [...list.querySelectorAll('[role="tab"]')]
          .map((tab) => {
            const name = tab.getAttribute('aria-label') ?? '';
            return tab.getAttribute('aria-selected') === 'true' ? `[${name}]` : name;
          })
          .join(' '),
      ),
    );
  }
  async expectDrawn(...groups: string[]): Promise<void> {
    await expect.poll(() => this.drawn()).toEqual(groups);
  }
  /** Something of the menu beside the tabs of the panel of this name. */
  async arrange(panel: string, what: string): Promise<void> {
    await this.#page.getByRole('button', { name: `Arrange ${panel}`, exact: true }).click();
    await this.#page.getByRole('menuitem', { name: what }).click();
    await expect(this.#page.getByRole('menu')).toBeHidden();
  }
  async more(layout: string, what: string): Promise<void> {
    await this.root.getByRole('button', { name: `More of ${layout}`, exact: true }).click();
    await this.#page.getByRole('menuitem', { name: what }).click();
  }
  save(name: string): Locator {
    return this.root.getByRole('button', { name: `Save ${name}`, exact: true });
  }
  /** Drags by the middle of an element to a place, in parts of another. */
  async drag(from: Locator, to: Locator, place: { readonly x: number; readonly y: number }): Promise<void> {
    await from.hover();
    await this.#page.mouse.down();
    const box = await to.boundingBox();
    if (box === null) throw new Error('there is nothing to drop it on');
    await this.#page.mouse.move(box.x + box.width * place.x, box.y + box.height * place.y, { steps: 8 });
    await this.#page.mouse.up();
  }
}
