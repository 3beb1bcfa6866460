import { readFileSync } from 'node:fs';
import { tester } from './console-client.ts';
import { expect, test } from './fixtures.ts';
import { AuthenticatorPage, FirstRunPage, RecoveryCodesPage } from './pages/first-run.page.ts';
import { expectRefused } from './pages/sign-in.page.ts';

test('a weak password is named as one, and nothing is begun with it', async ({ page, console }) => {
  await page.goto(await console.start());
  const first = new FirstRunPage(page);
  await first.name.fill(tester.name);
  await first.password.fill('short');
  await expect(first.strength).toContainText('it needs at least 12');
  await first.password.fill('password1234');
  await expect(first.strength).toHaveText(/^(Very weak|Weak|Not strong enough)/);
  await first.again.fill('password1234');
  await first.goOn.click();
  await first.expectOpen();
  await expect(first.password).toBeFocused();

  // What is refused has its place: the button that a person is about to press stands still.
  const place = await first.goOn.boundingBox();
  await first.password.fill(tester.password);
  await first.again.fill(`${tester.password}!`);
  await first.goOn.click();
  await expect(page.getByText('The two are not the same.')).toBeVisible();
  expect(await first.goOn.boundingBox()).toEqual(place);
  await first.again.fill(tester.password);
  await expect(first.strength).toHaveText(/^(Strong|Very strong)/);
  expect(await first.goOn.boundingBox()).toEqual(place);
  await first.goOn.click();
  await new AuthenticatorPage(page).expectOpen();
});

test('recovery codes are saved and printed; a page loaded again asks for another code', async ({
  page,
  console,
}) => {
  await page.addInitScript(() => {
    // The print dialog of the browser would wait for a person.
    window.print = () => document.documentElement.setAttribute('data-printed', '');
  });
  await page.goto(await console.start());
  const second = await new FirstRunPage(page).begin(tester);
  const app = await second.typeKey();
  const code = app.freshCode();
  await second.tryCode(String((Number(code) + 1) % 1_000_000).padStart(6, '0'));
  await expectRefused(second, /not the code/);
  const third = await second.confirm(code);
  const shown = [...(await third.codes()), await third.secret()];
  await expect(third.safe).toBeDisabled();

  await page.reload();
  await third.expectHeading('Type another code');
  const again = await second.confirm(app.freshCode());
  const codes = await again.codes();
  expect(codes).toHaveLength(10);
  const secret = await again.secret();
  expect(secret).toMatch(/^(\w{4}-){7}\w{4}$/);
  expect([...codes, secret].filter((each) => shown.includes(each))).toEqual([]);

  const file = readFileSync(await (await again.save()).path(), 'utf8');
  for (const each of [...codes, secret]) expect(file).toContain(each);
  expect(file).not.toContain(tester.password);
  await page.getByRole('button', { name: 'Print' }).click();
  await expect(page.locator('html[data-printed]')).toBeAttached();
  const bench = await new RecoveryCodesPage(page).finish();
  await expect(bench.page.getByRole('heading', { name: 'Add the first instrument' })).toBeVisible();
});
