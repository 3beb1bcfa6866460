import { useState } from 'react';
import type { BackupCopy, BackupKey, BackupSource } from '#shared/contract/backups.ts';
import type { FaultShape } from '#shared/faults.ts';
import { type KeyDraft, noKey, readKey } from './key-draft.ts';
import { noSigner, type SignerDraft } from './SignerFields.tsx';
import { readSource, type SourceDraft } from './SourceField.tsx';
import { t } from '#shared/language/t.ts';

/** What opens a backup, as it is sent. */
export interface Opening {
  readonly source: BackupSource;
  readonly key: BackupKey;
  readonly signer: string | null;
  readonly override: boolean;
}

export interface OpeningForm {
  readonly source: SourceDraft;
  readonly setSource: (draft: SourceDraft) => void;
  readonly key: KeyDraft;
  readonly setKey: (draft: KeyDraft) => void;
  readonly signer: SignerDraft;
  readonly setSigner: (draft: SignerDraft) => void;
  readonly problems: { readonly source: string | null; readonly key: string | null };
  /** What is sent; null, with its problems said, while something is missing. */
  readonly read: () => Opening | null;
}

/**
 * The fields of whatever opens a backup. They live as long as their dialog; the key only until it has opened it. `fault`: why the last
 * try was refused; `opened`: the work has come to its result.
 */
export function useOpening(
  chosen: BackupCopy | null,
  { fault, opened }: { readonly fault: FaultShape | null; readonly opened: boolean },
): OpeningForm {
  const [source, setSource] = useState<SourceDraft>({ copy: chosen?.id ?? '', file: '' });
  const [key, setKey] = useState<KeyDraft>(noKey);
  const [signer, setSigner] = useState<SignerDraft>(noSigner);
  const [problems, setProblems] = useState<OpeningForm['problems']>({ source: null, key: null });
  // Told while it draws: no later than the result is on the screen, the key is nowhere.
  if (opened && key.text !== '') setKey(noKey);
  const [seen, setSeen] = useState<FaultShape | null>(null);
  const wrong =
    fault !== seen && fault?.code === 'BACKUP_KEY_WRONG' ? `${fault.message} ${fault.remedy}` : null;
  return {
    source,
    setSource,
    key,
    setKey: (draft) => {
      setKey(draft);
      setSeen(fault);
      setProblems({ ...problems, key: null });
    },
    signer,
    setSigner,
    problems: { source: problems.source, key: problems.key ?? wrong },
    read: () => {
      const from = readSource(source);
      const opens = readKey(key);
      setProblems({
        source: from === null ? t`Give the path of the file.` : null,
        key: 'wrong' in opens ? opens.wrong : null,
      });
      if (from === null || 'wrong' in opens) return null;
      const { fingerprint, override } = signer;
      return {
        source: from,
        key: opens.key,
        signer: fingerprint.trim() === '' ? null : fingerprint.trim(),
        override,
      };
    },
  };
}
