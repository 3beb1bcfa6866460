import { BenchCircuit } from '#main/simulator/bench-circuit.ts';
import { type SimulatedLoad, startSimulatedLoad } from '#main/simulator/load.ts';
import type { DischargeRun, DischargeWish } from '#shared/contract/discharge.ts';
import { asked, callOf, closeLater, desk, first, type TestDesk } from '#main/instruments/bench.fixture.ts';

/** A cell that 1 A empties in 3.6 s. */
const cell = { ampHours: 0.001, ohms: 0.05 };

export const usual: DischargeWish = { current: 1, cutOff: 3, maxSeconds: null, maxAmpHours: null };

/** A battery at a simulated load, and the room that drives it: everything over real sockets. */
export class BatteryDesk {
  readonly room: TestDesk;
  readonly bench = new BenchCircuit();
  load!: SimulatedLoad;
  id = '';
  #port = 0;

  static async open(ampHours = cell.ampHours): Promise<BatteryDesk> {
    const made = new BatteryDesk(await desk());
    made.bench.putBattery({ ...cell, ampHours });
    await made.plugIn();
    made.id = await made.room.connect(made.load.address);
    await made.room.live(made.id, ({ channels }) => channels[0]?.readings.voltage !== undefined);
    return made;
  }
  private constructor(room: TestDesk) {
    this.room = room;
  }

  /** The load, on the same circuit and at the same port after it was unplugged: what was on is on. */
  async plugIn(): Promise<void> {
    const load = await startSimulatedLoad({ bench: this.bench, port: this.#port });
    this.#port = load.port;
    this.load = load;
    closeLater(() => load.close());
  }
  async start(wish: Partial<DischargeWish> = {}, call = this.room.call()) {
    const input = { id: this.id, channel: 1, ...usual, ...wish };
    return await this.room.handlers.discharge.start(input, call);
  }
  async stop() {
    return await this.room.handlers.discharge.stop({ id: this.id, channel: 1 }, this.room.call());
  }
  /** The first state of the test that is as wished. */
  async run(wished: (run: DischargeRun) => boolean): Promise<DischargeRun> {
    const call = callOf('viewer', this.room.ending.signal);
    const states = this.room.handlers.discharge.state({ id: this.id, channel: 1 }, call);
    const { run } = await first(states, (state) => state.run !== null && wished(state.run));
    if (run === null) throw new Error('no test');
    return run;
  }
  /** Waits until it is over, and its result is written down. */
  ended(): Promise<DischargeRun> {
    return this.run(({ phase, recorded }) => phase === 'ended' && recorded);
  }
  /** What the instrument itself says of its input. */
  async isOn(): Promise<boolean> {
    return (await asked(this.load, 'INP?')) === '1';
  }
  /** What was recorded of ended tests. */
  get results(): readonly Readonly<Record<string, unknown>>[] {
    return this.room.audit.filter(({ action }) => action === 'discharge.ended').map(({ detail }) => detail);
  }
}
