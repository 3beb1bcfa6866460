import type { Understood } from '#shared/contract/program.ts';
import { alignWords, beginsWord, type Header, type HeaderNode, shortWord, typedWord } from './header.ts';
import type { Listed } from './meaning.ts';
import { type Unit, unitAt, unitsOf } from './units.ts';

/** One way to go on from what is typed. */
export interface Suggestion {
  readonly command: Understood;
  /** The header that will stand there. */
  readonly header: string;
  /** What the list writes behind it by itself: ` CHAN1`; mostly nothing. */
  readonly tail: string;
  /** How many characters of it are typed already, for the eye; 0 when it was found by a word inside it. */
  readonly typed: number;
}

export interface Suggestions {
  readonly list: readonly Suggestion[];
  /** What a suggestion replaces: offsets in the text. */
  readonly from: number;
  readonly to: number;
}

const none: Suggestions = { list: [], from: 0, to: 0 };

/**
 * What the header at the caret may become, best first: what goes on in the branch, then from the root, then headers with such a
 * word further in. `all`: everything that is listed where nothing is typed yet.
 */
export function suggest(list: readonly Listed[], text: string, caret: number, all = false): Suggestions {
  const unit = unitAt(unitsOf(text), caret);
  if (unit === undefined || caret < unit.start || caret > unit.headerEnd) return none;
  const typed = text.slice(unit.start, caret);
  if (typed === '' && !all) return none;
  const found = list.flatMap((each) => {
    const suggestion = suggestionOf(each, typed, unit);
    return suggestion === null ? [] : [suggestion];
  });
  // The order of the list is kept within each rank.
  const ranked = [0, 1, 2].flatMap((rank) => found.filter((each) => each.rank === rank));
  return {
    list: ranked.map(({ rank: _, ...suggestion }) => suggestion),
    from: unit.start,
    to: unit.headerEnd,
  };
}

type Ranked = Suggestion & { readonly rank: 0 | 1 | 2 };

function suggestionOf({ command, header }: Listed, typed: string, unit: Unit): Ranked | null {
  const query = typed.endsWith('?');
  if (query && !header.query) return null;
  const bare = query ? typed.slice(0, -1) : typed;
  const mark = header.query ? '?' : '';
  const shortHeader = command.short.split(' ')[0] ?? '';
  const made = (text: string, rank: Ranked['rank'], count = typed.length): Ranked => ({
    command,
    header: text,
    tail: command.short.slice(shortHeader.length),
    typed: text.toUpperCase().startsWith(typed.toUpperCase()) ? count : 0,
    rank,
  });
  if (header.common)
    return (header.nodes[0]?.word ?? '').startsWith(bare.toUpperCase())
      ? made(`${inCase(header.nodes[0]?.word ?? '', bare)}${mark}`, 0)
      : null;
  if (bare.startsWith('*')) return null;
  const rooted = bare.startsWith(':');
  const words = (rooted ? bare.slice(1) : bare).split(':');
  const colon = rooted ? ':' : '';
  if (!rooted && unit.branch.length > 0) {
    const rest = goOn(header, [...unit.branch, ...words], unit.branch.length);
    if (rest !== null) return made(rest + mark, 0);
    // From the root, behind a branch: it needs its colon.
    const fresh = goOn(header, words, 0);
    if (fresh !== null) return made(`:${fresh}${mark}`, 1, 0);
  } else {
    const rest = goOn(header, words, 0);
    if (rest !== null) return made(colon + rest + mark, 0);
  }
  return hasWordInside(header.nodes, words)
    ? made(`${unit.branch.length > 0 ? ':' : colon}${shortHeader.replace(/\?$/u, '')}${mark}`, 2, 0)
    : null;
}

/** The header that typed words lead to, from word `first` on; null when they do not lead there. */
function goOn({ nodes }: Header, words: readonly string[], first: number): string | null {
  const last = words.at(-1) ?? '';
  // Behind a colon nothing of the next word is typed yet.
  const given = last === '' ? words.slice(0, -1) : words;
  const places = alignWords(nodes, given, { open: last !== '', all: false });
  if (places === null) return null;
  const reached = places.at(-1) ?? -1;
  const spelled = given.map((word, place) => {
    const node = nodes[places[place] ?? 0];
    return node === undefined || place < given.length - 1 || last === '' ? word : finish(node, word);
  });
  const rest = nodes.slice(reached + 1).filter(({ optional }) => !optional);
  // `VOLT:` wants another word, and there is none that must follow.
  if (last === '' && rest.length === 0 && given.length > 0) return null;
  const added = rest.map((node) =>
    inCase(shortWord(node.word) + (node.channel ? '1' : ''), given.at(-1) ?? ''),
  );
  const header = [...spelled, ...added].slice(first);
  return header.length === 0 ? null : header.join(':');
}

/** A word that is begun, as its short form where that is enough, with its number. */
function finish(node: HeaderNode, typed: string): string {
  const { letters, number } = typedWord(typed);
  const whole = beginsWord(node, typed) && node.word.toUpperCase().startsWith(typed.toUpperCase());
  const begun = whole ? typed : letters;
  const short = shortWord(node.word);
  const word = short.startsWith(begun.toUpperCase()) ? short : node.word;
  const suffix = node.channel ? (whole ? '1' : number) : '';
  // What is typed stays as it is typed: only what is missing is added.
  const missing = word.slice(begun.length);
  const shouted = begun === begun.toUpperCase() ? missing.toUpperCase() : missing;
  return begun + inCase(shouted, begun) + suffix;
}

/** Small letters for whoever types small letters. */
const inCase = (text: string, like: string): string =>
  /[a-z]/u.test(like) && !/[A-Z]/u.test(like) ? text.toLowerCase() : text;

/** True when the words stand one after the other somewhere behind the beginning. */
function hasWordInside(nodes: readonly HeaderNode[], words: readonly string[]): boolean {
  if (words.every((word) => word.length < 2)) return false;
  return nodes.some(
    (_, from) => from > 0 && alignWords(nodes, words, { open: true, all: false }, from) !== null,
  );
}
