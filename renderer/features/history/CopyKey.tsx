import { type ReactNode, type Ref, useEffect, useState } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { t } from '#shared/language/t.ts';

const names = {
  path: { short: t`Path`, act: t`Copy the path` },
  request: { short: t`Request`, act: t`Copy the request` },
  reply: { short: t`Reply`, act: t`Copy the reply` },
  row: { short: t`Row`, act: t`Copy the row` },
} as const;

/** Copies a text and says that it did, or that it could not. */
export function CopyKey(props: {
  readonly text: string;
  /** What the text is. */
  readonly of: keyof typeof names;
  readonly shortcut?: string;
  readonly buttonRef?: Ref<HTMLButtonElement>;
}): ReactNode {
  const { short, act } = names[props.of];
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null);
  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), 3000);
    return () => clearTimeout(timer);
  }, [outcome]);
  return (
    <>
      <Button
        size="small"
        icon={outcome === 'copied' ? 'check' : 'copy'}
        label={act}
        {...(props.buttonRef === undefined ? {} : { buttonRef: props.buttonRef })}
        {...(props.shortcut === undefined ? {} : { shortcut: props.shortcut })}
        onPress={() => {
          navigator.clipboard.writeText(props.text).then(
            () => setOutcome('copied'),
            () => setOutcome('failed'),
          );
        }}
      >
        {short}
      </Button>
      <span className="ui-sr" role="status">
        {outcome === 'copied' && t`${short}: copied.`}
        {outcome === 'failed' && t`It could not be copied. Select it and copy it yourself.`}
      </span>
    </>
  );
}
