import type { Device } from './device.ts';

/** Control codes of AsyncRemoteLocalControl: 0 to this. source: IVI-6.1, 6.7 */
export const lastRemoteCode = 6;

/**
 * The remote and local lines of one instrument, as its HiSLIP clients share them: REN and local lockout. A message takes an
 * instrument over that is enabled for it. source: IVI-6.1, 6.7; IEEE 488.1, 2.8 (the RL function)
 */
export class RemoteLocal {
  #enabled = true;
  #lockout = false;

  /** One of the control codes 0 to 6. */
  control(code: number, device: Device, isRemote: boolean): void {
    const disables = code === 0 || code === 2;
    const enables = !disables && code !== 6;
    if (disables) {
      this.#enabled = false;
      this.#lockout = false;
    }
    if (enables) this.#enabled = true;
    if (disables || code === 6) device.local();
    if (code === 4 || code === 5) this.#lockout = true;
    if (code === 3 || code === 5 || (code === 4 && isRemote)) this.addressed(device);
  }

  /** A message came for it. */
  addressed(device: Device): void {
    if (!this.#enabled) return;
    if (this.#lockout) device.lockout();
    else device.remote();
  }
}
