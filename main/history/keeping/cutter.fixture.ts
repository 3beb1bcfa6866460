import { openDatabase } from '#main/database/database.ts';
import { openHistory } from '#main/history/open-history.ts';
import { openSigner } from '#main/history/signing/open-signer.ts';
import type { ReadOps, WriteOps } from '#main/operations.ts';
import { vaultOver } from '#main/vault/seal.ts';
import { retain } from './retain.ts';

// A console that cuts old records until it is killed: it says when it has begun.
const [file = '', at = '', key = ''] = process.argv.slice(2);
const now = (): number => Number(at);
const database = await openDatabase<WriteOps, ReadOps>({ file });
await openHistory(database, { now });
const signer = await openSigner(database, vaultOver(Buffer.from(key, 'hex')));
const policy = await database.read('keepingPolicy', null);
const how = { who: 'test', reason: 'test' };
await retain(
  { database, signer, recordings: null, now, ending: new AbortController().signal },
  policy,
  how,
  new AbortController().signal,
  ({ stage, done }) => {
    if (stage === 'Old records' && done > 0) process.stdout.write('cutting\n');
  },
);
