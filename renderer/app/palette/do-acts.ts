import { isSwitch } from '#renderer/features/bench/further.ts';
import { isReachable } from '#renderer/features/bench/freshness.ts';
import { kindLooks } from '#renderer/features/bench/kinds.ts';
import type { Instrument } from '#shared/contract/instruments.ts';
import type { Act, PaletteWorld } from './acts.ts';
import { t } from '#shared/language/t.ts';

const plain = { change: null, refusal: null, shortcut: null } as const;

/** What can be done without a number: off, all off, another function. Never on. */
export function doActs(world: PaletteWorld): readonly Act[] {
  const stop: Act = {
    ...plain,
    id: 'stop',
    section: 'do',
    icon: 'off',
    title: t`Stop all: emergency stop`,
    detail: t`Every output off, and no output on until it is reset`,
    shortcut: 'Esc Esc',
    deed: { kind: 'stop' },
  };
  if (!world.may.has('instruments:control')) return [stop];
  return [
    stop,
    ...world.instruments.flatMap((instrument) => [...offActs(instrument), ...chooseActs(instrument)]),
  ];
}

/** Off is never withheld: not where the instrument is released, nor where it does not answer. */
function offActs(instrument: Instrument): Act[] {
  const switched = instrument.channels.filter(({ switches }) => switches !== null);
  const one = switched.map((info): Act => {
    return {
      ...plain,
      id: `off ${instrument.id} ${info.channel}`,
      section: 'do',
      icon: 'off',
      title:
        info.switches === 'input'
          ? switched.length > 1
            ? t`Turn input ${info.channel} off`
            : t`Turn input off`
          : switched.length > 1
            ? t`Turn output ${info.channel} off`
            : t`Turn output off`,
      detail: switched.length > 1 ? `${instrument.name}, ${info.label}` : instrument.name,
      shortcut: String(info.channel),
      deed: { kind: 'off', id: instrument.id, channel: info.channel },
    };
  });
  if (switched.length < 2) return one;
  return [
    ...one,
    {
      ...plain,
      id: `all-off ${instrument.id}`,
      section: 'do',
      icon: 'off',
      title: t`Turn all outputs off`,
      detail: instrument.name,
      shortcut: '0',
      deed: { kind: 'all-off', id: instrument.id },
    },
  ];
}

function chooseActs(instrument: Instrument): Act[] {
  if (!isReachable(instrument) || instrument.control === 'local') return [];
  const several = instrument.channels.length > 1;
  const act = (
    channel: number,
    label: string,
    word: { word: string; label: string },
    choice: Act['deed'] & { kind: 'choose' },
  ): Act => ({
    ...plain,
    id: `choose ${instrument.id} ${channel} ${choice.choice ?? ''} ${word.word}`,
    section: 'do',
    icon: kindLooks[instrument.kind].icon,
    title: `${label}: ${word.label}`,
    detail: several
      ? `${instrument.name}, ${instrument.channels.find((each) => each.channel === channel)?.label ?? ''}`
      : instrument.name,
    deed: choice,
  });
  return instrument.channels.flatMap(({ channel, functions, choices }) => [
    ...(functions ?? []).map((each) =>
      act(channel, t`Function`, each, {
        kind: 'choose',
        id: instrument.id,
        channel,
        word: each.word,
        choice: null,
      }),
    ),
    // What is on or off is not among them: whoever types "off" means an output, never a protection.
    ...choices
      .filter((choice) => !isSwitch({ kind: 'choice', choice }))
      .flatMap(({ choice, label, words }) =>
        words.map((each) =>
          act(channel, label, each, { kind: 'choose', id: instrument.id, channel, word: each.word, choice }),
        ),
      ),
  ]);
}
