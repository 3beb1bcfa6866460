import { isDeepStrictEqual } from 'node:util';
import type { Drive, Identity } from '#main/drivers/driver.ts';
import type { SimulatedKey } from '#main/simulator/keys.ts';
import type { ChoiceName, Envelope, Point } from '#shared/contract/channels.ts';
import type { Link } from '#shared/contract/history.ts';
import type { Instrument, LinkState, Live } from '#shared/contract/instruments.ts';
import type { Pin } from '#shared/contract/pins.ts';
import type { SafetyState } from '#shared/contract/safety.ts';
import { type Fault, type FaultCode, faultShape } from '#shared/faults.ts';
import type { Tap } from '#main/transports/transcript/tapped.ts';
import type { Session, SessionStatus } from '#main/session/session.ts';
import { Channel } from './channel.ts';
import { Pinned } from './pinned/pinned.ts';
import { Tallies } from './tally/tallies.ts';

/** Link states in which nothing that was read before can be trusted. */
const lostStates: ReadonlySet<LinkState> = new Set(['connecting', 'unreachable', 'closed']);

const passing: ReadonlySet<FaultCode> = new Set([
  'CANCELLED',
  'SAFETY_PREEMPTED',
  'INSTRUMENT_CLOSED',
  'INSTRUMENT_UNREACHABLE',
]);

/** An exchange that takes longer than this shows as busy. */
const worthAWordMs = 250;

const notOpened: SessionStatus = { state: 'connecting', answeredAt: null, latencyMs: null, trouble: null };

/** What makes a device; the rest it learns. */
export interface DeviceFacts {
  readonly id: string;
  readonly name: string;
  /** As it is remembered: `sim:<key>` for an instrument of the simulated bench. */
  readonly address: string;
  readonly simulated: SimulatedKey | null;
  readonly seen: Identity | null;
  readonly envelopes: ReadonlyMap<number, Envelope>;
  /** Left out: none. */
  readonly pins?: readonly Pin[] | undefined;
}

/** One instrument on the desk, as it is known now. It holds state and decides nothing. */
export class Device {
  readonly id: string;
  readonly simulated: SimulatedKey | null;
  readonly address: string;
  name: string;
  /** What it said it is, now or when it was last met. */
  identity: Identity | null;
  /** For that identity; null until there is one. */
  drive: Drive | null = null;
  channels: ReadonlyMap<number, Channel> = new Map();
  envelopes: ReadonlyMap<number, Envelope>;
  /** What is asked again and again where there is no driver. */
  readonly pinned = new Pinned();
  /** True from a successful greeting until the link is lost. Only then it is driven. */
  greeted = false;
  /** Given back to its front panel: neither polled nor driven until it is taken back. */
  local = false;
  /** Why the last greeting failed. */
  greetFault: unknown = null;
  /** What is wrong although the link works (or was never tried). */
  trouble: Instrument['trouble'] = null;
  periodMs: number;
  /** Who listens to its links, for a transcript. */
  readonly tap: Tap = { ear: null, framing: 'stream' };
  /** The transcript that is being written, or ended by itself (`fault`) and nobody has looked at that yet. */
  recording: (NonNullable<Instrument['recording']> & { stop(): Promise<Fault | null> }) | null = null;
  /** It asks for service, since when, and with which status byte. */
  service: Instrument['service'] = null;
  /** Grows with everything that may have changed the instrument: a reading begun before it is not news any more. */
  version = 0;
  /** How often everything that was known of it was given up. */
  forgotten = 0;
  /** What is counted of what it measures. */
  readonly tallies: Tallies;
  #session: Session | null = null;
  readonly #now: () => number;
  /** Since when the link is seen busy, by the monotonic clock. */
  #busySince: number | null = null;
  /** Aborted when it is taken off the desk. */
  readonly gone = new AbortController();
  readonly #watchers = new Set<() => void>();

  constructor(facts: DeviceFacts, periodMs: number, now: () => number) {
    this.id = facts.id;
    this.name = facts.name;
    this.address = facts.address;
    this.simulated = facts.simulated;
    this.identity = facts.seen;
    this.envelopes = facts.envelopes;
    this.pinned.set(facts.pins ?? []);
    this.periodMs = periodMs;
    this.#now = now;
    this.tallies = new Tallies(now);
  }

  /** The conversation with it; set once by whoever makes the device. */
  get session(): Session {
    if (this.#session === null) throw new Error('the device has no session yet');
    return this.#session;
  }
  set session(session: Session) {
    this.#session = session;
    session.onStatus(() => this.#statusChanged());
  }

  get status(): SessionStatus {
    return this.#session?.status ?? notOpened;
  }

  /** Told after every change; the listeners decide how often they look. */
  watch(listener: () => void): () => void {
    const entry = (): void => listener();
    this.#watchers.add(entry);
    return () => void this.#watchers.delete(entry);
  }
  changed(): void {
    for (const watcher of this.#watchers) watcher();
  }

  /** Adopts the driver for an identity. Nothing of what was read is taken over but what outputs were last seen to be. */
  adopt(identity: Identity, drive: Drive): void {
    this.identity = identity;
    this.drive = drive;
    const facts = drive.controls?.channels ?? [];
    const old = this.channels;
    const same =
      facts.length === old.size &&
      facts.every((each) => isDeepStrictEqual(old.get(each.channel)?.facts, each));
    if (!same) this.channels = new Map(facts.map((each) => [each.channel, new Channel(each, this.#now())]));
    this.forget();
  }

  /** The instrument asks for service. */
  serviceAsked(statusByte: number | null): void {
    this.service = { statusByte, at: this.#now() };
    this.changed();
  }

  /** Something went wrong although the link may work: shown until `untroubled`. */
  troubled(error: unknown): void {
    const { code, message, remedy } = faultShape(error);
    // These are not of the instrument, or the session says them better.
    if (passing.has(code)) return;
    this.trouble = { message, remedy, retryAt: null };
    this.changed();
  }
  untroubled(): void {
    this.trouble = null;
  }

  /** A command for one output or all is about to go to the wire. */
  sentOutput(channel: number | 'all', on: boolean): void {
    this.version++;
    for (const [number, each] of this.channels)
      if (channel === 'all' || channel === number) each.sentOutput(on, this.#now());
    this.changed();
  }

  /** A setpoint is about to go to the wire. */
  sentSetpoint(channel: number, point: Point, value: number): void {
    this.version++;
    this.channels.get(channel)?.sentSetpoint(point, value, this.#now());
    this.changed();
  }

  /** A word for the function selector is about to go to the wire. */
  sentWord(channel: number, word: string): void {
    this.version++;
    this.channels.get(channel)?.sentWord(word, this.#now());
    this.changed();
  }

  /** A word for another selector is about to go to the wire. */
  sentChoice(channel: number, choice: ChoiceName, word: string): void {
    this.version++;
    this.channels.get(channel)?.sentChoice(choice, word, this.#now());
    this.changed();
  }

  /** What has tripped is about to be cleared. */
  sentClear(channel: number): void {
    this.version++;
    this.channels.get(channel)?.sentClear(this.#now());
    this.changed();
  }

  /** Nothing that was read can be trusted any more. */
  forget(): void {
    this.version++;
    this.forgotten++;
    for (const channel of this.channels.values()) channel.forget(this.#now());
    this.pinned.forget();
    this.changed();
  }

  /** The link is gone, or another one has begun. */
  lost(): void {
    this.greeted = false;
    this.service = null;
    this.forget();
  }

  /** The link as it is written to the history. */
  link(): Link {
    const { vendor, model, serial, firmware } = this.identity ?? {
      vendor: '',
      model: '',
      serial: '',
      firmware: '',
    };
    return {
      instrument: this.id,
      name: this.name,
      address: this.address,
      vendor,
      model,
      serial,
      firmware,
      driver: this.drive?.version ?? '',
    };
  }

  /** How many of its channels can be switched. */
  get switches(): number {
    return [...this.channels.values()].filter(({ facts }) => facts.switches !== null).length;
  }

  /** True when nothing that it is told can energise anything: there is nothing to switch, and the driver knows that. */
  get passive(): boolean {
    return this.channels.size > 0 && this.switches === 0;
  }

  /** The state of the link as people see it: an exchange that is over in a moment is not worth a word. */
  get shownLink(): LinkState {
    const { state } = this.status;
    const brief = this.#busySince === null || performance.now() - this.#busySince < worthAWordMs;
    return state === 'busy' && brief ? 'ready' : state;
  }

  instrument(): Instrument {
    const { answeredAt, latencyMs, trouble } = this.status;
    const { instrument: id, driver: _, ...link } = this.link();
    return {
      id,
      ...link,
      driver: this.drive?.family ?? '',
      verified: this.drive?.verified ?? 'unverified',
      kind: this.drive?.kind ?? 'generic',
      simulated: this.simulated !== null,
      link: this.shownLink,
      control: this.local ? 'local' : 'remote',
      answeredAt,
      latencyMs,
      service: this.service,
      recording: this.#recordingNow(),
      trouble: trouble ?? this.trouble,
      channels: [...this.channels.values()].map((channel) => channel.facts),
    };
  }

  #recordingNow(): Instrument['recording'] {
    if (this.recording === null) return null;
    const { name, since, fault } = this.recording;
    return { name, since, fault };
  }

  live(): Live {
    const channels = [...this.channels].map(([number, channel]) =>
      channel.view(this.envelopes.get(number) ?? null, this.tallies.of(channel.facts).reference(this)),
    );
    const pins = this.drive?.controls === null ? { pins: this.pinned.readings() } : {};
    return { id: this.id, link: this.shownLink, periodMs: this.periodMs, channels, ...pins };
  }

  /** Outputs that are on or unknown. One that was sent off counts until it is read back. */
  liveOutputs(): SafetyState['live'] {
    const live: SafetyState['live'] = [];
    for (const [channel, { output, mayBeOn }] of this.channels) {
      if (!mayBeOn || output === null) continue;
      const { state, on, lastSeen } = output;
      const sure = (state === 'known' || state === 'pending') && (on === true || lastSeen === true);
      live.push({ instrument: this.id, name: this.name, channel, state: sure ? 'on' : 'unknown' });
    }
    return live;
  }

  #statusChanged(): void {
    this.#busySince = this.status.state === 'busy' ? (this.#busySince ?? performance.now()) : null;
    // While it is being greeted, nothing is known that could be lost.
    if (this.greeted && lostStates.has(this.status.state)) this.lost();
    else this.changed();
  }
}
