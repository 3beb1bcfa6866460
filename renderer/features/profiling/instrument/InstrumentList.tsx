import type { ReactNode } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import { rateText, timeText } from '#renderer/features/profiling/ms-text.ts';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import type { Pickable } from './pickable.ts';
import { t } from '#shared/language/t.ts';

/** The instruments, with what their exchanges cost; one is looked at. */
export function InstrumentList(props: {
  readonly picks: readonly Pickable[];
  readonly value: string | null;
  readonly onChange: (id: string) => void;
}): ReactNode {
  return (
    <ListBox
      className="pf-list"
      aria-label={t`Instrument`}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={props.value === null ? [] : [props.value]}
      onSelectionChange={(keys) => {
        const [id] = keys === 'all' ? [] : [...keys];
        if (id !== undefined) props.onChange(String(id));
      }}
    >
      {props.picks.map(({ id, name, link, rate, p99, slower }) => (
        <ListBoxItem key={id} id={id} textValue={name} className="pf-list-item">
          <span className="pf-list-top">
            <b className="ui-cut">{name}</b>
            {slower ? (
              <StateWord kind="slower" />
            ) : link === null ? (
              <StateWord kind="off">{t`Removed`}</StateWord>
            ) : (
              (link === 'unreachable' || link === 'closed') && (
                <StateWord kind="unknown">{t`Unreachable`}</StateWord>
              )
            )}
          </span>
          <span className="ui-dim">
            {rateText(rate)}/s, p99 {timeText(p99)}
          </span>
        </ListBoxItem>
      ))}
    </ListBox>
  );
}
