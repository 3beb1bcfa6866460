import type { Locator, Page } from '@playwright/test';

/** The instruments on the desk, at the side of every screen that is about one of them. */
export const railOf = (page: Page): Locator => page.getByRole('navigation', { name: 'Instruments' });

/** The one whose name begins so. What moves it is called after it too, but not first. */
export const railItem = (page: Page, name: string): Locator =>
  railOf(page).getByRole('button', { name: new RegExp(`^${name}`) });
