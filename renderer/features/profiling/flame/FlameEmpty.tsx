import type { ReactNode } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { FileChooser } from '#renderer/ui/FileButton.tsx';
import { Progress } from '#renderer/ui/Progress.tsx';
import { RecordState } from '#renderer/features/profiling/recording/RecordState.tsx';
import { recordText } from '#renderer/features/profiling/recording/deep-words.ts';
import { useRecording } from '#renderer/features/profiling/recording/use-recording.ts';
import { t } from '#shared/language/t.ts';

/** There are no profiles: what one is, and how to get one. */
export function NoProfiles(props: {
  readonly mayRun: boolean;
  readonly importing: number | null;
  readonly onImport: (file: File) => void;
}): ReactNode {
  const { mayRun, importing, onImport } = props;
  const { wanted, running, desk } = useRecording();
  return (
    <div className="flame-none">
      <Sketch />
      <h3>{t`See which functions take the time`}</h3>
      <p>
        {t`A recording samples what the console’s threads do, and shows which functions ran and who called them. Start it, do what is slow, and come back.`}
      </p>
      {!mayRun ? (
        <p className="ui-dim">{t`An operator or an administrator can record one.`}</p>
      ) : running !== null ? (
        <RecordState running={running} end={null} desk={desk} />
      ) : (
        <span className="ui-row">
          <Button look="primary" shortcut="P" onPress={() => desk.start()}>
            {recordText(wanted)}
          </Button>
          <FileChooser onFile={onImport}>{t`Import a file…`}</FileChooser>
        </span>
      )}
      {importing !== null && (
        <Progress label={t`Import`} part={importing}>
          {t`Importing…`}
        </Progress>
      )}
    </div>
  );
}

/** A flame graph as it will be, without figures. */
function Sketch(): ReactNode {
  return (
    <svg className="flame-sketch" viewBox="0 0 240 62" aria-hidden="true">
      {(
        [
          ['own', 0, 0, 240],
          ['session', 0, 1, 160],
          ['history', 162, 1, 50],
          ['transports', 0, 2, 104],
          ['drivers', 106, 2, 40],
          ['database', 162, 2, 36],
          ['transports', 0, 3, 70],
          ['node', 72, 3, 24],
          ['native', 0, 4, 44],
        ] as const
      ).map(([tint, x, row, width]) => (
        <rect key={`${x} ${row}`} className={`tint-${tint}`} x={x} y={row * 12} width={width} height="11" />
      ))}
    </svg>
  );
}
