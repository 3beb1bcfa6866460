import { type ReactNode, useEffect, useState } from 'react';
import { Button } from './Button.tsx';
import { t } from '#shared/language/t.ts';

/** Copies a text and says that it did, or that it could not. */
export function CopyButton(props: {
  readonly text: string;
  readonly children: string;
  readonly size?: 'small' | 'normal' | 'large';
  readonly wide?: boolean;
  readonly onCopied?: () => void;
}): ReactNode {
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null);
  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), 4000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = (): void => {
    navigator.clipboard.writeText(props.text).then(
      () => {
        setOutcome('copied');
        props.onCopied?.();
      },
      () => setOutcome('failed'),
    );
  };
  return (
    <>
      <Button
        icon={outcome === 'copied' ? 'check' : 'copy'}
        size={props.size ?? 'normal'}
        wide={props.wide ?? false}
        onPress={copy}
      >
        {outcome === 'copied' ? t`Copied` : outcome === 'failed' ? t`Not copied: select it` : props.children}
      </Button>
      <span className="ui-sr" role="status">
        {outcome === 'copied' && t`Copied.`}
        {outcome === 'failed' && t`It could not be copied. Select it and copy it yourself.`}
      </span>
    </>
  );
}
