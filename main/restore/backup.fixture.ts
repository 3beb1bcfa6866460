import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeAt } from '#main/accounts/accounts.fixture.ts';
import type { Signers } from '#main/backups/check/open-backup.ts';
import { encryptAgeBytes, generateIdentity } from '#main/backups/format/age.ts';
import { wrapIdentity } from '#main/backups/format/wrapped-identity.ts';
import { type CreateOptions, createBackup } from '#main/backups/make/create.ts';
import { type Core, openCore } from '#main/core.ts';
import { fingerprintOf, newSigningKey, signWith } from '#main/history/signing/keys.ts';
import type { Signer } from '#main/history/signing/open-signer.ts';
import { openVault } from '#main/vault/open-vault.ts';

import { strangers } from '#main/backups/check/signers.ts';

/** A name and a password for tests; nothing else uses them. */
export const tester = { name: 'bench-test', password: 'seven grey kettles hum' } as const;
export const never: AbortSignal = new AbortController().signal;

/** Work with a console on a folder. */
export async function withCore<T>(folder: string, work: (core: Core) => Promise<T>): Promise<T> {
  const core = await openCore({
    folder,
    keyring: null,
    version: '1.2.3',
    onQuit: () => undefined,
    connectAll: false,
  });
  try {
    return await work(core);
  } finally {
    await core.close({ outputs: 'keep', who: 'test' });
  }
}

/** What somebody at this seat asks. */
export const callAt = (core: Core, seat: string) => {
  const identity = core.identities.identify(seat);
  return { seat, identity, who: identity?.name ?? 'nobody', signal: never };
};

/** The first account of a console; answers with what was shown for keeping. */
export const makeAccount = (folder: string) =>
  withCore(folder, async (core) => {
    const { accounts } = core.handlers;
    const { secret } = await accounts.firstRunBegin(tester, callAt(core, 'a'));
    const kept = await accounts.firstRunConfirm({ code: codeAt(secret, Date.now()) }, callAt(core, 'a'));
    await accounts.firstRunFinish({}, callAt(core, 'a'));
    const { token } = await accounts.createToken({ hours: 1 }, callAt(core, 'a'));
    return { totp: secret, token, ...kept };
  });

/** A signer as a console has one. */
export function makeSigner(): Signer {
  const { publicKey, privateKey } = newSigningKey();
  const raw = Buffer.from(publicKey).toString('base64');
  return {
    publicKey: raw,
    fingerprint: fingerprintOf(raw),
    sign: async (bytes) => signWith(privateKey, bytes),
  };
}

/** Who knows these keys. */
export const signersOf = (...known: readonly string[]): Signers => ({
  ...strangers,
  isKnown: (key) => known.includes(key),
});

/** A backup of a data folder that no console holds, and what opens it. */
export async function makeBackup(
  folder: string,
  to: string,
  change: Partial<CreateOptions> & { readonly passphrase?: string } = {},
) {
  mkdirSync(to, { recursive: true });
  const { identity, recipient } = await generateIdentity();
  const signer = makeSigner();
  const vault = await openVault({ folder, keyring: null, mayCreate: false });
  const { passphrase, ...options } = change;
  const taken = ['bench.json', 'stop.json'].filter((name) => existsSync(join(folder, name)));
  const transcripts = join(folder, 'transcripts');
  if (existsSync(transcripts)) taken.push(...readdirSync(transcripts).map((name) => `transcripts/${name}`));
  const { name, manifest } = await createBackup({
    folder,
    database: join(folder, 'lablink.db'),
    files: taken.map((each) => ({ name: each, from: join(folder, each) })),
    exportVaultKey: (recipients) => vault.exportKey((key) => encryptAgeBytes(key, recipients)),
    recipients: [recipient],
    ...(passphrase !== undefined && { wrapped: [await wrapIdentity(identity, passphrase)] }),
    signer,
    destinations: [{ id: 'here', path: to }],
    why: 'person',
    version: '1.2.3',
    host: 'bench',
    signal: never,
    ...options,
  });
  return { file: join(to, name), manifest, identity, signer, signers: signersOf(signer.publicKey) };
}

/** Adds what a bench has beside its database. */
export function addFiles(folder: string, name = '2026-11-25-134005-supply-a'): void {
  mkdirSync(join(folder, 'transcripts'), { recursive: true });
  writeFileSync(join(folder, 'transcripts', `${name}.txt`), '> *IDN?\n');
}
