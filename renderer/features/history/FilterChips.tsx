import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import type { HistoryFilter } from '#shared/contract/history.ts';
import type { Chip } from './filter-words.ts';
import { t } from '#shared/language/t.ts';

/** What narrows the history, each with a press that takes it away. Nothing is drawn where nothing does. */
export function FilterChips(props: {
  readonly chips: readonly Chip[];
  readonly onChange: (filter: HistoryFilter) => void;
  readonly onClear: () => void;
}): ReactNode {
  if (props.chips.length === 0) return null;
  return (
    <div className="history-chips" role="group" aria-label={t`What narrows the history`}>
      <span className="ui-legend">{t`Only`}</span>
      {props.chips.map(({ id, words, without }) => (
        <AriaButton
          key={id}
          className="history-chip"
          aria-label={t`${words}: take this away`}
          onPress={() => props.onChange(without)}
        >
          {words}
          <Icon name="close" size={11} weight={1.8} />
        </AriaButton>
      ))}
      <Button size="small" look="quiet" shortcut="X" onPress={props.onClear}>
        {t`Clear all`}
      </Button>
    </div>
  );
}
