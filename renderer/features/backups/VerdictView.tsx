import type { ReactNode } from 'react';
import { useNow } from '#renderer/stores/hooks.ts';
import { Message } from '#renderer/ui/Message.tsx';
import { StateWord, type StateKind } from '#renderer/ui/StateWord.tsx';
import type { BackupVerdict } from '#shared/contract/backups.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { CountTable } from './CountTable.tsx';
import { copyWords } from './destination-words.ts';
import { capital, nearWords } from './when.ts';

const signatures: Readonly<Record<BackupVerdict['signature'], readonly [StateKind, string]>> = {
  ok: ['ok', 'Signed, and known here'],
  'unknown-signer': ['unknown', 'Signed by a key that nobody here knows'],
  unsigned: ['warning', 'Not signed'],
  wrong: ['fault', 'Altered after it was signed'],
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
          <dt>State</dt>
          <dd>
            <StateWord kind={kind}>{word}</StateWord>
          </dd>
        </div>
        <div>
          <dt>Made</dt>
          <dd>
            {capital(nearWords(verdict.at, now))} on {verdict.host}, version {verdict.version}
          </dd>
        </div>
        <div>
          <dt>Signature</dt>
          <dd>
            <StateWord kind={signKind}>{signWord}</StateWord>
            {verdict.signer !== null && <span className="ui-mono ui-dim bk-signer">{verdict.signer}</span>}
          </dd>
        </div>
        <div>
          <dt>Took</dt>
          <dd>{formatFixed(verdict.seconds, verdict.seconds < 10 ? 1 : 0)} s</dd>
        </div>
      </dl>
      {verdict.problems.length > 0 && (
        <Message tone="bad" title={verdict.problems.length === 1 ? verdict.problems[0] : 'It does not hold.'}>
          {verdict.problems.length > 1 && verdict.problems.join(' ')}
        </Message>
      )}
      {verdict.counts.length > 0 && <CountTable label="What is in it" counts={verdict.counts} />}
    </div>
  );
}
