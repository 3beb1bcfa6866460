import { parseBoolean } from '#main/scpi/numbers.ts';
import type { Choice } from './define.ts';
import { choice, type Place } from './point.ts';

type Wire = { readonly header: string; readonly get: string; readonly set: string | null } & Place;
type Word = Choice['words'][number];

/** A word of a selector: as it is read back, what a person calls it, and how manuals write it. */
export const word = (read: string, label: string, written: string = read): Word => ({
  word: read,
  label,
  written,
});

/** A word that is a command of its own, without a parameter. */
export const command = (read: string, label: string, header: string, set: string): Word => ({
  ...word(read, label, header),
  says: { header, set },
});

/** One of several words. Asked for in turn with others of its kind. */
export function picks(label: string, words: readonly Word[], wire: Wire): Choice {
  return {
    label,
    words,
    onOff: false,
    point: {
      ...choice<string>(
        words.map((each) => each.word),
        { header: wire.header, get: wire.get, ...(wire.set !== null && { set: wire.set }) },
      ),
      ...placeOf(wire),
    },
  };
}

/** On or off, whichever way it answers: `1`, `0`, ON, OFF. Asked for in turn with others of its kind. */
export function onOff(label: string, wire: Wire): Choice {
  const { header, get, set } = wire;
  return {
    label,
    words: [word('ON', 'On'), word('OFF', 'Off')],
    onOff: true,
    point: {
      unit: null,
      header,
      get,
      set,
      range: null,
      parse: (reply) => (parseBoolean(reply) ? 'ON' : 'OFF'),
      format: (value) => value,
      ...placeOf(wire),
    },
  };
}

const placeOf = ({ shared, under, rare = true }: Place): Place => ({
  rare,
  ...(shared !== undefined && { shared }),
  ...(under !== undefined && { under }),
});
