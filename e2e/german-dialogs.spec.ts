import type { Page } from '@playwright/test';
import { tester } from './console-client.ts';
import { expect, test } from './fixtures.ts';
import { de, englishOn } from './german.ts';

test.use({ locale: 'de-DE' });

/** What opens a dialog of a screen, with its focus in the first panel. */
const dialogs: Readonly<Record<string, readonly ((page: Page) => Promise<void>)[]>> = {
  F1: [
    press('Control+k'),
    button('Connect an instrument…'),
    (page) =>
      page
        .getByRole('region', { name: de('Envelope') })
        .getByRole('button')
        .first()
        .click(),
    (page) =>
      page
        .getByRole('button', { name: de('Remove {0}…').replace('{0}', 'Simulated supply') })
        .first()
        .click(),
  ],
  F4: [press('k'), press('w')],
  F5: [press('a'), press('k'), press('s'), press('r'), press('Shift+R')],
  F6: [press('b'), press('s'), press('t'), press('h')],
};

function press(key: string): (page: Page) => Promise<void> {
  return (page) => page.keyboard.press(key);
}
function button(key: string): (page: Page) => Promise<void> {
  return (page) => page.getByRole('button', { name: de(key) }).click();
}

test('the dialogs of every screen speak German', async ({ console, bench, page }, info) => {
  test.setTimeout(180_000);
  await page.goto(await console.anotherAddress());
  const field = (key: string) => page.getByLabel(de(key), { exact: true });
  await field('Name').fill(tester.name);
  await field('Password').fill(tester.password);
  await page.getByRole('button', { name: de('Continue') }).click();
  await field('Code from the app').fill(bench.authenticator.freshCode());
  await expect(page.getByRole('region', { name: /^Simulated supply/ })).toBeVisible();

  for (const [screen, openings] of Object.entries(dialogs))
    for (const [at, open] of openings.entries()) {
      await page.keyboard.press(screen);
      await page.keyboard.press('F8');
      await open(page);
      const dialog = page.getByRole('dialog');
      await expect(dialog).toBeVisible();
      // Everything in it has come: what is still asked for says so with three dots.
      await page.screenshot({ path: info.outputPath(`${screen}-${at}.png`) });
      expect.soft(await englishOn(page, /^(Console|poll)$/u), `English in ${screen}-${at}`).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
      // A second Esc now would be the emergency stop.
      await expect(page.getByText(de('Press Esc again')).first()).toBeHidden();
    }
});
