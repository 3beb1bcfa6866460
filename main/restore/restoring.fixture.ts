import { openVault } from '#main/vault/open-vault.ts';
import { restoreParts } from '#shared/contract/backups.ts';
import { applyRestore } from './apply.ts';
import { prepareRestore } from './prepare.ts';
import { strangers } from '#main/backups/check/signers.ts';

// Prepares a restore of everything and puts it into effect, until it is killed; or, without a backup, only goes on with one.
// Arguments: data folder, backup, identity (of a test, and of nothing else). It prints what it has come to.
const [folder, file, identity] = process.argv.slice(2) as [string, string?, string?];
const said = (what: string): void => void process.stdout.write(`${what}\n`);
if (file !== undefined && identity !== undefined) {
  await prepareRestore({
    folder,
    file,
    key: { identity },
    signers: strangers,
    signer: null,
    override: true,
    parts: restoreParts,
    vault: await openVault({ folder, keyring: null, mayCreate: false }),
    safety: async () => null,
    signal: new AbortController().signal,
  });
  said('prepared');
}
await applyRestore(folder);
said('in effect');
