import type { ReactNode } from 'react';
import { useNow } from '#renderer/stores/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import type { BackupState } from '#shared/contract/backups.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { CountTable } from './CountTable.tsx';
import type { OpenDialog } from './dialogs.ts';
import type { May } from './may.ts';
import { nearWords } from './when.ts';
import { t } from '#shared/language/t.ts';

/** The last rehearsal of a restore: what came back. */
export function DrillPanel(props: {
  readonly state: BackupState;
  readonly may: May;
  readonly busy: boolean;
  readonly open: OpenDialog;
}): ReactNode {
  const { state, may, busy, open } = props;
  const now = useNow(60_000);
  const { drill } = state;
  return (
    <Panel
      title={t`Restore drill`}
      note={drill === null ? t`never` : t`${nearWords(drill.at, now)}, by ${drill.who}`}
      className="bk-drill"
      actions={
        drill !== null && (
          <StateWord kind={drill.passed ? 'ok' : 'fault'}>
            {drill.passed ? t`Passed` : t`Did not pass`}
          </StateWord>
        )
      }
    >
      {drill === null ? (
        <p className="ui-mute">
          {t`Nobody has tried it yet. A rehearsal restores a backup to a scratch folder, counts what would come back, and removes it again. Nothing on this PC changes.`}
        </p>
      ) : (
        <>
          <CountTable label={t`What came back`} counts={drill.counts} />
          <p className="ui-dim">
            {t`Restored to a scratch folder in ${formatFixed(drill.seconds, drill.seconds < 10 ? 1 : 0)} s, then removed.`}
          </p>
        </>
      )}
      <div className="bk-pair">
        {may.run && (
          <Button shortcut="R" disabled={busy} wide onPress={() => open({ is: 'drill', copy: null })}>
            {t`Rehearse now`}
          </Button>
        )}
        {may.manage && (
          <Button shortcut="Shift R" disabled={busy} wide onPress={() => open({ is: 'restore', copy: null })}>
            {t`Restore…`}
          </Button>
        )}
      </div>
    </Panel>
  );
}
