import type { ReactNode } from 'react';
import { Icon } from '#renderer/ui/icons.tsx';
import { Kbd } from '#renderer/ui/Kbd.tsx';
import { Does } from './Does.tsx';
import type { Elsewhere, Hint } from './hint.ts';
import { t } from '#shared/language/t.ts';
import { tx } from '#renderer/ui/phrase.ts';

/** One line under the input: what the command at the caret is for, or which keys there are. */
export function HintLine(props: {
  readonly id: string;
  readonly hint: Hint;
  /** Why it cannot be sent as it stands. */
  readonly trouble: string | null;
  readonly several: boolean;
  readonly elsewhere: Elsewhere | null;
}): ReactNode {
  const { hint, trouble, elsewhere } = props;
  return (
    <p id={props.id} className="terminal-hint">
      {trouble !== null ? (
        <span className="bad">
          <Icon name="fault" size={13} weight={1.6} /> {trouble}
        </span>
      ) : (
        <HintWords hint={hint} several={props.several} />
      )}
      {elsewhere !== null && (
        <span className="terminal-elsewhere">
          <Does does="unknown" />
          <span>
            {t`in line ${elsewhere.line}:`} <span className="ui-mono">{elsewhere.text}</span>.{' '}
            {elsewhere.consequence !== null && <b className="warn">{elsewhere.consequence}</b>}
          </span>
        </span>
      )}
    </p>
  );
}

function HintWords({ hint, several }: { readonly hint: Hint; readonly several: boolean }): ReactNode {
  switch (hint.kind) {
    case 'keys':
      return (
        <span className="ui-dim terminal-keys">
          <span>{tx`${<Kbd keys="↑" />} earlier`}</span>
          <span>{tx`${<Kbd keys="Ctrl Space" />} commands`}</span>
          <span>
            <Kbd keys="Shift Enter" /> {several ? t`one more line` : t`several lines`}
          </span>
        </span>
      );
    case 'begun':
      return (
        <span className="ui-dim">
          {hint.count === 1
            ? t`One listed command begins like this`
            : t`${hint.count} listed commands begin like this`}
        </span>
      );
    case 'known':
      return (
        <>
          <Does does={hint.command.does} />
          <span className="ui-mono">
            {hint.command.header} <span className="ui-mute">{hint.command.parameters}</span>
          </span>
          <span className="ui-mute">
            {hint.command.help} {hint.consequence !== null && <b className="warn">{hint.consequence}</b>}
          </span>
        </>
      );
    case 'unlisted':
      return (
        <>
          <Does does="unknown" />
          <span>
            {tx`${<span className="ui-mono">{hint.header}</span>} is not in this driver’s list.`}{' '}
            {hint.consequence !== null && <b className="warn">{hint.consequence}</b>}
          </span>
        </>
      );
  }
}
