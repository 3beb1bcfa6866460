import type { ReactNode } from 'react';
import { usePutAway } from '#renderer/stores/use-put-away.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import type { Comparison } from '#shared/contract/baselines.ts';
import { ComparisonTable } from './ComparisonTable.tsx';
import { comparisonText } from './comparison-text.ts';
import { Doubts, TestWords } from './Doubts.tsx';
import { loadWords, whenMade } from './summary-words.ts';
import { countWords } from './verdict.ts';
import { t } from '#shared/language/t.ts';

/** A comparison whole: every row with its times and intervals, what is doubtful, and the test in words. */
export function ComparisonDialog(props: {
  readonly comparison: Comparison;
  readonly onClose: () => void;
}): ReactNode {
  const { comparison, onClose } = props;
  const { old, onlyOld, onlyNew } = comparison;
  const away = usePutAway({ text: comparisonText(comparison), file: `lablink-comparison-${old.id}.csv` });
  const newer = comparison.new;
  return (
    <Dialog title={t`${newer?.name ?? t`Now`} against ${old.name}`} open onClose={onClose} sheet dismissable>
      <p className="ui-mute">
        {t`Before: ${whenMade(old.at)}, ${loadWords(old)}. Now: ${
          newer === null
            ? t`the console as it is, last ten minutes`
            : `${whenMade(newer.at)}, ${loadWords(newer)}`
        }.`}
      </p>
      <Doubts comparison={comparison} />
      <p>
        <b>{comparison.rows.length === 0 ? t`Nothing in common` : countWords(comparison.rows)}</b>
      </p>
      <div className="pf-whole">
        <ComparisonTable comparison={comparison} full />
      </div>
      <Only title={t`Only before`} names={onlyOld} />
      <Only title={t`Only now`} names={onlyNew} />
      <TestWords comparison={comparison} />
      <div className="ui-dialog-actions">
        <span className="ui-grow ui-dim" role="status">
          {away.how}
        </span>
        <Button icon="save" onPress={away.save}>
          {t`Save as CSV`}
        </Button>
        <Button look="primary" shortcut="Esc" onPress={onClose}>
          {t`Close`}
        </Button>
      </div>
    </Dialog>
  );
}

function Only(props: { readonly title: string; readonly names: readonly string[] }): ReactNode {
  const { names } = props;
  if (names.length === 0) return null;
  return (
    <details className="pf-only">
      <summary>
        {props.title}: {names.length}
      </summary>
      <p className="ui-mono">{names.join(', ')}</p>
    </details>
  );
}
