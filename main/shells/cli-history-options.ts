import { parseOptions, UsageError } from './cli-usage.ts';

/** What the command line asks for, but for an export. */
export type HistoryOptions =
  | { readonly what: 'verify' | 'health'; readonly json: boolean }
  | {
      readonly what: 'keep';
      readonly json: boolean;
      /** Only says what would go. */
      readonly preview: boolean;
      readonly reason: string;
    };

/** What `history` can be asked to do. */
const whats = ['verify', 'health', 'keep', 'export'] as const;
type HistoryWhat = (typeof whats)[number];

/** The longest reason. source: keeping.apply of the contract. */
const reasonMax = 200;

/** The word behind `history`, or a UsageError. */
export function historyWhat(word: string | undefined): HistoryWhat {
  const what = whats.find((each) => each === word);
  if (what === undefined) throw new UsageError(`history needs one of ${whats.join(', ')}`);
  return what;
}

/** Understands what follows `history verify`, `health` or `keep`, or throws a UsageError. */
export function parseHistory(what: Exclude<HistoryWhat, 'export'>, args: string[]): HistoryOptions {
  const json = { type: 'boolean', default: false } as const;
  if (what !== 'keep') return { what, json: parseOptions(args, { json }).json };
  const values = parseOptions(args, {
    json,
    preview: { type: 'boolean', default: false },
    apply: { type: 'boolean', default: false },
    reason: { type: 'string' },
  });
  const { preview, apply } = values;
  if (preview === apply)
    throw new UsageError(
      preview ? 'either --preview or --apply, not both' : 'history keep needs --preview or --apply',
    );
  if (preview && values.reason !== undefined) throw new UsageError('--reason goes with --apply');
  const reason = (values.reason ?? 'By hand').trim();
  if (reason.length > reasonMax) throw new UsageError(`a reason has at most ${reasonMax} characters`);
  return { what, json: values.json, preview, reason };
}
