import { type ReactNode, useEffect, useState } from 'react';
import { IconButton } from '#renderer/ui/Button.tsx';
import { t } from '#shared/language/t.ts';

/** Copies a text, and says that it did or that it could not. */
export function CopyIcon(props: { readonly text: () => string; readonly label: string }): ReactNode {
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null);
  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), 2500);
    return () => clearTimeout(timer);
  }, [outcome]);
  const words = { copied: t`Copied`, failed: t`It could not be copied: select it and copy it yourself` };
  return (
    <>
      <IconButton
        icon={outcome === 'copied' ? 'check' : outcome === 'failed' ? 'fault' : 'copy'}
        size="small"
        look="quiet"
        label={outcome === null ? props.label : words[outcome]}
        onPress={() =>
          void navigator.clipboard.writeText(props.text()).then(
            () => setOutcome('copied'),
            () => setOutcome('failed'),
          )
        }
      />
      <span className="ui-sr" role="status">
        {outcome !== null && words[outcome]}
      </span>
    </>
  );
}
