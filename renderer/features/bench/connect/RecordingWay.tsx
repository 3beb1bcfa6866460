import type { ReactNode } from 'react';
import { recordingPicks } from './picks.ts';
import { PortList } from './PortList.tsx';
import type { WayProps } from './way.ts';
import { t } from '#shared/language/t.ts';

/** A recorded session, which answers as the instrument did then. */
export function RecordingWay(props: WayProps): ReactNode {
  const { draft, change, ports } = props;
  return (
    <PortList
      label={t`Recorded sessions`}
      items={recordingPicks(ports.recordings)}
      value={draft.recording}
      onChange={(recording) => change({ recording })}
      empty={t`Nothing was recorded yet. The terminal of a connected instrument has Record.`}
      ports={ports}
    />
  );
}
