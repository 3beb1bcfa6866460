import { expect, type Locator } from '@playwright/test';
import { tester } from '../console-client.ts';
import { BenchPage } from './bench.page.ts';
import { ConsolePage } from './console.page.ts';
import { AuthenticatorPage } from './first-run.page.ts';

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
  async recover(): Promise<ProofPage> {
    await this.page.getByRole('button', { name: 'Nobody can sign in any more' }).click();
    const proof = new ProofPage(this.page);
    await proof.expectOpen();
    return proof;
  }
  async signInWithRecovery(code: string): Promise<BenchPage> {
    const recovery = await (await this.givePassword()).useRecovery();
    return recovery.sendCode(code);
  }
}

/** Nobody can sign in any more: a code from the data folder, and the recovery secret. */
export class ProofPage extends ConsolePage {
  readonly write = this.page.getByRole('button', { name: /^Write (the code|a new one)$/ });
  readonly file = this.page.getByRole('status').getByRole('code');
  readonly code = this.page.getByLabel('Code from the file');
  readonly secret = this.page.getByLabel('Console recovery secret');
  readonly goOn = this.page.getByRole('button', { name: 'Continue' });

  async expectOpen(): Promise<void> {
    await this.expectHeading('Nobody can sign in any more');
  }
  /** Has the file written; `read` is how somebody with the data folder gets at its code. */
  async challenge(read: () => string): Promise<string> {
    await this.write.click();
    await expect(this.file).toBeVisible();
    await expect(this.code).toBeFocused();
    return read();
  }
  async prove(code: string, secret: string): Promise<NewAdministratorPage> {
    await this.code.fill(code);
    await this.secret.fill(secret);
    await this.goOn.click();
    const next = new NewAdministratorPage(this.page);
    await next.expectOpen();
    return next;
  }
  async back(): Promise<SignInPage> {
    await this.page.getByRole('button', { name: 'Back to sign in' }).click();
    const signIn = new SignInPage(this.page);
    await signIn.expectOpen();
    return signIn;
  }
}

/** The administrator's name and new password. */
export class NewAdministratorPage extends ConsolePage {
  readonly name = this.page.getByLabel('Name', { exact: true });
  readonly password = this.page.getByLabel('Password', { exact: true });
  readonly again = this.page.getByLabel('The same password again', { exact: true });
  readonly goOn = this.page.getByRole('button', { name: /^(Continue|Working…)/ });

  async expectOpen(): Promise<void> {
    await this.expectHeading('Name the administrator');
  }
  /** Sends it, whatever comes of it. */
  async tryAccount({ name, password }: { readonly name: string; readonly password: string }): Promise<void> {
    await this.name.fill(name);
    await this.password.fill(password);
    await this.again.fill(password);
    await expect(this.page.getByRole('status').filter({ hasText: /^(Strong|Very strong)/ })).toBeVisible();
    await this.goOn.click();
  }
  async begin(account: { readonly name: string; readonly password: string }): Promise<AuthenticatorPage> {
    await this.tryAccount(account);
    const next = new AuthenticatorPage(this.page);
    await next.expectOpen();
    return next;
  }
  async back(): Promise<ProofPage> {
    await this.page.getByRole('button', { name: 'Check code and secret' }).click();
    const proof = new ProofPage(this.page);
    await proof.expectOpen();
    return proof;
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
