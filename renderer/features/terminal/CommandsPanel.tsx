import { type ReactNode, useMemo, useState } from 'react';
import { Icon } from '#renderer/ui/icons.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { findCommands } from './find-commands.ts';
import type { Listed } from './meaning.ts';
import { Does } from './Does.tsx';
import { t } from '#shared/language/t.ts';

/** Everything that the driver lists, to read and to take into the input. */
export function CommandsPanel(props: {
  readonly list: readonly Listed[] | null;
  readonly onTake: (text: string) => void;
}): ReactNode {
  const { list, onTake } = props;
  const [words, setWords] = useState('');
  const found = useMemo(() => findCommands(list ?? [], words), [list, words]);
  return (
    <Panel
      title={t`Commands`}
      icon="search"
      flush
      className="terminal-commands"
      note={
        list === null ? '' : words === '' ? t`${list.length} listed` : t`${found.length} of ${list.length}`
      }
    >
      <search className="terminal-find">
        <TextField
          label={t`Find a command`}
          type="search"
          value={words}
          onChange={setWords}
          maxLength={60}
          placeholder={t`Voltage, MEAS, error…`}
          before={<Icon name="search" />}
        />
      </search>
      <div className="terminal-listed" tabIndex={0} role="region" aria-label={t`Listed commands`}>
        {found.length === 0 ? (
          <p className="ui-mute">
            {list === null
              ? t`The driver’s list is not known yet.`
              : list.length === 0
                ? t`This driver lists no commands. Everything that is sent has an unknown effect.`
                : t`No listed command has these words.`}
          </p>
        ) : (
          <ul>
            {found.map(({ command }) => (
              <li key={command.header}>
                <button
                  type="button"
                  onClick={() => onTake(`${command.short}${command.parameters === '' ? '' : ' '}`)}
                >
                  <span className="ui-mono">
                    {command.short} <span className="ui-dim">{command.parameters}</span>
                  </span>
                  <Does does={command.does} />
                  <span className="ui-mute">{command.help}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Panel>
  );
}
