import { z } from '#shared/schema.ts';
import { command, query, stream } from './declare.ts';
import { Nothing } from './nothing.ts';
import { Progress, working } from './work.ts';

const Id = z.string().min(1).max(64);

/** An age X25519 recipient: the public key that backups are encrypted to. source: age-encryption.org/v1, X25519 recipient stanza. */
export const AgeRecipient = z
  .string()
  .trim()
  .regex(/^age1[02-9ac-hj-np-z]{58}$/);
/** What opens backups: an age identity (a text that begins with AGE-SECRET-KEY-1), or the passphrase of the wrapped one beside them. */
export const BackupKey = z.union([
  z.strictObject({ identity: z.string().trim().max(500) }),
  z.strictObject({ passphrase: z.string().min(1).max(1024) }),
]);
export type BackupKey = z.infer<typeof BackupKey>;

/** A key that opens these backups. */
export const BackupRecipient = z.object({
  id: Id,
  name: z.string(),
  recipient: z.string(),
  /** Epoch ms at which somebody decrypted a test with its identity; null: nobody has shown yet that anyone holds it. */
  provedAt: z.number().nullable(),
  /** A wrapped identity lies beside each backup, opened by a passphrase. */
  wrapped: z.boolean(),
});
export type BackupRecipient = z.infer<typeof BackupRecipient>;

export const destinationKinds = ['folder', 'removable', 'network'] as const;

/** A folder that backups are written to. */
export const BackupDestination = z.object({
  id: Id,
  name: z.string(),
  path: z.string(),
  kind: z.enum(destinationKinds),
  /** Null: it can be written; else what is in the way. */
  trouble: z.string().nullable(),
  freeBytes: z.number().nullable(),
  kept: z.number().int(),
  bytes: z.number(),
  newest: z
    .object({ at: z.number(), state: z.enum(['verified', 'unchanged', 'unverified', 'failed', 'missing']) })
    .nullable(),
});
export type BackupDestination = z.infer<typeof BackupDestination>;

/**
 * `verified`: decrypted, decompressed and checked whole. `unchanged`: later its bytes were compared with what was verified then.
 * `unverified`: not (yet) checked. `failed`: it does not hold. `missing`: it is not where it was.
 */
export const copyStates = ['verified', 'unchanged', 'unverified', 'failed', 'missing'] as const;

/** A backup at one destination. */
export const BackupCopy = z.object({
  id: Id,
  destination: z.string(),
  /** File name; the manifest beside it has the same with another ending. */
  name: z.string(),
  at: z.number(),
  bytes: z.number(),
  state: z.enum(copyStates),
  /** Epoch ms of the last look at its bytes. */
  checkedAt: z.number().nullable(),
  why: z.enum(['person', 'schedule', 'shutdown', 'before-restore', 'caught-up']),
  rows: z.number().int(),
  trouble: z.string().nullable(),
});
export type BackupCopy = z.infer<typeof BackupCopy>;

/** When backups are made by themselves. Times are those of the PC's clock, `HH:MM`. */
export const BackupSchedule = z.strictObject({
  times: z.array(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)).max(12),
  /** 0 Sunday to 6 Saturday. */
  days: z.array(z.number().int().min(0).max(6)).max(7),
  atShutdown: z.boolean(),
});
export type BackupSchedule = z.infer<typeof BackupSchedule>;

/** How many of each are kept. Only verified backups count. */
export const BackupKeeping = z.strictObject({
  daily: z.number().int().min(1).max(366),
  weekly: z.number().int().min(0).max(520),
  monthly: z.number().int().min(0).max(240),
  yearly: z.number().int().min(0).max(100),
});
export type BackupKeeping = z.infer<typeof BackupKeeping>;

/** One line of a report: how many of what, and whether it holds. */
export const BackupCount = z.object({
  what: z.string(),
  count: z.number().int(),
  ok: z.boolean(),
  note: z.string().nullable(),
});
export type BackupCount = z.infer<typeof BackupCount>;

/** What came of decrypting, decompressing and checking a backup whole, or of comparing its bytes. */
export const BackupVerdict = z.object({
  state: z.enum(copyStates),
  /** `ok`; `unknown-signer`: nobody here knows the key; `unsigned`; `wrong`: it was altered. */
  signature: z.enum(['ok', 'unknown-signer', 'unsigned', 'wrong']),
  signer: z.string().nullable(),
  at: z.number(),
  version: z.string(),
  host: z.string(),
  counts: z.array(BackupCount).max(30),
  problems: z.array(z.string()).max(50),
  seconds: z.number(),
});
export type BackupVerdict = z.infer<typeof BackupVerdict>;

export const restoreParts = ['history', 'accounts', 'settings'] as const;
export type RestorePart = (typeof restoreParts)[number];

/** A backup to read: one that this console made, or any file on this PC. */
export const BackupSource = z.union([
  z.strictObject({ copy: Id }),
  z.strictObject({ file: z.string().min(1).max(4096) }),
]);
export type BackupSource = z.infer<typeof BackupSource>;

const opening = {
  source: BackupSource,
  key: BackupKey,
  /** Fingerprint of the signer on the identity sheet, where this PC does not know it. */
  signer: z.string().trim().max(100).nullable(),
  /** Go on although it is unsigned, or signed by a key that nobody here knows. Never for one that was altered. */
  override: z.boolean(),
};

export const BackupState = z.object({
  /** Can it be got back? The one answer on top of the screen. */
  verdict: z.enum(['yes', 'old', 'no-keys', 'no-backups', 'unproved', 'failed']),
  /** Newest verified backup, and at how many places it is; null when there is none. */
  newest: z.object({ at: z.number(), places: z.number().int() }).nullable(),
  recipients: z.array(BackupRecipient).max(20),
  /** Fingerprint of the key that signs manifests. */
  signer: z.string().nullable(),
  destinations: z.array(BackupDestination).max(20),
  schedule: BackupSchedule,
  keeping: BackupKeeping,
  /** How many of each are there. */
  kept: BackupKeeping.extend({ daily: z.number().int() }),
  /** The next runs, soonest first: when (epoch ms; null at shutdown) and where. */
  next: z.array(z.object({ at: z.number().nullable(), places: z.array(z.string()) })).max(10),
  missed: z.number().int(),
  /** The last 30 days, oldest first: backups made, and failures. */
  days: z.array(z.object({ day: z.string(), made: z.number().int(), failed: z.number().int() })).max(31),
  /** The last restore drill. */
  drill: z
    .object({
      at: z.number(),
      who: z.string(),
      passed: z.boolean(),
      seconds: z.number(),
      counts: z.array(BackupCount),
    })
    .nullable(),
  /** What runs now; null when nothing does. */
  running: z
    .object({ what: z.enum(['backup', 'verify', 'drill', 'restore']), title: z.string(), progress: Progress })
    .nullable(),
  /** A restore is prepared: it takes effect at the next start. */
  restoreWaits: z
    .object({ from: z.number(), parts: z.array(z.enum(restoreParts)), at: z.number() })
    .nullable(),
  /** What a restore left to do: void recovery codes, a void recovery secret, accounts that were disabled since the backup and still are. */
  afterRestore: z
    .object({
      at: z.number(),
      from: z.number(),
      voided: z.array(z.string()).max(200),
      secretVoid: z.boolean(),
      disabledSince: z.array(z.string()).max(200),
    })
    .nullable(),
});
export type BackupState = z.infer<typeof BackupState>;

/** Encrypted backups: made, kept, checked, rehearsed and restored. */
export const backups = {
  /** The whole of it, whenever something changes. */
  state: stream({ needs: 'backups:read', input: Nothing, output: BackupState }),
  /** Copies, newest first. */
  list: query({
    needs: 'backups:read',
    input: z.strictObject({
      destination: Id.nullable(),
      before: z.number().nullable(),
      limit: z.number().int().min(1).max(200),
    }),
    output: z.object({ copies: z.array(BackupCopy), more: z.boolean() }),
  }),

  /**
   * Makes an identity and shows it, this once. It is not a key of these backups before `confirmIdentity` has shown that somebody
   * kept it. `sheet`: the text to print or save (identity, recipient, fingerprint of the signer, how to restore by hand).
   */
  createIdentity: command({
    needs: 'backups:manage',
    input: z.strictObject({ name: z.string().trim().min(1).max(60) }),
    output: z.object({
      id: Id,
      identity: z.string(),
      recipient: z.string(),
      signer: z.string(),
      sheet: z.string(),
    }),
    audit: ['name'],
  }),
  /** Decrypts a test with the identity as it was typed back; with a passphrase, a wrapped identity is laid beside each backup. BACKUP_KEY_WRONG. */
  confirmIdentity: command({
    needs: 'backups:manage',
    input: z.strictObject({
      id: Id,
      identity: z.string().trim().max(500),
      passphrase: z.string().min(12).max(1024).nullable(),
    }),
    output: Nothing,
    audit: ['id'],
  }),
  /** A recipient whose identity is somewhere else (a QA office, a safe): unproved until `prove`. */
  addRecipient: command({
    needs: 'backups:manage',
    input: z.strictObject({ name: z.string().trim().min(1).max(60), recipient: AgeRecipient }),
    output: z.object({ id: Id }),
    audit: ['name', 'recipient'],
  }),
  /** Shows that somebody holds the identity of a recipient, by decrypting a test. BACKUP_KEY_WRONG. */
  prove: command({
    needs: 'backups:run',
    input: z.strictObject({ id: Id, key: BackupKey }),
    output: Nothing,
    audit: ['id'],
  }),
  /** Later backups are not encrypted to it any more. The last one cannot go. */
  removeRecipient: command({
    needs: 'backups:manage',
    input: z.strictObject({ id: Id }),
    output: Nothing,
    audit: ['id'],
  }),
  addDestination: command({
    needs: 'backups:manage',
    input: z.strictObject({
      name: z.string().trim().min(1).max(60),
      path: z.string().trim().min(1).max(1000),
      kind: z.enum(destinationKinds),
    }),
    output: z.object({ id: Id }),
    audit: ['name', 'path', 'kind'],
  }),
  /** The files stay where they are. */
  removeDestination: command({
    needs: 'backups:manage',
    input: z.strictObject({ id: Id }),
    output: Nothing,
    audit: ['id'],
  }),
  setSchedule: command({
    needs: 'backups:manage',
    input: z.strictObject({ schedule: BackupSchedule, keeping: BackupKeeping }),
    output: Nothing,
    audit: ['schedule', 'keeping'],
  }),
  /** What keeping takes at its next run; with `keeping`, what that would take if it were set. */
  going: query({
    needs: 'backups:read',
    input: z.strictObject({ keeping: BackupKeeping.optional() }),
    output: z.object({ copies: z.array(BackupCopy).max(500), bytes: z.number() }),
  }),

  /** A backup now, to all destinations or to these; the bench goes on. Ending the stream cancels, and leaves nothing behind. */
  create: stream({
    needs: 'backups:run',
    input: z.strictObject({ destinations: z.array(Id).max(20).nullable() }),
    output: working(
      z.object({
        copies: z.array(BackupCopy),
        failed: z.array(z.object({ destination: z.string(), why: z.string() })),
      }),
    ),
    audit: ['destinations'],
  }),
  /** With a key: decrypts and checks everything. Without: compares the bytes with what was verified when it was made. */
  verify: stream({
    needs: 'backups:run',
    input: z.strictObject({
      source: BackupSource,
      key: BackupKey.nullable(),
      signer: z.string().trim().max(100).nullable(),
    }),
    output: working(BackupVerdict),
    audit: ['source'],
  }),
  /** Compares the bytes of every copy that can be reached. */
  verifyAll: stream({
    needs: 'backups:run',
    input: Nothing,
    output: working(
      z.object({ unchanged: z.number().int(), failed: z.number().int(), missing: z.number().int() }),
    ),
    audit: [],
  }),
  /** Restores to a scratch folder, reports what would come back, and removes it again. */
  drill: stream({
    needs: 'backups:run',
    input: z.strictObject(opening),
    output: working(BackupVerdict),
    audit: ['source', 'override'],
  }),
  /**
   * Prepares a restore, whole or of some parts: checked whole, with a safety backup of what is here now. It takes effect at the
   * next start, all of it or nothing. BACKUP_UNSIGNED without `override`.
   */
  restore: stream({
    needs: 'backups:manage',
    input: z.strictObject({ ...opening, parts: z.array(z.enum(restoreParts)).min(1).max(3) }),
    output: working(z.object({ verdict: BackupVerdict, safety: z.string().nullable() })),
    audit: ['source', 'signer', 'override', 'parts'],
  }),
  /** Gives up what runs now, whoever began it; nothing is left of it. */
  cancel: command({ needs: 'backups:run', input: Nothing, output: Nothing, audit: [], always: () => true }),
  /** Gives up a prepared restore before it takes effect. */
  abandonRestore: command({ needs: 'backups:manage', input: Nothing, output: Nothing, audit: [] }),
};
