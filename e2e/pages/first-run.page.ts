import { type Download, expect, type Locator } from '@playwright/test';
import { Authenticator } from '../authenticator.ts';
import { BenchPage } from './bench.page.ts';
import { ConsolePage } from './console.page.ts';

/** First step: name and password of the administrator. */
export class FirstRunPage extends ConsolePage {
  readonly name = this.page.getByLabel('Name', { exact: true });
  readonly password = this.page.getByLabel('Password', { exact: true });
  readonly again = this.page.getByLabel('The same password again', { exact: true });
  readonly goOn = this.page.getByRole('button', { name: 'Continue' });

  async expectOpen(): Promise<void> {
    await this.expectHeading('Make the first administrator');
  }
  /** What the meter says of the password. */
  get strength(): Locator {
    return this.page
      .getByRole('status')
      .filter({ hasText: /^(Very weak|Weak|Not strong enough|Strong|Very strong)/ });
  }

  async fill(account: { readonly name: string; readonly password: string }): Promise<void> {
    await this.name.fill(account.name);
    await this.password.fill(account.password);
    await expect(this.strength).toHaveText(/^(Strong|Very strong)/);
    await this.again.fill(account.password);
  }

  async begin(account: { readonly name: string; readonly password: string }): Promise<AuthenticatorPage> {
    await this.fill(account);
    await this.goOn.click();
    const next = new AuthenticatorPage(this.page);
    await next.expectOpen();
    return next;
  }
}

/** Second step: the key goes into an app, and a code proves it. */
export class AuthenticatorPage extends ConsolePage {
  readonly qrCode = this.page.getByRole('img', { name: /^QR code/ });
  readonly key = this.page.getByLabel('No camera? Type this key');
  readonly code = this.page.getByLabel('Code from the app');

  async expectOpen(): Promise<void> {
    await this.expectHeading('Second factor');
  }
  /** Types the key into an app, as somebody without a camera does. */
  async typeKey(): Promise<Authenticator> {
    return new Authenticator(await this.key.innerText());
  }
  /** Sends with the sixth digit, whatever comes of it. */
  async tryCode(code: string): Promise<void> {
    await this.code.fill(code);
  }
  async confirm(code: string): Promise<RecoveryCodesPage> {
    await this.tryCode(code);
    const next = new RecoveryCodesPage(this.page);
    await next.expectOpen();
    return next;
  }
}

const safeWords = 'I have put the codes and the secret somewhere safe';

/** Third step: ten codes and the recovery secret, shown once. */
export class RecoveryCodesPage extends ConsolePage {
  readonly safe = this.page.getByRole('checkbox', { name: safeWords });
  readonly goOn = this.page.getByRole('button', { name: 'Continue to the bench' });

  async expectOpen(): Promise<void> {
    await this.expectHeading('Recovery codes');
  }
  codes(): Promise<string[]> {
    return this.page.getByRole('list', { name: 'Recovery codes' }).getByRole('code').allInnerTexts();
  }
  secret(): Promise<string> {
    return this.page.getByRole('region', { name: 'Console recovery secret' }).getByRole('code').innerText();
  }
  async copy(): Promise<void> {
    await this.page.getByRole('button', { name: 'Copy all' }).click();
    await expect(this.page.getByText(/^Copied at /)).toBeVisible();
  }
  async save(): Promise<Download> {
    const download = this.page.waitForEvent('download');
    await this.page.getByRole('button', { name: 'Save file' }).click();
    await expect(this.page.getByText(/^Saved at /)).toBeVisible();
    return download;
  }
  async finish(): Promise<BenchPage> {
    // The box itself is drawn by hand; a person presses its words.
    await this.page.getByText(safeWords).click();
    await this.goOn.click();
    return BenchPage.open(this.page);
  }
}
