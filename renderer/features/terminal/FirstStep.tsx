import type { ReactNode } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import type { Listed } from './meaning.ts';
import { firstQuestions } from './quick.ts';
import { t } from '#shared/language/t.ts';

/** Nothing has been sent yet: what to begin with. */
export function FirstStep(props: {
  readonly name: string;
  readonly list: readonly Listed[] | null;
  readonly disabled: boolean;
  readonly onSend: (text: string) => void;
}): ReactNode {
  const questions = firstQuestions(props.list ?? []);
  return (
    <div className="terminal-first">
      <h3>{t`Nothing sent to ${props.name} yet`}</h3>
      {questions.length > 0 ? (
        <>
          <p className="ui-mute">{t`Ask it something; none of these changes anything.`}</p>
          <ul>
            {questions.map(({ short, help }) => (
              <li key={short}>
                <Button size="small" disabled={props.disabled} onPress={() => props.onSend(short)}>
                  <span className="ui-mono">{short}</span>
                </Button>
                <span className="ui-mute">{help}</span>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p className="ui-mute">{t`Type a command below, for example *IDN?, and press Enter.`}</p>
      )}
      <p className="ui-dim">
        {t`Limits, the emergency stop and the history hold here as everywhere: what is refused is not sent, and what is sent is recorded with your name.`}
      </p>
    </div>
  );
}
