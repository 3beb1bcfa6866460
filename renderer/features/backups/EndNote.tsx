import type { ReactNode } from 'react';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { Message, type MessageProps } from '#renderer/ui/Message.tsx';
import { endWords } from './end-words.ts';
import type { JobEnd } from './jobs.ts';
import { t } from '#shared/language/t.ts';

/** How the last long work ended: said where it ran, until it is put aside. */
export function EndNote(props: {
  readonly end: JobEnd;
  readonly placeName: (id: string) => string;
  readonly onReport: () => void;
  readonly onPutAside: () => void;
}): ReactNode {
  const words = endWords(props.end, props.placeName);
  const note: MessageProps = {
    tone: words.tone,
    title: words.title,
    action: (
      <span className="ui-row">
        {words.report && (
          <Button size="small" onPress={props.onReport}>
            {t`See the report`}
          </Button>
        )}
        <IconButton
          look="quiet"
          size="small"
          icon="close"
          label={t`Put this aside`}
          onPress={props.onPutAside}
        />
      </span>
    ),
  };
  return words.note === '' ? <Message {...note} /> : <Message {...note}>{words.note}</Message>;
}
