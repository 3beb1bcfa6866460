import type { ReactNode } from 'react';
import type { Entry } from './transcript.ts';
import { replyLine } from './transcript-text.ts';
import { t } from '#shared/language/t.ts';

const shortened = (text: string): string => (text.length > 160 ? `${text.slice(0, 160)}…` : text);

/** For whoever listens: the newest reply politely, a fault at once. */
export function Spoken({ entry }: { readonly entry: Entry | undefined }): ReactNode {
  const outcome = entry?.kind === 'exchange' ? entry.outcome : null;
  const reply = outcome?.kind === 'reply' ? outcome.reply : null;
  return (
    <>
      <p className="ui-sr" role="status">
        {outcome?.kind === 'reply' && (reply === null ? t`Sent.` : t`Reply: ${shortened(replyLine(reply))}`)}
      </p>
      <p className="ui-sr" role="alert">
        {outcome?.kind === 'fault' && `${outcome.fault.message} ${outcome.fault.remedy}`}
      </p>
    </>
  );
}
