import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';

let oathtool: boolean | undefined;

/** Whether Debian's `oathtool` computes the codes: a program that shares nothing with the console. */
export function hasOathtool(): boolean {
  if (oathtool === undefined) {
    try {
      execFileSync('oathtool', ['--version'], { stdio: 'ignore', timeout: 10_000 });
      oathtool = true;
    } catch {
      oathtool = false;
      console.log('oathtool is not installed: the codes come from the test itself (RFC 6238).');
    }
  }
  return oathtool;
}

const decodeBase32 = (text: string): Buffer => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = Array.from(text.replace(/[\s=]/g, '').toUpperCase())
    .map((each) => alphabet.indexOf(each).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
};

/** The phone in the technician's hand. */
export class Authenticator {
  readonly #secret: string;
  #lastStep = 0;
  constructor(secret: string) {
    this.#secret = secret.replace(/\s/g, '');
  }

  /** The code of this moment. source: RFC 6238, section 4. */
  code(at: number = Date.now()): string {
    if (hasOathtool()) {
      const when = new Date(at).toISOString().replace('T', ' ').slice(0, 19);
      return execFileSync('oathtool', ['--totp', '--base32', `--now=${when} UTC`, this.#secret], {
        encoding: 'utf8',
        timeout: 10_000,
      }).trim();
    }
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
    const mac = createHmac('sha1', decodeBase32(this.#secret)).update(counter).digest();
    const offset = mac[19]! & 15;
    return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
  }

  /**
   * A code that was not used yet. The console takes each step once and allows one step ahead, so the next code may be
   * used before its time: a test need not wait half a minute for it.
   */
  freshCode(): string {
    const step = Math.max(Math.floor(Date.now() / 30_000), this.#lastStep + 1);
    this.#lastStep = step;
    return this.code(step * 30_000);
  }

  /** Like a person: waits until a code comes that was not used yet and is inside the window. */
  async nextCode(): Promise<string> {
    while (this.#lastStep + 1 > Math.floor(Date.now() / 30_000) + 1)
      await new Promise((resolve) => setTimeout(resolve, 1000));
    return this.freshCode();
  }
}
