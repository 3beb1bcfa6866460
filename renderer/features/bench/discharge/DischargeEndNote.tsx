import type { ReactNode } from 'react';
import { Message } from '#renderer/ui/Message.tsx';
import type { Instrument } from '#shared/contract/instruments.ts';
import { sayEnd } from './result.ts';
import { useDischarge } from './use-discharge.ts';
import { t } from '#shared/language/t.ts';

interface DischargeEndNoteProps {
  readonly instrument: Instrument;
  readonly channel: number;
}

/** What has become of the battery test of a load that does not answer: nothing where none has left its input unknown. */
export function DischargeEndNote({ instrument, channel }: DischargeEndNoteProps): ReactNode {
  const { run } = useDischarge(instrument.id, channel);
  const end = run === undefined || run === null || run.input === 'off' ? null : sayEnd(run);
  if (end === null) return null;
  return (
    <Message tone={end.tone} title={t`Battery test: ${end.title}`}>
      {end.text}
    </Message>
  );
}
