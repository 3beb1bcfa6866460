import { expect, type Locator } from '@playwright/test';
import { tester } from '../console-client.ts';
import { BenchPage } from './bench.page.ts';
import { ConsolePage } from './console.page.ts';

/** Name and password. */
export class SignInPage extends ConsolePage {
  readonly name = this.page.getByLabel('Name', { exact: true });
  readonly password = this.page.getByLabel('Password', { exact: true });
  readonly goOn = this.page.getByRole('button', { name: /^(Continue|Checking…)/ });

  async expectOpen(): Promise<void> {
    await this.expectHeading(/^Sign in to /);
  }
  /** What is said of outputs that may be live. */
  get outputs(): Locator {
    return this.page
      .getByRole('main')
      .getByText(/^(Outputs on this bench may be live|No output is on|It is not known)/);
  }
  /** Tries a name and a password, whatever comes of it. */
  async tryPassword(name: string, password: string): Promise<void> {
    await this.name.fill(name);
    await this.password.fill(password);
    await this.goOn.click();
  }
  /** Right name and password. */
  async givePassword(
    account: { readonly name: string; readonly password: string } = tester,
  ): Promise<CodePage> {
    await this.expectOpen();
    await this.tryPassword(account.name, account.password);
    const next = new CodePage(this.page);
    await next.expectOpen();
    return next;
  }
  async signIn(
    code: string,
    account: { readonly name: string; readonly password: string } = tester,
  ): Promise<BenchPage> {
    return (await this.givePassword(account)).sendCode(code);
  }
  async signInWithRecovery(code: string): Promise<BenchPage> {
    const recovery = await (await this.givePassword()).useRecovery();
    return recovery.sendCode(code);
  }
}

/** The code of the app. */
export class CodePage extends ConsolePage {
  readonly code = this.page.getByLabel('Code from the app');

  async expectOpen(): Promise<void> {
    await this.expectHeading('Type the code from your app');
  }
  /** Sends with the sixth digit, whatever comes of it. */
  async tryCode(code: string): Promise<void> {
    await this.code.fill(code);
  }
  async sendCode(code: string): Promise<BenchPage> {
    await this.tryCode(code);
    return BenchPage.open(this.page);
  }
  async useRecovery(): Promise<RecoveryPage> {
    await this.page.getByRole('button', { name: 'Use a recovery code' }).click();
    const next = new RecoveryPage(this.page);
    await next.expectOpen();
    return next;
  }
  async back(): Promise<SignInPage> {
    await this.page.getByRole('button', { name: 'Back' }).click();
    const next = new SignInPage(this.page);
    await next.expectOpen();
    return next;
  }
}

/** A code of the list instead. */
export class RecoveryPage extends ConsolePage {
  readonly code = this.page.getByLabel('Recovery code', { exact: true });

  async expectOpen(): Promise<void> {
    await this.expectHeading('Use a recovery code');
  }
  async tryCode(code: string): Promise<void> {
    await this.code.fill(code);
    await this.page.getByRole('button', { name: 'Sign in with this code' }).click();
  }
  async sendCode(code: string): Promise<BenchPage> {
    await this.tryCode(code);
    return BenchPage.open(this.page);
  }
}

/** Said when the password, or the code, was not right. */
export const expectRefused = async (page: ConsolePage, words: RegExp): Promise<void> => {
  await expect(page.alert).toBeVisible();
  await expect(page.alert).toHaveText(words);
};
