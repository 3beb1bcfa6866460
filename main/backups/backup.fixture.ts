import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { link, openedHistory, type Opened, outcome, request } from '#main/history/history.fixture.ts';
import type { Signers } from './check/open-backup.ts';
import { encryptAgeBytes, generateIdentity } from './format/age.ts';
import type { ManifestSigner } from './format/manifest.ts';
import { isBackupName, partialEnding } from './format/names.ts';
import { type CreateOptions, createBackup, type Created } from './make/create.ts';

const keys = generateKeyPairSync('ed25519');
export const publicKey = 'this console';

export const signer: ManifestSigner = {
  publicKey,
  sign: async (bytes) => new Uint8Array(sign(null, bytes, keys.privateKey)),
};
/** Knows this console's key, and no other. */
export const signers: Signers = {
  verifySignature: (_key, bytes, signature) => verify(null, bytes, keys.publicKey, signature),
  isKnown: (key) => key === publicKey,
  fingerprint: (key) => `ed25519:${key}`,
};

/** A folder of its own for one test. */
export function trialFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lablink-backups-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface Bench {
  /** The data folder. */
  readonly folder: string;
  readonly opened: Opened;
  readonly identity: string;
  readonly recipient: string;
  /** A place for backups. */
  readonly stick: string;
  readonly signal: AbortSignal;
  /** Appends exchanges to the history. */
  readonly work: (count: number) => Promise<void>;
  /** Options of a backup to the stick. */
  readonly options: (more?: Partial<CreateOptions>) => CreateOptions;
  readonly backup: (more?: Partial<CreateOptions>) => Promise<Created & { readonly file: string }>;
}

/** A data folder with a history, open, and a stick to back it up to. */
export async function bench(exchanges = 200): Promise<Bench> {
  const root = trialFolder();
  const [folder, stick] = [join(root, 'data'), join(root, 'stick')];
  mkdirSync(folder);
  mkdirSync(stick);
  mkdirSync(join(folder, 'transcripts'));
  writeFileSync(join(folder, 'bench.json'), '{"instruments":[]}');
  writeFileSync(join(folder, 'transcripts', 'one.txt'), 'a recording\n'.repeat(50));
  const opened = await openedHistory(join(folder, 'lablink.db'));
  const { identity, recipient } = await generateIdentity();
  const { signal } = new AbortController();
  let count = 0;
  const work = async (more: number): Promise<void> => {
    const { journal } = opened.history;
    await Promise.all(
      Array.from({ length: more }, async () => {
        const number = count++;
        const id = await journal.intend(link(), request(`SOUR1:VOLT ${number}.${number * 7919}`));
        await journal.settle(id, outcome(`+${number}.000E+00`));
      }),
    );
  };
  await work(exchanges);
  const options = (more: Partial<CreateOptions> = {}): CreateOptions => ({
    folder,
    database: join(folder, 'lablink.db'),
    files: [
      { name: 'bench.json', from: join(folder, 'bench.json') },
      { name: 'transcripts/one.txt', from: join(folder, 'transcripts', 'one.txt') },
    ],
    exportVaultKey: async (recipients) => await encryptAgeBytes(Buffer.from('the data key'), recipients),
    recipients: [recipient],
    signer,
    destinations: [{ id: 'stick', path: stick }],
    why: 'person',
    version: '0.0.1',
    host: 'bench',
    signal,
    ...more,
  });
  return {
    folder,
    opened,
    identity,
    recipient,
    stick,
    signal,
    work,
    options,
    async backup(more = {}) {
      const created = await createBackup(options(more));
      return { ...created, file: join(more.destinations?.[0]?.path ?? stick, created.name) };
    },
  };
}

/** Everything in a place that looks like a backup. */
export const backupsIn = (folder: string): string[] => readdirSync(folder).filter(isBackupName);
/** What a backup that did not come to its end would leave. */
export const remainsIn = (folder: string): string[] =>
  readdirSync(folder).filter((name) => name.endsWith(partialEnding));
/** Scratch files in a data folder. */
export const scratchIn = (folder: string): string[] =>
  existsSync(join(folder, 'scratch')) ? readdirSync(join(folder, 'scratch')) : [];
