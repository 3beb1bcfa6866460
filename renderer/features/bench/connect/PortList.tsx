import type { ReactNode } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import { type Pick, PickList } from '#renderer/ui/PickList.tsx';
import type { Ports } from './use-ports.ts';
import { said } from '#shared/language/said.ts';
import { t } from '#shared/language/t.ts';
import { tx } from '#renderer/ui/phrase.ts';

/** What was found, with a way to look again. */
export function PortList(props: {
  readonly label: string;
  /** Null: not known. */
  readonly items: readonly Pick[] | null;
  readonly value: string;
  readonly onChange: (id: string) => void;
  readonly empty: ReactNode;
  readonly ports: Ports;
}): ReactNode {
  const { items, ports } = props;
  const waiting = items === null && ports.looking;
  return (
    <div className="connect-list">
      <PickList
        label={props.label}
        items={items ?? []}
        value={props.value}
        onChange={props.onChange}
        empty={waiting ? t`Looking…` : items === null ? t`Not known.` : props.empty}
      />
      <Button size="small" look="quiet" icon="retry" pending={ports.looking} onPress={ports.look}>
        {t`Look again`}
      </Button>
      {items === null &&
        ports.trouble.map((trouble) => (
          <Message key={trouble} tone="warn" title={said(trouble)}>
            {tx`${<code>lablink doctor</code>} says more.`}
          </Message>
        ))}
    </div>
  );
}
