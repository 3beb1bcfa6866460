import type { Decode } from './decode.ts';
import { ScpiError } from './errors.ts';
import type { Element } from './parameters.ts';

/** What is known of the message around the unit that runs. */
export interface Surroundings {
  /** True when earlier units of this message have answered: their answers wait in the output queue. */
  readonly messageAvailable: boolean;
}

/** One command or query of an instrument. */
export interface Command {
  /** Long form with the short form in capitals, `[]` around optional nodes, `#` after a node that takes a number. */
  readonly header: string;
  readonly query: boolean;
  /** The highest number that each `#` takes. */
  readonly numbers: readonly number[];
  /** A response of arbitrary ASCII, after which no other can follow. source: IEEE 488.2, 8.7.11 and 6.5.7.5 */
  readonly endsResponse: boolean;
  /** Reads all parameters first, then acts. Throws ScpiError; then nothing was changed. */
  run(elements: readonly Element[], numbers: readonly number[], around: Surroundings): string | null;
}

type Decoders<T extends readonly unknown[]> = { readonly [K in keyof T]: Decode<T[K]> };

interface Options {
  readonly numbers?: readonly number[];
  readonly endsResponse?: boolean;
}

/** A command without answer. */
export function command<T extends readonly unknown[]>(
  header: string,
  takes: Decoders<T>,
  act: (values: T, numbers: readonly number[]) => void,
  options: Options = {},
): Command {
  return {
    header,
    query: false,
    numbers: options.numbers ?? [],
    endsResponse: false,
    run(elements, numbers) {
      act(decodeAll(takes, elements), numbers);
      return null;
    },
  };
}

/** A query: its header is written without the question mark. */
export function query<T extends readonly unknown[]>(
  header: string,
  takes: Decoders<T>,
  answer: (values: T, numbers: readonly number[], around: Surroundings) => string,
  options: Options = {},
): Command {
  return {
    header,
    query: true,
    numbers: options.numbers ?? [],
    endsResponse: options.endsResponse ?? false,
    run: (elements, numbers, around) => answer(decodeAll(takes, elements), numbers, around),
  };
}

function decodeAll<T extends readonly unknown[]>(takes: Decoders<T>, elements: readonly Element[]): T {
  if (elements.length > takes.length) throw new ScpiError(-108);
  return takes.map((decode, index) => decode(elements[index])) as unknown as T;
}
