import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixtures.ts';

test('numbers are shown and typed with a comma, and go to the wire with a point', async ({ work, page }) => {
  await work.channel(1).expectLive();
  await work.menu.click();
  await page.getByRole('menuitemradio', { name: 'Comma: 3,3 V' }).click();
  const channel = work.channel(1);
  await channel.expectLive();
  await channel.set('voltage', '3,3', '3,300');
  await channel.set('voltage', '2.5', '2,500');
  // A digit is stepped over the comma as over a point.
  await channel.voltage.focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(channel.voltage).toHaveValue('2,600');
  await expectAccessible(page, 'the bench with commas', 'contrast');

  // What is kept on this computer holds after the page is loaded again.
  await page.reload();
  await expect(work.channel(1).voltage).toHaveValue('2,600');
  const history = await work.history();
  await expect(history.row(/VOLT 3\.3\b/)).toBeVisible();
  await expect(history.grid).not.toContainText('VOLT 3,3');
});
