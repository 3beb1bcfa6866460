import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verifyBackup } from '#main/backups/check/verify.ts';
import { trialFolder } from '#main/backups/backup.fixture.ts';
import { by, openedBackups, resultOf } from './opened.fixture.ts';

/** Every file below a folder. */
const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());

/** The 32 bytes of an age identity. source: BIP 173, Bech32. */
function bytesOf(identity: string): Buffer {
  const letters = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
  const data = identity.toLowerCase().split('1').at(-1)!.slice(0, -6);
  const bits = Array.from(data, (letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from(
    bits
      .slice(0, 256)
      .match(/.{8}/g)!
      .map((byte) => Number.parseInt(byte, 2)),
  );
}

/** Files in which an identity can be found: as text, in any case, in UTF-16, or as the bytes that it stands for. */
function filesWith(folders: readonly string[], identity: string): string[] {
  const raw = bytesOf(identity);
  expect(raw).toHaveLength(32);
  const text = identity.slice('AGE-SECRET-KEY-1'.length);
  const needles = [
    ...[text, text.toLowerCase()].flatMap((each) => [Buffer.from(each), Buffer.from(each, 'utf16le')]),
    raw,
    Buffer.from(raw.toString('hex')),
    Buffer.from(raw.toString('base64').replaceAll('=', '')),
  ];
  return folders
    .flatMap(filesBelow)
    .filter((path) => needles.some((needle) => readFileSync(path).includes(needle)));
}

test('R-39: a key is shown once and kept nowhere: not in the data folder, not beside a backup', async () => {
  const bench = await openedBackups();
  const made = await bench.key();
  await bench.place();
  await bench.create();
  await bench.handlers.prove({ id: made.id, key: { identity: made.identity } }, by());
  const [copy] = await bench.copies();
  const key = { identity: made.identity };
  const verdict = await resultOf(
    bench.handlers.verify({ source: { copy: copy!.id }, key, signer: null }, by()),
  );
  expect(verdict).toMatchObject({ state: 'verified', signature: 'ok', problems: [] });
  // In the log, too, that is not in the file yet.
  expect(filesBelow(bench.folder).some((path) => path.endsWith('-wal'))).toBe(true);
  expect(filesWith([bench.folder, bench.stick], made.identity)).toEqual([]);
  expect(JSON.stringify([await bench.state(), bench.audited])).not.toContain(made.identity.slice(20, 40));
  await bench.again();
  expect(filesWith([bench.folder, bench.stick], made.identity)).toEqual([]);
}, 60_000);

test('R-39: with a passphrase it lies beside each backup, wrapped, and the passphrase is kept nowhere', async () => {
  const bench = await openedBackups();
  const passphrase = 'nine blue lamps wait';
  const made = await bench.key(passphrase);
  await bench.place();
  await bench.create();
  expect(filesWith([bench.folder, bench.stick], made.identity)).toEqual([]);
  const found = [bench.folder, bench.stick]
    .flatMap(filesBelow)
    .filter((path) => readFileSync(path).includes(passphrase));
  expect(found).toEqual([]);
  // And it does open the backup, on a PC that has only what lies there.
  const name = readdirSync(bench.stick).find((each) => /-[a-z0-9]{6}\.age$/.test(each))!;
  const signers = { verifySignature: () => true, isKnown: () => true, fingerprint: (key: string) => key };
  const { signal } = new AbortController();
  const verdict = await verifyBackup({
    file: join(bench.stick, name),
    key: { passphrase },
    signers,
    signal,
    scratch: trialFolder(),
  });
  expect(verdict.state).toBe('verified');
}, 60_000);

test('the search finds what is there', async () => {
  const bench = await openedBackups();
  const { identity, sheet } = await bench.handlers.createIdentity({ name: 'x' }, by());
  expect(sheet).toContain(identity);
  writeFileSync(join(bench.stick, 'text'), sheet);
  writeFileSync(join(bench.stick, 'raw'), Buffer.concat([Buffer.from('x'), bytesOf(identity)]));
  expect(filesWith([bench.stick], identity)).toHaveLength(2);
});

test('an identity typed wrong is refused, and the key is not one of the backups; typed right it is', async () => {
  const bench = await openedBackups();
  const made = await bench.handlers.createIdentity({ name: 'Lab safe' }, by());
  const other = await bench.handlers.createIdentity({ name: 'Other' }, by());
  const confirm = (identity: string) =>
    bench.handlers.confirmIdentity({ id: made.id, identity, passphrase: null }, by());
  const oneLetter = made.identity.replace(/.$/, (last) => (last === 'Q' ? 'P' : 'Q'));
  for (const wrong of ['', 'AGE-SECRET-KEY-1', oneLetter, other.identity])
    await expect(confirm(wrong)).rejects.toMatchObject({ code: 'BACKUP_KEY_WRONG' });
  expect((await bench.state()).recipients).toEqual([]);
  // As people type it: small letters, parted by spaces.
  await confirm(
    ` ${made.identity
      .toLowerCase()
      .match(/.{1,8}/g)!
      .join(' ')} `,
  );
  const { recipients, verdict } = await bench.state();
  expect(recipients).toMatchObject([{ name: 'Lab safe', recipient: made.recipient, wrapped: false }]);
  expect(recipients[0]!.provedAt).not.toBeNull();
  expect(verdict).toBe('no-backups');
  const id = made.id;
  await expect(bench.handlers.prove({ id, key: { identity: other.identity } }, by())).rejects.toMatchObject({
    code: 'BACKUP_KEY_WRONG',
  });
  await expect(bench.handlers.prove({ id, key: { passphrase: 'none' } }, by())).rejects.toMatchObject({
    code: 'BACKUP_KEY_WRONG',
  });
  await expect(bench.handlers.removeRecipient({ id }, by())).rejects.toMatchObject({
    message: expect.stringContaining('last key'),
  });
});

test('a key that is somewhere else says nothing until somebody has shown to hold it', async () => {
  const bench = await openedBackups();
  const made = await bench.handlers.createIdentity({ name: 'elsewhere' }, by());
  const { id } = await bench.handlers.addRecipient({ name: 'QA office', recipient: made.recipient }, by());
  await bench.place();
  await bench.create();
  expect((await bench.state()).verdict).toBe('unproved');
  await bench.handlers.prove({ id, key: { identity: made.identity } }, by());
  expect((await bench.state()).verdict).toBe('yes');
}, 30_000);
