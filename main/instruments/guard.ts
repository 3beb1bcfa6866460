import type { Effect, Guard, Request } from '#main/session/ports.ts';
import { Fault } from '#shared/faults.ts';
import { type ChannelInfo, type Point, settingOf } from '#shared/contract/channels.ts';
import type { Channel } from './channel.ts';
import type { Device } from './device.ts';
import { outputRefusal, setpointRefusal, slewRefusal, type Worst, written } from './envelope.ts';

/** What the guard has to know of the rest of the room. */
export interface Watched {
  readonly device: (id: string) => Device | undefined;
  readonly latched: () => boolean;
  /** A message of unknown effect has been sent: read everything back, and switch off what is outside. */
  readonly readBack: (device: Device) => void;
  /** Monotonic ms. */
  readonly elapsed?: () => number;
}

/** What a message may have made of a channel, up to one of its parts. */
type Projected = { -readonly [P in keyof Worst]: Worst[P] } & {
  /** The smallest magnitude that its voltage may have. V; null: anything. */
  least: number | null;
  mayBeOn: boolean;
  surelyOn: boolean;
};

/**
 * The one gate to the wire. It holds a message as a whole: its parts are followed in their order, and since an
 * instrument may take one part and refuse another, the larger of old and new counts until it is read back.
 */
export function makeGuard({
  device: find,
  latched,
  readBack,
  elapsed = () => performance.now(),
}: Watched): Guard {
  return {
    check(instrument, request) {
      if (request.lane === 'emergency') return;
      // A message that nobody has looked into may do anything.
      const effects: readonly Effect[] =
        request.effects.length > 0 ? request.effects : [{ kind: 'unknown', text: request.text }];
      const changing = effects.filter(({ kind }) => kind !== 'none' && kind !== 'harmless');
      if (changing.length === 0) return;
      const device = find(instrument);
      if (device === undefined)
        throw new Fault(
          'INSTRUMENT_UNKNOWN',
          'The instrument is not on the desk any more. Nothing was sent.',
        );
      if (latched() && !device.passive) refuseEnergising(changing);
      refuseUnknown(device, changing, request);
      refuseClearing(device, changing);
      const now = elapsed();
      const rises = followParts(device, changing, request, now);
      refuseWithoutEnvelope(device, changing, request);
      for (const [channel, volts] of rises) channel.rises.add(request, volts, now);
      adopt(device, changing);
    },
    unknownSent(instrument) {
      const device = find(instrument);
      if (device === undefined) return;
      device.forget();
      readBack(device);
    },
  };
}

/** What no table covers, whoever says that it only asks. */
const isOpaque = (effect: Effect): effect is Extract<Effect, { kind: 'asks' | 'unknown' }> =>
  effect.kind === 'asks' || effect.kind === 'unknown';

function refuseEnergising(effects: readonly Effect[]): void {
  const energises = effects.find((effect) => isOpaque(effect) || (effect.kind === 'output' && effect.on));
  if (energises === undefined) return;
  const what = isOpaque(energises)
    ? `${quoted(energises.text)} may switch an output on`
    : 'It would switch an output on';
  throw new Fault('SAFETY_LATCHED', `The emergency stop is set. ${what}, so it was not sent.`);
}

function refuseUnknown(device: Device, effects: readonly Effect[], { operator }: Request): void {
  const [envelope] = device.envelopes.values();
  if (envelope === undefined) return;
  const because = `What it does is not known, and the envelope ${envelope.name} is set on ${device.name}.`;
  for (const effect of effects) {
    if (isElsewhere(device, effect))
      throw new Fault(
        'SAFETY_UNKNOWN_EFFECT',
        `A command for a channel that is not known here was not sent. ${because}`,
        {
          remedy: 'Name a channel that this instrument has.',
        },
      );
    if (isOpaque(effect) && !operator.confirmed)
      throw new Fault('SAFETY_UNKNOWN_EFFECT', `${quoted(effect.text)} was not sent. ${because}`);
  }
}

/** An output that could have an envelope and has none is switched on when the operator says so, and not otherwise. */
function refuseWithoutEnvelope(device: Device, effects: readonly Effect[], { operator }: Request): void {
  if (operator.confirmed) return;
  for (const effect of effects)
    for (const [number, { facts }] of device.channels) {
      if (!facts.envelope || facts.switches !== 'output' || device.envelopes.has(number)) continue;
      if (effect.kind === 'unknown' && !asks(effect.text))
        throw new Fault(
          'SAFETY_UNKNOWN_EFFECT',
          `${quoted(effect.text)} was not sent. What it does is not known: it may switch output ${number} of ${device.name} on, which has no envelope.`,
        );
      const on = effect.kind === 'output' && effect.on;
      if (on && operator.withoutEnvelope !== true && (effect.channel === 'all' || effect.channel === number))
        throw new Fault(
          'SAFETY_NO_ENVELOPE',
          `Output ${number} of ${device.name} was not switched on: it has no envelope.`,
        );
    }
}

/** A question alone is taken not to switch an output on; with an envelope set, not even that is. */
const asks = (text: string): boolean => /^[^\s]*\?(?:\s|$)/.test(text.trim());

/** Some instruments bring a tripped output back as it was when the protection is cleared: only what is off is cleared. */
function refuseClearing(device: Device, effects: readonly Effect[]): void {
  for (const effect of effects) {
    if (effect.kind !== 'clear') continue;
    const channel = device.channels.get(effect.channel);
    if (channel === undefined || !channel.clearable || effects.length > 1)
      throw new Fault(
        'SAFETY_TRIPPED',
        `The protection of output ${effect.channel} was not cleared: ${
          effects.length > 1
            ? 'it is cleared by a message of its own, so that nothing is switched on behind it'
            : 'the output is, or may be, on, and clearing may bring it back'
        }.`,
      );
  }
}

/** A command for a channel that the driver does not know: nobody can say which envelope holds there. */
function isElsewhere(device: Device, effect: Effect): boolean {
  return (
    (effect.kind === 'setpoint' ||
      effect.kind === 'output' ||
      effect.kind === 'function' ||
      effect.kind === 'choice' ||
      effect.kind === 'clear') &&
    effect.channel !== 'all' &&
    !device.channels.has(effect.channel)
  );
}

/** Follows the parts of a message. Answers with how far each channel's voltage rises by it, V. */
function followParts(
  device: Device,
  effects: readonly Effect[],
  by: object,
  now: number,
): Map<Channel, number> {
  const projected = new Map<number, Projected>();
  const rises = new Map<Channel, number>();
  const of = (number: number, channel: Channel): Projected => {
    const found = projected.get(number) ?? {
      voltage: channel.worst('voltage'),
      current: channel.worst('current'),
      least: channel.least('voltage'),
      mayBeOn: channel.mayBeOn,
      surelyOn: channel.output?.state === 'known' && channel.output.on === true,
    };
    projected.set(number, found);
    return found;
  };
  for (const effect of effects)
    for (const [number, channel] of device.channels) {
      const envelope = device.envelopes.get(number);
      const worst = of(number, channel);
      const rise = (from: number | null, to: number | null): void => {
        const limit = envelope?.maxSlew ?? null;
        if (envelope === undefined || limit === null) return;
        const so = (rises.get(channel) ?? 0) + channel.rises.others(by, now);
        const refusal = slewRefusal({ envelope, limit, from, to, already: so });
        if (refusal) throw refusal;
        rises.set(channel, (rises.get(channel) ?? 0) + Math.max(0, (to ?? 0) - (from ?? 0)));
      };
      if (effect.kind === 'unknown')
        projected.set(number, { voltage: null, current: null, least: null, mayBeOn: true, surelyOn: false });
      if (effect.kind === 'setpoint' && effect.channel === number) {
        inRange(effect.quantity, effect.value, channel.facts);
        const { quantity, value } = effect;
        if (quantity === 'voltage' || quantity === 'current') {
          const refusal = envelope && setpointRefusal(envelope, quantity, value, worst);
          if (refusal) throw refusal;
          if (quantity === 'voltage' && worst.mayBeOn) rise(worst.least, Math.abs(value));
          const old = worst[quantity];
          worst[quantity] = old === null ? null : Math.max(old, Math.abs(value));
          if (quantity === 'voltage' && worst.least !== null)
            worst.least = Math.min(worst.least, Math.abs(value));
        }
      }
      if (effect.kind === 'output' && effect.on && (effect.channel === 'all' || effect.channel === number)) {
        const refusal = envelope && outputRefusal(envelope, worst, channel.facts);
        if (refusal) throw notSwitchedOn(refusal);
        if (!worst.surelyOn) rise(0, worst.voltage);
        worst.mayBeOn = true;
      }
      if (effect.kind === 'output' && !effect.on && (effect.channel === 'all' || effect.channel === number))
        worst.surelyOn = false;
    }
  return rises;
}

/** The range of the channel holds for what is typed, too. */
function inRange(point: Point, value: number, facts: ChannelInfo): void {
  if (!Number.isFinite(value))
    throw new Fault('VALUE_NOT_FINITE', `The ${point} is not a number. Nothing was sent.`);
  const setting = settingOf(facts, point);
  if (setting === undefined)
    throw new Fault('POINT_UNKNOWN', `Channel ${facts.channel} has no ${point} to set. Nothing was sent.`);
  const { min, max } = setting;
  if (value >= min && value <= max) return;
  throw new Fault(
    'RANGE_EXCEEDED',
    `${written(value, point)} was not sent. Channel ${facts.channel} takes ${written(min, point)} to ${written(max, point)}.`,
    { details: { value, min, max } },
  );
}

const notSwitchedOn = ({ code, message, details }: Fault): Fault =>
  new Fault(code, `Nothing was sent. ${message}`, {
    remedy: 'Set values inside the envelope, let them be read back, then switch the output on.',
    details,
  });

/** From here on the message may reach the instrument: what was known is not certain any more. */
function adopt(device: Device, effects: readonly Effect[]): void {
  for (const effect of effects) {
    if (effect.kind === 'unknown') device.forget();
    if (effect.kind === 'output') device.sentOutput(effect.channel, effect.on);
    if (effect.kind === 'function') device.sentWord(effect.channel, effect.word);
    if (effect.kind === 'choice') device.sentChoice(effect.channel, effect.choice, effect.word);
    if (effect.kind === 'clear') device.sentClear(effect.channel);
    if (effect.kind === 'setpoint') device.sentSetpoint(effect.channel, effect.quantity, effect.value);
  }
}

const quoted = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
