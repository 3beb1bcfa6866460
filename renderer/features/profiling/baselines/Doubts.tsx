import type { ReactNode } from 'react';
import { Message } from '#renderer/ui/Message.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import type { Comparison } from '#shared/contract/baselines.ts';
import { said } from '#shared/language/said.ts';
import { t } from '#shared/language/t.ts';

/** What makes the comparison doubtful: another machine, another version, another load. */
export function Doubts(props: { readonly comparison: Comparison; readonly short?: boolean }): ReactNode {
  const doubts = props.comparison.doubts.map(said);
  if (doubts.length === 0) return null;
  if (props.short === true)
    return (
      <span title={doubts.join(' ')}>
        <StateWord kind="warning">{doubts.length === 1 ? t`1 doubt` : t`${doubts.length} doubts`}</StateWord>
      </span>
    );
  return (
    <Message
      tone="warn"
      title={
        doubts.length === 1 ? t`One thing makes this doubtful` : t`${doubts.length} things make this doubtful`
      }
    >
      {doubts.map((doubt) => (
        <span key={doubt} className="pf-doubt">
          {doubt}
        </span>
      ))}
    </Message>
  );
}

/** The test in words. */
export function TestWords(props: { readonly comparison: Comparison; readonly short?: boolean }): ReactNode {
  return <p className={props.short === true ? 'pf-test short' : 'pf-test'}>{said(props.comparison.test)}</p>;
}
