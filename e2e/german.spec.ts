import { accessibleInBoth } from './accessible.ts';
import { expect, test } from './fixtures.ts';
import { de, englishOn } from './german.ts';

test('the whole window speaks German: chosen in the menu, kept, and nothing of it is left in English', async ({
  work,
  page,
}, info) => {
  await work.channel(1).expectLive();
  await work.menu.click();
  await page.getByRole('menuitemradio', { name: 'Deutsch' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');

  const channel = page.getByRole('region', { name: new RegExp(`^${de('Channel {0}').replace('{0}', '1')}`) });
  await expect(channel.getByText(de('Live'), { exact: true }).first()).toBeVisible();
  const volts = channel.getByRole('textbox').first();
  await volts.fill('3.3');
  await volts.press('Enter');
  await expect(volts).toHaveValue('3.300');

  // A value that is over its range is refused in German, whether the window or the core refuses it.
  await volts.fill('99');
  await volts.press('Enter');
  await expect(channel.getByText(/32/u).last()).toBeVisible();
  expect.soft(await englishOn(page), 'a refusal').toEqual([]);
  await volts.press('Escape');

  // Every screen, once it shows something: nothing on it is left in English.
  const screens = [
    ['F1', page.getByText('Konstantstrom').first()],
    ['F3', page.getByText('SOUR1:VOLT?', { exact: true }).first()],
    ['F4', page.getByText('accounts.signInCode').first()],
    ['F5', page.getByText(de('You cannot get it back')).first()],
    ['F6', page.getByText('accounts.signInPassword').first()],
  ] as const;
  // Names of spans are the same in every language.
  const named = /^(Console|poll)$/u;
  for (const [key, shown] of screens) {
    await page.keyboard.press(key);
    await expect(shown).toBeVisible();
    expect.soft(await englishOn(page, named), `English on ${key}`).toEqual([]);
    await page.screenshot({ path: info.outputPath(`${key}.png`) });
    await accessibleInBoth(page, `${key} in German`, 'contrast');
  }
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.screenshot({ path: info.outputPath('keys.png') });
  expect.soft(await englishOn(page, named)).toEqual([]);
  await page.keyboard.press('Escape');

  // It is kept on this computer.
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
});
