import type { ReactNode } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { Segmented } from '#renderer/ui/Choice.tsx';
import type { IconName } from '#renderer/ui/icons.tsx';
import { ActionMenu, MenuItem } from '#renderer/ui/Menu.tsx';
import type { BusAction } from '#shared/contract/instruments.ts';
import { busNames } from './bus-words.ts';
import type { Listed } from './meaning.ts';
import { quickMessages } from './quick.ts';
import { t } from '#shared/language/t.ts';

const deadlines = [
  { value: '1000', label: '1 s' },
  { value: '5000', label: '5 s' },
  { value: '30000', label: '30 s' },
  { value: '120000', label: '120 s' },
] as const;

const busMenu: readonly { readonly action: BusAction; readonly detail: string; readonly icon: IconName }[] = [
  { action: 'clear', detail: t`Empties its input and output; settings stay`, icon: 'retry' },
  { action: 'status', detail: t`Reads the status byte past all messages`, icon: 'info' },
  { action: 'trigger', detail: t`Starts what is armed`, icon: 'pulse' },
  { action: 'local', detail: t`Its keys work again`, icon: 'panel' },
  { action: 'remote', detail: t`Takes its keys`, icon: 'key' },
  { action: 'lockout', detail: t`Takes its Local key as well`, icon: 'lock' },
];

/** Above the input: the usual messages, and how long an answer may take. */
export function SendControls(props: {
  readonly list: readonly Listed[] | null;
  readonly disabled: boolean;
  readonly deadlineMs: number;
  readonly onDeadline: (ms: number) => void;
  readonly onSend: (text: string) => void;
  readonly onBus: (action: BusAction) => void;
}): ReactNode {
  return (
    <div className="terminal-controls">
      {quickMessages(props.list ?? []).map(({ short, help }) => (
        <Button
          key={short}
          size="small"
          disabled={props.disabled}
          label={t`Send ${short}: ${help}`}
          onPress={() => props.onSend(short)}
        >
          <span className="ui-mono">{short}</span>
        </Button>
      ))}
      <ActionMenu label={t`Bus: clear, trigger, status byte, local`} text={t`Bus`} disabled={props.disabled}>
        {busMenu.map(({ action, detail, icon }) => (
          <MenuItem
            key={action}
            icon={icon}
            text={busNames[action]}
            detail={detail}
            onAction={() => props.onBus(action)}
          />
        ))}
      </ActionMenu>
      <span className="ui-grow" />
      <span className="ui-legend" aria-hidden="true">
        {t`Answer within`}
      </span>
      <Segmented
        small
        label={t`Answer within`}
        options={deadlines}
        value={deadlines.find(({ value }) => Number(value) === props.deadlineMs)?.value ?? deadlines[0].value}
        onChange={(value) => props.onDeadline(Number(value))}
      />
    </div>
  );
}
