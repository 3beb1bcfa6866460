import { isReachable } from '#renderer/features/bench/freshness.ts';
import { kindLooks } from '#renderer/features/bench/kinds.ts';
import { pointLabel, pointNames, pointSpec, sayPoint, sayValue } from '#renderer/features/bench/points.ts';
import { readDraft } from '#renderer/ui/number-draft.ts';
import type { ChannelInfo, ChannelState } from '#shared/contract/channels.ts';
import type { Instrument } from '#shared/contract/instruments.ts';
import { parseQuantity } from '#shared/quantity/parse.ts';
import type { Act, PaletteWorld } from './acts.ts';
import { fit, type Typed } from './typed.ts';
import { t } from '#shared/language/t.ts';

type Setting = ChannelInfo['settings'][number];
export interface Ranked {
  readonly act: Act;
  readonly cost: number;
}

const limits = { voltage: 'maxVoltage', current: 'maxCurrent', power: 'maxPower' } as const;
/** The instrument that is worked with goes before the others. */
const elsewhere = 10;
/** What is set once goes after what is set all day. */
const seldom = 2;

/** Every setpoint that the words fit and that the number can be meant for, held to its range and to the envelope. */
export function setActs(world: PaletteWorld, { words, quantity }: Typed): readonly Ranked[] {
  if (quantity === null || !world.may.has('instruments:control')) return [];
  return world.instruments.flatMap((instrument) => {
    const live = world.live[instrument.id] ?? null;
    if (!isReachable(instrument) || instrument.control === 'local') return [];
    return instrument.channels.flatMap((info) => {
      const state = live?.channels.find(({ channel }) => channel === info.channel);
      return info.settings
        .filter((setting) => meansSomething(setting, state))
        .flatMap((setting): Ranked[] => {
          const { point } = setting;
          const label = pointLabel(instrument.kind, point);
          const cost = fit(words, `${info.label} ${label} ${pointNames[point]} ${instrument.name}`);
          if (cost === null || !parseQuantity(quantity, { unit: pointSpec(setting).unit }).ok) return [];
          const away = instrument.id === world.selected ? 0 : elsewhere;
          return [
            {
              cost: cost + away + (setting.rare ? seldom : 0),
              act: setAct(instrument, info, state, setting, quantity),
            },
          ];
        });
    });
  });
}

const meansSomething = ({ under }: Setting, state: ChannelState | undefined): boolean => {
  const held = state?.function ?? null;
  return under === null || (held !== null && held.state !== 'unknown' && under.includes(held.value ?? ''));
};

function setAct(
  instrument: Instrument,
  info: ChannelInfo,
  state: ChannelState | undefined,
  setting: Setting,
  quantity: string,
): Act {
  const { point } = setting;
  const envelope = state?.envelope ?? null;
  const limit =
    envelope !== null && (point === 'voltage' || point === 'current' || point === 'power')
      ? envelope[limits[point]]
      : null;
  const draft = readDraft(quantity, { ...pointSpec(setting), limit });
  const value = draft.ok ? draft.value : Number.NaN;
  const few = setting.values;
  const none = draft.ok && few !== null && !few.includes(value);
  const held = state?.settings[point];
  const from = held === undefined || held.state === 'unknown' ? null : held.value;
  const typed = parseQuantity(quantity, { unit: pointSpec(setting).unit });
  const to = sayPoint(none ? { ...setting, values: null } : setting, typed.ok ? typed.value : null);
  const several = instrument.channels.length > 1;
  const what = `${several ? `${info.label}: ` : ''}${pointLabel(instrument.kind, point)}`;
  return {
    id: `set ${instrument.id} ${info.channel} ${point}`,
    section: 'set',
    icon: kindLooks[instrument.kind].icon,
    title: `${what} ${t`to ${to}`}`,
    detail: instrument.name,
    change: {
      what,
      from: sayPoint(setting, from),
      to,
      // Main has the last word: it checks slew, power and what the instrument holds.
      checked: limit === null ? t`Inside its range` : t`Inside the envelope`,
    },
    refusal: draft.ok
      ? none
        ? t`It takes ${few.map((each) => sayValue(setting, each)).join(', ')}.`
        : null
      : draft.problem,
    shortcut: null,
    deed: { kind: 'set', id: instrument.id, channel: info.channel, point, value, from },
  };
}
