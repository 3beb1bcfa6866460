import { type ReactNode, useEffect, useState } from 'react';
import { Button } from '#renderer/ui/Button.tsx';

/** Copies a text and says that it did, or that it could not. */
export function CopyKey(props: {
  readonly text: string;
  readonly children: string;
  readonly shortcut?: string;
}): ReactNode {
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
        label={`Copy the ${props.children.toLowerCase()}`}
        {...(props.shortcut === undefined ? {} : { shortcut: props.shortcut })}
        onPress={() => {
          navigator.clipboard.writeText(props.text).then(
            () => setOutcome('copied'),
            () => setOutcome('failed'),
          );
        }}
      >
        {props.children}
      </Button>
      <span className="ui-sr" role="status">
        {outcome === 'copied' && `${props.children}: copied.`}
        {outcome === 'failed' && 'It could not be copied. Select it and copy it yourself.'}
      </span>
    </>
  );
}
