import type { ReactNode } from 'react';
import { useNow } from '#renderer/stores/hooks.ts';
import { Message } from '#renderer/ui/Message.tsx';
import { StateWord, type StateKind } from '#renderer/ui/StateWord.tsx';
import type { BackupVerdict } from '#shared/contract/backups.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { CountTable } from './CountTable.tsx';
import { copyWords } from './destination-words.ts';
import { capital, nearWords } from './when.ts';
import { said } from '#shared/language/said.ts';
import { t } from '#shared/language/t.ts';

const signatures: Readonly<Record<BackupVerdict['signature'], readonly [StateKind, string]>> = {
  ok: ['ok', t`Signed, and known here`],
  'unknown-signer': ['unknown', t`Signed by a key that nobody here knows`],
  unsigned: ['warning', t`Not signed`],
  wrong: ['fault', t`Altered after it was signed`],
};

/** The report of a check, a rehearsal or a restore: what it is, what is in it, and what is wrong with it. */
export function VerdictView({ verdict }: { readonly verdict: BackupVerdict }): ReactNode {
  const now = useNow(60_000);
  const [kind, word] = copyWords[verdict.state];
  const [signKind, signWord] = signatures[verdict.signature];
  return (
    <div className="bk-verdict">
      <dl className="bk-facts">
        <div>
          <dt>{t`State`}</dt>
          <dd>
            <StateWord kind={kind}>{word}</StateWord>
          </dd>
        </div>
        <div>
          <dt>{t`Made`}</dt>
          <dd>{t`${capital(nearWords(verdict.at, now))} on ${verdict.host}, version ${verdict.version}`}</dd>
        </div>
        <div>
          <dt>{t`Signature`}</dt>
          <dd>
            <StateWord kind={signKind}>{signWord}</StateWord>
            {verdict.signer !== null && <span className="ui-mono ui-dim bk-signer">{verdict.signer}</span>}
          </dd>
        </div>
        <div>
          <dt>{t`Took`}</dt>
          <dd>{formatFixed(verdict.seconds, verdict.seconds < 10 ? 1 : 0)} s</dd>
        </div>
      </dl>
      {verdict.problems.length > 0 && (
        <Message
          tone="bad"
          title={verdict.problems.length === 1 ? said(verdict.problems[0]!) : t`It does not hold.`}
        >
          {verdict.problems.length > 1 && verdict.problems.map(said).join(' ')}
        </Message>
      )}
      {verdict.counts.length > 0 && <CountTable label={t`What is in it`} counts={verdict.counts} />}
    </div>
  );
}
