import type { ReactNode } from 'react';
import type { HistoryDetail, HistoryRow, Link } from '#shared/contract/history.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { laneWords, operatorWords } from './row-words.ts';
import { TimesRuler } from './TimesRuler.tsx';
import { t } from '#shared/language/t.ts';
import { tx } from '#renderer/ui/phrase.ts';

function Fact(props: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </>
  );
}

/** Who, where and when: what stands beside the bytes of a row. */
export function DrawerFacts(props: {
  readonly row: HistoryRow;
  readonly detail: HistoryDetail | null;
  /** Below the times: what people have added. */
  readonly children?: ReactNode;
}): ReactNode {
  const { row, detail } = props;
  const { outcome = null, replySha256 = null, seat = null } = detail ?? {};
  return (
    <div className="history-facts" role="group" aria-label={t`Facts`} tabIndex={0}>
      <TimesRuler row={row} />
      {props.children}
      <dl>
        <Fact name={t`By`}>
          {operatorWords(row.operator)}
          {seat !== null && seat !== '' && <span className="ui-dim"> {t`at ${seat.slice(0, 8)}`}</span>}
        </Fact>
        {row.lane !== null && <Fact name={t`Lane`}>{laneWords[row.lane]}</Fact>}
        {row.link !== null && <LinkFacts link={row.link} />}
        <Fact name={t`Row`}>
          {formatFixed(row.seq, 0)}
          {outcome !== null && t`, outcome ${formatFixed(outcome, 0)}`}
        </Fact>
        <Fact name={t`Chain`}>
          <span className="ui-mono history-hash">{row.hash}</span>
        </Fact>
        {replySha256 !== null && (
          <Fact name="SHA-256">
            {tx`${<span className="ui-mono history-hash">{replySha256}</span>} of the whole reply`}
          </Fact>
        )}
      </dl>
    </div>
  );
}

function LinkFacts({ link }: { readonly link: Link }): ReactNode {
  const identity = [link.vendor, link.model, link.serial, link.firmware].filter(Boolean).join(' ');
  return (
    <Fact name={t`Link`}>
      {identity || t`not identified`}
      <br />
      <span className="ui-mono">{link.address}</span>
      <br />
      <span className="ui-dim">{t`driver ${link.driver}`}</span>
    </Fact>
  );
}
