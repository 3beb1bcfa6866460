import { resolve } from 'node:path';
import { type RestorePart, restoreParts } from '#shared/contract/backups.ts';
import { parseCommand, UsageError } from './cli-usage.ts';

/** How the key is given: a file with an identity (`-`: standard input), a passphrase that is asked for, or not at all. */
export type KeyFrom =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'passphrase' }
  | { readonly kind: 'none' };

/** What the command line asks for. */
export interface BackupOptions {
  readonly what: 'create' | 'list' | 'verify' | 'restore' | 'drill';
  readonly json: boolean;
  /** The file of a backup; null where none is named. */
  readonly file: string | null;
  readonly key: KeyFrom;
  readonly signer: string | null;
  readonly override: boolean;
  readonly parts: RestorePart[];
  /** A new data folder to restore to; null: the one of the console. */
  readonly to: string | null;
}

const whats = ['create', 'list', 'verify', 'restore', 'drill'] as const;
const allowed: Readonly<Record<BackupOptions['what'], readonly string[]>> = {
  create: ['json'],
  list: ['json'],
  verify: ['json', 'identity', 'passphrase', 'signer'],
  drill: ['json', 'identity', 'passphrase', 'signer', 'override'],
  restore: ['json', 'identity', 'passphrase', 'signer', 'override', 'parts', 'to'],
};

function partsOf(text: string | undefined): RestorePart[] {
  if (text === undefined) return [...restoreParts];
  const parts = text.split(',').map((each) => each.trim());
  const unknown = parts.find((part) => !restoreParts.includes(part as RestorePart));
  if (unknown !== undefined) throw new UsageError(`"${unknown}" is none of ${restoreParts.join(', ')}`);
  return restoreParts.filter((part) => parts.includes(part));
}

/** Understands the command line, or throws a UsageError. */
export function parseBackup(args: string[]): BackupOptions {
  const { values, positionals } = parseCommand(args, {
    json: { type: 'boolean', default: false },
    identity: { type: 'string' },
    passphrase: { type: 'boolean', default: false },
    signer: { type: 'string' },
    override: { type: 'boolean', default: false },
    parts: { type: 'string' },
    to: { type: 'string' },
  });
  const [first, file, ...rest] = positionals;
  const what = whats.find((each) => each === first);
  if (what === undefined) throw new UsageError(`backup needs one of ${whats.join(', ')}`);
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && value !== false && !allowed[what].includes(name))
      throw new UsageError(`backup ${what} takes no --${name}`);
  const takesFile = what !== 'create' && what !== 'list';
  if (takesFile && file === undefined) throw new UsageError('the file of the backup is missing');
  if (rest.length > 0 || (!takesFile && file !== undefined))
    throw new UsageError(takesFile ? 'one file is all that it takes' : `backup ${what} takes no file`);
  const { identity, passphrase } = values;
  if (identity !== undefined && passphrase)
    throw new UsageError('either --identity or --passphrase opens it, not both');
  if ((what === 'restore' || what === 'drill') && identity === undefined && !passphrase)
    throw new UsageError(
      '--identity FILE or --passphrase is missing: without the key nothing opens a backup',
    );
  return {
    what,
    json: values.json,
    file: file === undefined ? null : resolve(file),
    key:
      identity !== undefined
        ? { kind: 'file', file: identity }
        : { kind: passphrase ? 'passphrase' : 'none' },
    signer: values.signer ?? null,
    override: values.override,
    parts: partsOf(values.parts),
    to: values.to === undefined ? null : resolve(values.to),
  };
}
