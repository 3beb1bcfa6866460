import { type ReactNode, useEffect, useRef } from 'react';
import { Kbd } from '#renderer/ui/Kbd.tsx';
import { classes } from '#renderer/ui/vars.ts';
import type { Suggestion } from './complete.ts';
import type { Completion } from './use-completion.ts';
import { Does } from './Does.tsx';
import { t } from '#shared/language/t.ts';
import { tx } from '#renderer/ui/phrase.ts';

export const optionId = (id: string, place: number): string => `${id}-${place}`;

/**
 * The listbox of the input. The focus stays in the input, which names the option that is chosen: what is completed is a part of
 * a text, so a ready-made combobox, whose list stands for its whole value, does not fit.
 */
export function CompletionList(props: {
  readonly id: string;
  readonly completion: Completion;
  readonly onTake: (suggestion: Suggestion) => void;
}): ReactNode {
  const { id, completion, onTake } = props;
  const { suggestions, active, first } = completion;
  const box = useRef<HTMLUListElement>(null);
  useEffect(() => {
    box.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div className="terminal-completion">
      <ul ref={box} id={id} role="listbox" aria-label={t`Commands that begin like this`}>
        {suggestions.list.map((suggestion, place) => {
          const { command, header, typed } = suggestion;
          return (
            // The focus stays in the input, and so do the keys.
            <li
              key={`${header} ${command.header}`}
              id={optionId(id, place)}
              role="option"
              aria-selected={place === active}
              className={classes(suggestion === first && 'first')}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onTake(suggestion)}
            >
              <span className="ui-mono">
                <b>{header.slice(0, typed)}</b>
                {header.slice(typed)}
                {suggestion.tail} <span className="ui-dim">{command.parameters}</span>
              </span>
              <span className="ui-mute ui-cut">{command.help}</span>
              <Does does={command.does} />
              <span className="terminal-tab">{suggestion === first && <Kbd keys="Tab" />}</span>
            </li>
          );
        })}
      </ul>
      <p className="ui-dim" aria-hidden="true">
        {tx`${<Kbd keys="↓" />} choose ${<Kbd keys="Tab" />} take ${<Kbd keys="Esc" />} close`}
      </p>
    </div>
  );
}
