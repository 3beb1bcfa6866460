import { accessibleInBoth } from './accessible.ts';
import { Authenticator } from './authenticator.ts';
import { tester } from './console-client.ts';
import { expect, test } from './fixtures.ts';
import { de, englishOn } from './german.ts';

// A computer whose language is German: nobody has chosen anything.
test.use({ locale: 'de-DE' });

test('the first run, the bench and the sign-in speak the language of the computer', async ({
  page,
  console,
}, info) => {
  const german = async (what: string): Promise<void> => {
    expect.soft(await englishOn(page), `English on ${what}`).toEqual([]);
    await page.screenshot({ path: info.outputPath(`${what}.png`) });
    await accessibleInBoth(page, `${what} in German`, 'contrast');
  };
  await page.goto(await console.start());
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  const field = (key: string) => page.getByLabel(de(key), { exact: true });
  await expect(field('Password')).toBeVisible();
  await german('account');

  // What is wrong with a password is said in German, whichever rule finds it.
  await field('Name').fill(tester.name);
  for (const weak of ['short', 'aaaaaaaaaaaaaa', 'abcabcabcabcabc', 'lablinkconsole', 'password1234']) {
    await field('Password').fill(weak);
    await expect(
      page
        .getByRole('status')
        .filter({ hasText: /\p{L}{4}/u })
        .first(),
    ).toBeVisible();
    expect.soft(await englishOn(page), `English about ${weak}`).toEqual([]);
  }
  await page.getByRole('button', { name: de('Continue') }).click();
  await german('weak');
  await field('Password').fill(tester.password);
  await expect(
    page
      .getByText(de('Strong'))
      .or(page.getByText(de('Very strong')))
      .first(),
  ).toBeVisible();
  await field('The same password again').fill(tester.password);
  await page.getByRole('button', { name: de('Continue') }).click();

  const key = page.getByLabel(de('No camera? Type this key'));
  await expect(key).toBeVisible();
  await german('authenticator');
  const app = new Authenticator(await key.innerText());
  const code = page.getByLabel(de('Code from the app'));
  const right = app.freshCode();
  await code.fill(String((Number(right) + 1) % 1_000_000).padStart(6, '0'));
  await expect(
    page
      .getByRole('alert')
      .filter({ hasText: /\p{L}{4}/u })
      .first(),
  ).toBeVisible();
  await german('wrong-code');
  await code.fill(right);
  await expect(page.getByRole('heading', { name: de('Recovery codes') }).first()).toBeVisible();
  await german('codes');
  await page.getByRole('button', { name: de('Copy all') }).click();
  await page.getByText(de('I have put the codes and the secret somewhere safe')).click();
  await page.getByRole('button', { name: de('Continue to the bench') }).click();
  await expect(page.getByRole('heading', { name: de('Add the first instrument') })).toBeVisible();
  await german('empty-bench');

  // Out again: the sign-in, a refusal, and the way of somebody who has lost the second factor.
  await page.getByRole('button', { name: new RegExp(tester.name, 'u') }).click();
  await page.getByRole('menuitem', { name: de('Sign out…') }).click();
  await german('leaving');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: de('Sign out') })
    .click();
  await expect(field('Password')).toBeVisible();
  await german('sign-in');
  await field('Name').fill(tester.name);
  await field('Password').fill('not the password at all');
  await page.getByRole('button', { name: de('Continue') }).click();
  await expect(
    page
      .getByRole('alert')
      .filter({ hasText: /\p{L}{4}/u })
      .first(),
  ).toBeVisible();
  await german('refused');
});
