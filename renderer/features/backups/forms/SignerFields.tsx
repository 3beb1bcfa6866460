import type { ReactNode } from 'react';
import { Checkbox } from '#renderer/ui/Choice.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { t } from '#shared/language/t.ts';

export interface SignerDraft {
  readonly fingerprint: string;
  readonly override: boolean;
}
export const noSigner: SignerDraft = { fingerprint: '', override: false };

/** Who made the file: encryption alone does not say. The fingerprint is compared by hand; going on without it is a decision. */
export function SignerFields(props: {
  readonly draft: SignerDraft;
  readonly onChange: (draft: SignerDraft) => void;
  /** The console has refused it: nobody here knows who signed it, or nobody did. */
  readonly refused: boolean;
}): ReactNode {
  const { draft, onChange, refused } = props;
  return (
    <>
      <TextField
        label={t`Fingerprint of the signer`}
        mono
        value={draft.fingerprint}
        onChange={(fingerprint) => onChange({ ...draft, fingerprint })}
        maxLength={100}
        placeholder="ed25519:…"
        help={t`On the sheet of the key. Needed where the backup comes from another PC; empty, this PC’s own signature is expected.`}
      />
      {refused && (
        <Message tone="warn" title={t`Nobody here can say who made this backup.`}>
          {t`Whoever knows a public key can make a file that opens. Compare the fingerprint with the sheet in the safe; without it, go on only if you know where the file has been. It is recorded either way.`}
        </Message>
      )}
      {refused && (
        <Checkbox value={draft.override} onChange={(override) => onChange({ ...draft, override })}>
          {t`Go on without knowing who made it`}
        </Checkbox>
      )}
    </>
  );
}
