import { Adc } from './adc.ts';
import type { ChannelWiring } from './bench-circuit.ts';
import type { NumericRange } from './language/decode.ts';
import type { Protection, Trip } from './limited-source.ts';

/** Both channels alike: 0 to 32 V and 0 to 3 A in steps of 1 mV and 1 mA; 0 V and 1 A at power on. */
export const voltageRange: NumericRange = { min: 0, max: 32, initial: 0, perUnit: 1000, unit: 'V' };
export const currentRange: NumericRange = { min: 0, max: 3, initial: 1, perUnit: 1000, unit: 'A' };

export const overVoltageRange: NumericRange = {
  min: 0.1,
  max: 35.2,
  initial: 35.2,
  perUnit: 1000,
  unit: 'V',
};
export const overCurrentRange: NumericRange = { min: 0.01, max: 3.3, initial: 3.3, perUnit: 1000, unit: 'A' };

/** What `*SAV` keeps of one channel. */
export interface OutputState extends Protection {
  readonly volts: number;
  readonly amps: number;
  readonly on: boolean;
}

/** How a channel is at power on and after `*RST`. */
export const initialState: OutputState = {
  volts: voltageRange.initial,
  amps: currentRange.initial,
  on: false,
  overVolts: overVoltageRange.initial,
  overVoltsOn: true,
  overAmps: overCurrentRange.initial,
  overAmpsOn: false,
};

/** One output of the supply: the instrument's side of a channel's wiring, with the converters that measure it. */
export class SupplyOutput {
  readonly #wiring: ChannelWiring;
  readonly #voltmeter: Adc;
  readonly #ammeter: Adc;

  constructor(wiring: ChannelWiring, seed: number) {
    this.#wiring = wiring;
    this.#voltmeter = new Adc({ noise: 0.2e-3, step: 0.1e-3 }, seed * 2);
    this.#ammeter = new Adc({ noise: 0.1e-3, step: 0.1e-3 }, seed * 2 + 1);
    this.state = initialState;
  }

  get state(): OutputState {
    const { volts, limit, on } = this.#wiring.source;
    return { volts, amps: limit, on, ...this.#wiring.source.protection };
  }

  set state({ volts, amps, on, ...protection }: OutputState) {
    this.#wiring.source.protection = protection;
    this.#wiring.source.volts = volts;
    this.#wiring.source.limit = amps;
    this.#wiring.switchOutput(on);
  }

  /** What has switched the output off by itself; null when nothing has. */
  get tripped(): Trip | null {
    return this.#wiring.source.tripped;
  }

  /** Clears that. The output stays off. */
  clear(): void {
    this.#wiring.source.clear();
  }

  /** What a trip has left of the wiring is put right: its discharge is across the terminals of an output that is off. */
  settle(): void {
    if (this.tripped !== null) this.#wiring.switchOutput(false);
  }

  /** How the output regulates now. */
  get mode(): 'CV' | 'CC' | 'OFF' {
    const { on, limiting } = this.#wiring.source;
    if (!on) return 'OFF';
    return limiting ? 'CC' : 'CV';
  }

  /** One conversion each of volts at the sense leads and of amperes out of the terminals. */
  measure(): { readonly volts: number; readonly amps: number } {
    return {
      volts: this.#voltmeter.convert(this.#wiring.senseVolts),
      amps: this.#ammeter.convert(this.#wiring.source.amps),
    };
  }
}
