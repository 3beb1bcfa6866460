import { expect, type Locator } from '@playwright/test';
import { ConsolePage } from './console.page.ts';

export type ThemeWord = 'Light' | 'Dark';

/** The frame of whoever is signed in: screens, the menu of the person, the line at the bottom. */
export abstract class WorkPage extends ConsolePage {
  readonly status = this.page.getByRole('contentinfo');
  readonly menu = this.page.getByRole('button', { name: /: menu$/ });

  get dialog(): Locator {
    return this.page.getByRole('dialog').or(this.page.getByRole('alertdialog'));
  }
  protected async openScreen(name: 'Bench' | 'History'): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name }).click();
  }
  async choose(
    item: 'Lock' | 'Sign out…' | 'All keys' | 'New recovery codes…' | 'Idle and sleep…' | 'Quit the console…',
  ): Promise<void> {
    await this.menu.click();
    await this.page.getByRole('menuitem', { name: item }).click();
  }
  /** Signs out; the sign-in page comes next. `outputs`: the answer to the question that is asked when outputs are on. */
  async signOut(outputs?: 'keep' | 'off'): Promise<void> {
    await this.choose('Sign out…');
    const answer =
      outputs === undefined
        ? this.page.getByRole('dialog', { name: 'Sign out?' }).getByRole('button', { name: 'Sign out' })
        : this.page.getByRole('alertdialog', { name: 'Sign out?' }).getByRole('button', {
            name: outputs === 'keep' ? 'Keep as they are, sign out' : 'Switch off, sign out',
          });
    await answer.click();
    await expect(this.status).toBeHidden();
  }
  async theme(word: ThemeWord): Promise<void> {
    await this.menu.click();
    await this.page.getByRole('menuitemradio', { name: word, exact: true }).click();
    await this.page.keyboard.press('Escape');
    await expect(this.page.getByRole('menu')).toBeHidden();
  }
}
