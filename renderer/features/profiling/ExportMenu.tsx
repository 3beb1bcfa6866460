import type { ReactNode } from 'react';
import type { Call } from '#renderer/stores/use-call.ts';
import { useClient } from '#renderer/stores/hooks.ts';
import { saveFile } from '#renderer/stores/save-file.ts';
import { ActionMenu, MenuItem } from '#renderer/ui/Menu.tsx';
import type { numberFormats, Window } from '#shared/contract/profiling.ts';
import { windowWords } from './tabs.ts';
import { t } from '#shared/language/t.ts';

/** The numbers of every span in the window as a file. */
export function ExportMenu(props: {
  readonly window: Window;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  /** Keeps what became of it, for the screen to show. */
  readonly call: Call;
}): ReactNode {
  const { window } = props;
  const client = useClient();
  const save = (format: (typeof numberFormats)[number]): void =>
    void props.call.run(async () => {
      const { name, text } = await client.profiling.numbers({ window, format });
      saveFile(name, text);
    });
  return (
    <ActionMenu
      label={t`Export the numbers`}
      text={t`Export`}
      icon="save"
      shortcut="E"
      placement="bottom end"
      open={props.open}
      onOpen={props.onOpen}
    >
      <MenuItem
        icon="generic"
        text={t`Numbers as CSV`}
        detail={t`Every span of ${windowWords[window]}, for a spreadsheet`}
        onAction={() => save('csv')}
      />
      <MenuItem
        icon="terminal"
        text={t`Numbers as JSON`}
        detail={t`The same, with machine and versions, for a script`}
        onAction={() => save('json')}
      />
    </ActionMenu>
  );
}
