import type * as real from '#main/session/measured.ts';

const nothing = {};

/** `main/session/measured.ts` of a console without spans: nothing of an exchange is measured. */
export class Measured implements Pick<real.Measured, keyof real.Measured> {
  exchanged(): void {}
  unsent(): void {}
  emergency(): void {}
  connected(): void {}
  resynchronising(): void {}
  end(): void {}
  about(): ReturnType<real.Measured['about']> {
    return nothing;
  }
}
