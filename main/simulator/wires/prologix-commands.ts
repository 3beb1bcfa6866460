import {
  type BusPlace,
  factorySettings,
  type NumberSetting,
  readPlaces,
  settingRanges,
  writePlace,
} from './prologix-settings.ts';
import type { AdapterState, ReadEnd } from './prologix-state.ts';

/** What commands do to the client. */
export interface AdapterActions {
  /** One line. */
  say(text: string): void;
  read(end: ReadEnd): Promise<void>;
  /** Waits for as long as an instrument has time to answer. */
  quiet(): Promise<void>;
  /** Ends the connection, where there is one. */
  end(): void;
}

/** As the adapters have it. source: transcripts of a GPIB-ETHERNET 1.6.6 and of AR488 issue 32 */
const versions = {
  prologix: 'Prologix GPIB-ETHERNET Controller version 01.06.06.00',
  ar488: 'AR488 GPIB controller, ver. 0.51.09, 20/06/2022',
} as const;

/** Most places of one trigger. source: Prologix GPIB-ETHERNET Controller User Manual, 9 (trg) */
const mostTriggers = 15;

type Run = (words: readonly string[]) => Promise<void> | boolean;

/** The commands of an adapter, which begin with two plus signs. source: the same, 9; AR488 manual */
export class AdapterCommands {
  readonly #state: AdapterState;
  readonly #actions: AdapterActions;
  readonly #commands: ReadonlyMap<string, Run>;

  constructor(state: AdapterState, actions: AdapterActions) {
    this.#state = state;
    this.#actions = actions;
    const commands: [string, Run][] = [
      ['addr', (words) => this.#address(words)],
      ['read', (words) => this.#read(words)],
      ['clr', (words) => this.#alone(words, () => this.#state.bus.at(this.#here)?.clear())],
      ['trg', (words) => this.#trigger(words)],
      ['spoll', (words) => this.#poll(words)],
      ['srq', (words) => this.#alone(words, () => actions.say(state.bus.isRequested ? '1' : '0'))],
      ['loc', (words) => this.#alone(words, () => state.bus.local(this.#here))],
      ['llo', (words) => this.#alone(words, () => state.bus.lockout(this.#here))],
      // Nobody is left addressed here between two commands.
      ['ifc', (words) => this.#alone(words, () => undefined)],
      ['rst', (words) => this.#alone(words, () => this.#restart())],
      ['ver', (words) => this.#alone(words, () => actions.say(versions[state.flavour]))],
      ['help', (words) => this.#alone(words, () => this.#help())],
    ];
    const numbers = Object.keys(settingRanges.prologix) as NumberSetting[];
    for (const name of numbers) commands.push([name, (words) => this.#number(name, words)]);
    if (state.flavour === 'ar488')
      commands.push(
        ['default', (words) => this.#alone(words, () => Object.assign(state.settings, factorySettings))],
        // It keeps its settings when it is told to, and never by itself.
        ['savecfg', (words) => this.#alone(words, () => state.keep())],
      );
    this.#commands = new Map(commands);
  }

  /** `text`: without the plus signs. The next one is run when this one is done. */
  async run(text: string): Promise<void> {
    const { flavour } = this.#state;
    const [typed = '', ...words] = text
      .split(flavour === 'ar488' ? /[ \t]+/ : / +/)
      .filter((word) => word !== '');
    // An AR488 reads any case, a Prologix its own alone.
    const command = this.#commands.get(flavour === 'ar488' ? typed.toLowerCase() : typed);
    const done = command === undefined ? null : command(words);
    if (done === null) this.#actions.say('Unrecognized command');
    else if (done === false)
      this.#actions.say(flavour === 'ar488' ? 'Invalid parameter' : 'Unrecognized command');
    else if (done !== true) await done;
  }

  get #here(): BusPlace {
    return this.#state.settings.addr;
  }

  #alone(words: readonly string[], act: () => unknown): boolean {
    if (words.length > 0) return false;
    act();
    return true;
  }

  #address(words: readonly string[]): boolean {
    const { settings } = this.#state;
    if (words.length === 0) this.#actions.say(writePlace(settings.addr));
    else {
      const [place, ...others] = readPlaces(words) ?? [];
      if (place === undefined || others.length > 0) return false;
      settings.addr = place;
      this.#state.changed();
    }
    return true;
  }

  #number(name: NumberSetting, words: readonly string[]): boolean {
    const { settings, flavour } = this.#state;
    const [word, ...others] = words;
    if (word === undefined) this.#actions.say(`${settings[name]}`);
    else {
      const [least, most] = settingRanges[flavour][name];
      const value = Number(word);
      if (others.length > 0 || !/^\d{1,5}$/.test(word) || value < least || value > most) return false;
      settings[name] = value;
      this.#state.changed();
    }
    return true;
  }

  #read(words: readonly string[]): Promise<void> | false {
    const [word = 'timeout', ...others] = words;
    const byte = /^\d{1,3}$/.test(word) && Number(word) < 256 ? Number(word) : null;
    if (others.length > 0 || (byte === null && words.length > 0 && word !== 'eoi')) return false;
    return this.#actions.read(byte ?? (words.length === 0 ? 'timeout' : 'eoi'));
  }

  #trigger(words: readonly string[]): boolean {
    const places = words.length === 0 ? [this.#here] : readPlaces(words);
    if (places === null || places.length > mostTriggers) return false;
    for (const place of places) this.#state.bus.listens(place)?.trigger();
    return true;
  }

  #poll(words: readonly string[]): Promise<void> | boolean {
    const [place, ...others] = words.length === 0 ? [this.#here] : (readPlaces(words) ?? []);
    if (place === undefined || others.length > 0) return false;
    const byte = this.#state.bus.poll(place);
    if (byte === null) return this.#actions.quiet();
    this.#actions.say(`${byte}`);
    return true;
  }

  /** Everything that was not kept is as it was at power on. source: manual, 9 (rst) */
  #restart(): void {
    this.#state.restart();
    this.#actions.end();
  }

  #help(): void {
    this.#actions.say('The following commands are available:');
    for (const name of this.#commands.keys()) this.#actions.say(`++${name}`);
  }
}
