import { type BatteryFacts, BatteryPart } from './battery-part.ts';
import { BenchTime, type Clock } from './bench-time.ts';
import { Circuit, type Net } from './circuit.ts';
import { LimitedSource } from './limited-source.ts';
import { GeneratorPart } from './generator-part.ts';
import { ElectronicLoad } from './load-part.ts';
import { OhmmeterPart } from './ohmmeter-part.ts';
import { Capacitor, Resistor } from './parts.ts';

/** What stands on the table beside one supply channel. Ohms and farads. */
export interface ChannelParts {
  readonly load: number;
  /** Both leads together, from the terminals to the load. */
  readonly leads: number;
  readonly capacitance: number;
}

/** The table as it is found: 5 ohms at channel 1, 47 ohms at channel 2. */
const usualParts: readonly ChannelParts[] = [
  { load: 5, leads: 0.02, capacitance: 22e-6 },
  { load: 47, leads: 0.02, capacitance: 22e-6 },
];

/** With the output off, this much across the terminals takes the charge away. Ohms. */
export const dischargeOhms = 100;

/** One supply channel and its load, on the circuit of the bench. Minus is ground. */
export class ChannelWiring {
  readonly source: LimitedSource;
  readonly load: Resistor;
  readonly leads: Resistor;
  readonly #discharge: Resistor;
  readonly #circuit: Circuit;
  readonly #output: Net;
  /** The net at the load, where the sense leads are. */
  readonly sense: Net;

  constructor(circuit: Circuit, parts: ChannelParts) {
    this.#circuit = circuit;
    this.#output = circuit.net();
    this.sense = circuit.net();
    new Capacitor(circuit, this.#output, 0, parts.capacitance);
    this.#discharge = new Resistor(circuit, this.#output, 0, dischargeOhms);
    this.leads = new Resistor(circuit, this.#output, this.sense, parts.leads);
    this.load = new Resistor(circuit, this.sense, 0, parts.load);
    this.source = new LimitedSource(circuit, {
      plus: this.#output,
      minus: 0,
      sensePlus: this.sense,
      senseMinus: 0,
    });
  }

  switchOutput(on: boolean): void {
    this.source.on = on;
    this.#discharge.ohms = on ? Infinity : dischargeOhms;
  }

  /** Volts at the load, where the sense leads are. */
  get senseVolts(): number {
    return this.#circuit.volts(this.sense);
  }

  /** Volts at the terminals. */
  get terminalVolts(): number {
    return this.#circuit.volts(this.#output);
  }
}

/** Input of the meter's voltage jack. Ohms. */
export const voltmeterOhms = 10e6;
/** Input of each of the scope's channels. Ohms. */
export const probeOhms = 1e6;
const generatorAtStart = {
  shape: 'SIN',
  frequency: 1000,
  amplitude: 1,
  offset: 0,
  duty: 50,
  symmetry: 100,
} as const;
/** Shunt of the meter's current jack. Ohms. */
export const shuntOhms = 10e-3;

/**
 * The circuit of the whole bench, with a named net for everything that instruments meet at. All nets are made here: a
 * net that is made later starts the voltages of all again.
 */
export class BenchCircuit {
  readonly circuit = new Circuit();
  readonly channels: readonly ChannelWiring[];
  /** The load net of channel 2: the meter's voltage jack and the scope's probe 1 are here. */
  readonly bus: Net;
  /** The electronic load, behind the shunt of the meter's current jack. */
  readonly loadIn: Net;
  /** The generator's output, and the scope's probe 2. */
  readonly generator: Net;
  readonly generatorPart: GeneratorPart;
  /** At the bus. */
  readonly ohmmeter: OhmmeterPart;
  readonly voltmeter: Resistor;
  /** From the bus to `loadIn`. */
  readonly shunt: Resistor;
  /** At `loadIn`. */
  readonly load: ElectronicLoad;
  /** At `loadIn`, once it was put there. */
  readonly battery: BatteryPart;
  #time: BenchTime | null = null;

  constructor(parts: readonly ChannelParts[] = usualParts) {
    const { circuit } = this;
    this.channels = parts.map((each) => new ChannelWiring(circuit, each));
    // A bench with one channel keeps it for itself.
    this.bus = this.channels[1]?.sense ?? circuit.net();
    this.loadIn = circuit.net();
    this.generator = circuit.net();
    this.generatorPart = new GeneratorPart(circuit, this.generator, generatorAtStart);
    // The scope's two probes.
    for (const net of [this.bus, this.generator]) new Resistor(circuit, net, 0, probeOhms);
    this.ohmmeter = new OhmmeterPart(circuit, this.bus);
    this.voltmeter = new Resistor(circuit, this.bus, 0, voltmeterOhms);
    this.shunt = new Resistor(circuit, this.bus, this.loadIn, shuntOhms);
    this.load = new ElectronicLoad(circuit, this.loadIn);
    this.battery = new BatteryPart(circuit, this.loadIn, () => this.#time?.ahead ?? 0);
  }

  /** Takes the lead of the load off the bus and puts a full battery there instead. */
  putBattery(facts: BatteryFacts): void {
    this.shunt.ohms = Infinity;
    this.battery.put(facts);
  }

  /** Everything that can be set on this bench: another text after any change. */
  get settings(): string {
    const { channels, generatorPart, load, ohmmeter } = this;
    return JSON.stringify([
      channels.map(({ source, load: resistor, leads }) => [
        source.volts,
        source.limit,
        source.on,
        resistor.ohms,
        leads.ohms,
      ]),
      [generatorPart.on, generatorPart.wave],
      [load.on, load.mode, load.levels],
      ohmmeter.on,
    ]);
  }

  /** The one time of this bench, whichever instrument asks: the first one's clock drives it. */
  time(clock: Clock): BenchTime {
    this.#time ??= new BenchTime(clock);
    return this.#time;
  }
}
