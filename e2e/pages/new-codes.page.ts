import { expect, type Locator } from '@playwright/test';
import { ConsolePage } from './console.page.ts';

const safeWords = 'I have put the codes somewhere safe';

/** The dialog that makes ten new recovery codes of whoever is signed in, against the password. */
export class NewCodesPage extends ConsolePage {
  readonly root: Locator = this.page.getByRole('dialog', { name: 'New recovery codes' });
  readonly refusal = this.root.getByRole('alert');
  readonly done = this.root.getByRole('button', { name: 'Done' });

  async tryPassword(password: string): Promise<void> {
    await this.root.getByLabel('Your password').fill(password);
    await this.root.getByRole('button', { name: 'Make ten codes' }).click();
  }
  /** The ten codes, from the file that was saved; the screen shows the same. `look`: while they are shown. */
  async make(password: string, look?: () => Promise<void>): Promise<readonly string[]> {
    await this.tryPassword(password);
    const codes = this.root.getByRole('list', { name: 'Recovery codes' }).getByRole('code');
    await expect(codes).toHaveCount(10);
    await expect(this.done).toBeDisabled();
    const shown = await codes.allInnerTexts();
    const download = this.page.waitForEvent('download');
    await this.root.getByRole('button', { name: 'Save the file' }).click();
    const saved = (await (await (await download).createReadStream()).toArray()).join('');
    expect(saved.match(/(?<=^ ?\d+ {2})\S+$/gm)).toEqual(shown);
    await look?.();
    await this.root.getByText(safeWords).click();
    await this.done.click();
    await expect(this.root).toBeHidden();
    return shown;
  }
}
