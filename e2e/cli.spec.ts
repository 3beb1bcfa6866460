import { userInfo } from 'node:os';
import { lablink } from './command-line.ts';
import { tester } from './console-client.ts';
import { expect, test } from './fixtures.ts';
import { SignInPage } from './pages/sign-in.page.ts';

const identity = /^LabLink,SIM-PS2,SIM0001,\d+\.\d+\.\d+\n$/;

test('alone, before there is an account: what the command line did is in the history of whoever comes first', async ({
  console,
  page,
  prepare,
}) => {
  expect(await lablink(console.folder, ['query', 'sim:supply', '*IDN?'])).toMatchObject({
    code: 0,
    out: expect.stringMatching(identity),
    err: '',
  });
  const { authenticator } = await prepare({ simulated: false });
  await page.goto(await console.anotherAddress());
  const bench = await new SignInPage(page).signIn(authenticator.freshCode());
  const history = await bench.history();
  await expect(history.row(new RegExp(`local:${userInfo().username}.*\\*IDN\\?`)).first()).toBeVisible();
});

test('with accounts: nothing without a sign-in, a token from login, nothing after logout', async ({
  console,
  prepare,
}) => {
  const { recoveryCodes } = await prepare();
  expect(await console.interrupt()).toBe(0);
  const { folder } = console;
  const ask = ['query', 'Simulated supply', '*IDN?'];
  expect(await lablink(folder, ask)).toMatchObject({
    code: 4,
    out: '',
    err: expect.stringContaining('Run lablink login'),
  });
  const login = await lablink(
    folder,
    ['login', '--stdin'],
    [tester.name, tester.password, recoveryCodes[0]!],
  );
  expect(login).toMatchObject({ code: 0, out: '' });
  expect(await lablink(folder, ask)).toMatchObject({ code: 0, out: expect.stringMatching(identity) });
  const list = await lablink(folder, ['list', '--json']);
  expect(JSON.parse(list.out)).toContainEqual(
    expect.objectContaining({ name: 'Simulated supply', link: null }),
  );
  expect(await lablink(folder, ['logout'])).toMatchObject({ code: 0, out: '' });
  expect(await lablink(folder, ask)).toMatchObject({ code: 4, out: '' });
});

test('with a console running: the query appears in its history while one looks, and open leads to a window of its own', async ({
  console,
  bench: { recoveryCodes },
  work,
  browser,
  defects,
}) => {
  const history = await work.history();
  const { folder } = console;
  const login = await lablink(
    folder,
    ['login', '--stdin'],
    [tester.name, tester.password, recoveryCodes[0]!],
  );
  expect(login).toMatchObject({ code: 0 });
  const asked = await lablink(folder, [
    'query',
    'Simulated supply',
    'MEAS:VOLT?',
    '--json',
    '--keep-going',
    '*OPC?',
  ]);
  expect(asked.code, asked.err).toBe(0);
  await expect(history.row(new RegExp(`${tester.name}.*\\*OPC\\?`)).first()).toBeVisible();
  expect(await lablink(folder, ['list'])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^Simulated supply +sim:supply +LabLink SIM-PS2 +(ready|busy)$/m),
  });

  const opened = await lablink(folder, ['open', '--print']);
  expect(opened).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/#token=\S+\n$/),
  });
  // Another browser, as the one of the desktop may be.
  const page = await browser.newPage();
  await defects.watch(page);
  await page.goto(opened.out.trim());
  await new SignInPage(page).expectOpen();
  await page.close();
});
