import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './fixtures.ts';

const wcag22aa = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * What axe finds on the screen as it is now: nothing. `inLight`: themes differ in colour alone, so the second may be asked for contrast
 * only.
 */
export async function expectAccessible(
  page: Page,
  screen: string,
  inLight: 'whole' | 'contrast' = 'whole',
): Promise<void> {
  // A colour in the middle of a transition is nobody's colour.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((each) => each.finished.catch(() => null))),
  );
  const theme = await page.locator('html').getAttribute('data-theme');
  const axe = new AxeBuilder({ page });
  const { violations } = await (theme === 'light' && inLight === 'contrast'
    ? axe.withRules(['color-contrast'])
    : axe.withTags(wcag22aa)
  ).analyze();
  const found = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    nodes: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
  }));
  expect.soft(found, screen).toEqual([]);
}

/** The same in both themes, and back in light. They differ in colour alone, so each may be asked for contrast only. */
export async function accessibleInBoth(
  page: Page,
  screen: string,
  inLight: 'whole' | 'contrast' = 'contrast',
): Promise<void> {
  await expectAccessible(page, screen, inLight);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page, `${screen}, dark`, inLight);
  await page.emulateMedia({ colorScheme: 'light' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
}
