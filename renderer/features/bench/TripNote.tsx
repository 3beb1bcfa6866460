import type { ReactNode } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import type { ChannelInfo, ChannelState } from '#shared/contract/channels.ts';
import { sayTrips } from './trip-words.ts';
import { t } from '#shared/language/t.ts';

interface TripNoteProps {
  readonly info: ChannelInfo;
  readonly state: ChannelState | undefined;
  readonly mayControl: boolean;
  readonly onClear: () => void;
}

/** That a protection has switched the output off by itself, and the way to clear it. It never switches anything on. */
export function TripNote({ info, state, mayControl, onClear }: TripNoteProps): ReactNode {
  const tripped = state?.tripped ?? null;
  const words = sayTrips(info, tripped);
  if (words === null) return null;
  return (
    <div className="bench-trip">
      <Message
        tone="bad"
        title={words.title}
        action={
          mayControl && (
            <Button size="small" label={words.clear} pending={tripped?.state === 'pending'} onPress={onClear}>
              {t`Clear`}
            </Button>
          )
        }
      >
        {words.remedy}
      </Message>
    </div>
  );
}
