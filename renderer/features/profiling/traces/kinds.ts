import type { IconName } from '#renderer/ui/icons.tsx';
import type { TraceBar } from '#shared/contract/traces.ts';
import { t } from '#shared/language/t.ts';

export type TraceKind = TraceBar['kind'];

/** What a kind is called, and its colour; bars of kinds that share a hue differ in their pattern. */
export interface KindLook {
  readonly word: string;
  /** The end of a token: `--flame-bridge`. */
  readonly tint: string;
  readonly pattern: 'plain' | 'hatched' | 'dotted';
}

const looks: Readonly<Record<TraceKind, KindLook>> = {
  window: { word: t`window`, tint: 'node', pattern: 'dotted' },
  bridge: { word: t`bridge`, tint: 'bridge', pattern: 'plain' },
  stream: { word: t`stream`, tint: 'bridge', pattern: 'hatched' },
  exchange: { word: t`exchange`, tint: 'session', pattern: 'plain' },
  driver: { word: t`driver`, tint: 'drivers', pattern: 'plain' },
  history: { word: t`history`, tint: 'history', pattern: 'plain' },
  database: { word: t`database`, tint: 'history', pattern: 'hatched' },
  backup: { word: t`backup`, tint: 'backups', pattern: 'plain' },
  accounts: { word: t`accounts`, tint: 'accounts', pattern: 'plain' },
  instruments: { word: t`instruments`, tint: 'instruments', pattern: 'plain' },
  console: { word: t`console`, tint: 'own', pattern: 'plain' },
};

/** What a kind is called. */
export const kindWord = (kind: TraceKind): string => looks[kind].word;

const parts = {
  // The one thing outside of this PC has the colour of the transports.
  wire: { word: t`wire`, tint: 'transports', pattern: 'plain' },
  // Waiting for a turn is no work.
  queue: { word: t`queue`, tint: 'session', pattern: 'hatched' },
} as const satisfies Record<string, KindLook>;

/** The part of an exchange that a bar is: `queue MEAS:VOLT?`, `wire MEAS:VOLT?`. */
const partOf = (name: string): keyof typeof parts | null =>
  name.startsWith('queue ') ? 'queue' : name.startsWith('wire ') ? 'wire' : null;

/** How a bar looks, and the word that says the same. */
export function lookOf({ kind, name }: Pick<TraceBar, 'kind' | 'name'>): KindLook {
  const part = kind === 'exchange' ? partOf(name) : null;
  return part === null ? looks[kind] : parts[part];
}

/** What a bar is called beside the word of its kind: `wire MEAS:VOLT?` has its word already. */
export function nameOf({ kind, name }: Pick<TraceBar, 'kind' | 'name'>): string {
  const part = kind === 'exchange' ? partOf(name) : null;
  return part === null ? name : name.slice(part.length + 1);
}

/** Every look of some bars once, for their legend, in the order of the table above. */
export function looksOf(bars: readonly Pick<TraceBar, 'kind' | 'name'>[]): KindLook[] {
  const seen = new Set(bars.map(lookOf));
  return [
    looks.window,
    looks.bridge,
    looks.stream,
    looks.instruments,
    looks.exchange,
    parts.queue,
    parts.wire,
  ]
    .concat([looks.driver, looks.history, looks.database, looks.backup, looks.accounts, looks.console])
    .filter((look) => seen.has(look));
}

/** Who began a trace. */
export const origins = {
  person: { word: t`Person`, icon: 'person' },
  console: { word: t`Console`, icon: 'chip' },
} as const satisfies Record<string, { word: string; icon: IconName }>;
