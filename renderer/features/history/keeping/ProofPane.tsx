import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { useClient, useNow } from '#renderer/stores/hooks.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import { WorkBar } from '#renderer/ui/WorkBar.tsx';
import type { HistoryRow } from '#shared/contract/history.ts';
import type { ChainVerdict, keeping } from '#shared/contract/keeping.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import type { z } from '#shared/schema.ts';
import { useWork } from '#renderer/features/history/use-work.ts';
import { momentText } from '#renderer/features/history/when.ts';
import { policyReason, verdictWords } from './words.ts';
import { t } from '#shared/language/t.ts';
import { tx } from '#renderer/ui/phrase.ts';

type Signatures = z.infer<(typeof keeping)['signatures']['output']>;

/** Whether every row is as it was written: the chain recomputed, and what was signed about it. */
export function ProofPane({ onRow }: { readonly onRow: (row: HistoryRow) => void }): ReactNode {
  const client = useClient();
  const work = useWork<ChainVerdict>();
  const { run, fault } = useCall();
  const [signed, setSigned] = useState<Signatures | null>(null);
  const read = useCallback(
    () =>
      void run(() => client.keeping.signatures({})).then((found) => {
        if (found !== null) setSigned(found);
      }),
    [client, run],
  );
  const ended = work.result !== null;
  useEffect(() => read(), [read, ended]);
  return (
    <div className="history-proof">
      <p className="ui-mute">
        {t`Every row carries the hash of the row before it. Checking recomputes all of them and names the first that is not as it was written.`}
      </p>
      {work.running ? (
        <WorkBar label={t`Check the chain`} progress={work.progress} onCancel={work.cancel} />
      ) : (
        <div>
          <Button icon="shield" onPress={() => work.start((signal) => client.keeping.verify({}, { signal }))}>
            {work.result === null ? t`Check every row` : t`Check again`}
          </Button>
        </div>
      )}
      {work.result !== null && <Verdict verdict={work.result} onRow={onRow} />}
      {work.cancelled && <Message tone="info" title={t`Cancelled: not every row was checked.`} />}
      {[work.fault, fault].map(
        (each) =>
          each !== null && (
            <Message key={each.code} tone="bad" title={each.message}>
              {each.remedy}
            </Message>
          ),
      )}
      {signed !== null && <Signed signed={signed} />}
    </div>
  );
}

function Verdict({
  verdict,
  onRow,
}: {
  readonly verdict: ChainVerdict;
  readonly onRow: (row: HistoryRow) => void;
}): ReactNode {
  const client = useClient();
  const { run, busy, fault } = useCall();
  const { holds, broken, wrongSignatures, values } = verdict;
  const show = async (seq: number): Promise<void> => {
    const found = await run(() => client.history.detail({ seq }));
    if (found !== null) onRow(found.row);
  };
  const chain = holds && wrongSignatures.length === 0;
  const good = chain && values.problems.length === 0;
  return (
    <Message
      tone={good ? 'ok' : 'bad'}
      title={
        good
          ? t`The history holds`
          : chain
            ? t`The history holds; readings or notes beside it do not`
            : t`The history does not hold`
      }
      action={
        broken !== null && (
          <Button size="small" pending={busy} onPress={() => void show(broken.seq)}>
            {t`Show row ${formatFixed(broken.seq, 0)}`}
          </Button>
        )
      }
    >
      {verdictWords(verdict)}
      {fault !== null && t` It cannot be shown: ${fault.message}`}
      {!good && t` Compare with a backup, and have an administrator look at the log.`}
    </Message>
  );
}

function Signed({ signed: { publicKey, heads, checkpoints } }: { readonly signed: Signatures }): ReactNode {
  const now = useNow(60_000);
  return (
    <>
      <h3>{t`Signed heads`}</h3>
      {heads.length === 0 ? (
        <p className="ui-mute">{t`None yet: the chain is signed once a day, and in every backup.`}</p>
      ) : (
        <ul className="history-signed" aria-label={t`Signed heads`} tabIndex={0}>
          {heads.map(({ at, seq, hash, key }) => (
            <li key={`${seq} ${at}`}>
              <span>{momentText(at, now)}</span>
              <span>{t`row ${formatFixed(seq, 0)}`}</span>
              <span className="ui-mono ui-cut">{hash.slice(0, 16)}…</span>
              <span className="ui-mono ui-dim ui-cut">{key}</span>
            </li>
          ))}
        </ul>
      )}
      <h3>{t`Checkpoints`}</h3>
      {checkpoints.length === 0 ? (
        <p className="ui-mute">{t`None: no row was ever deleted.`}</p>
      ) : (
        <ul className="history-signed" aria-label={t`Checkpoints`} tabIndex={0}>
          {checkpoints.map(({ at, who, reason, from, to, pinned }) => (
            <li key={`${from} ${to} ${at}`}>
              <span>{momentText(at, now)}</span>
              <span>{t`rows ${formatFixed(from, 0)} to ${formatFixed(to, 0)}`}</span>
              <span className="ui-cut">
                {who}: {reason === policyReason ? t`By the policy` : reason}
              </span>
              <span className="ui-dim">{pinned === 0 ? '' : t`${formatFixed(pinned, 0)} pinned stay`}</span>
            </li>
          ))}
        </ul>
      )}
      <p className="ui-dim">{tx`Public key ${<span className="ui-mono history-key">{publicKey}</span>}`}</p>
    </>
  );
}
