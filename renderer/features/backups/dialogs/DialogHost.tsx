import type { ReactNode } from 'react';
import type { BackupDialog, OpenDialog } from '#renderer/features/backups/dialogs.ts';
import { SetUpDialog } from '#renderer/features/backups/setup/SetUpDialog.tsx';
import type { BackupState } from '#shared/contract/backups.ts';
import { CheckDialog } from './CheckDialog.tsx';
import { GoingDialog } from './GoingDialog.tsx';
import { AddKeyDialog, ProveDialog, RemoveKeyDialog } from './KeyDialogs.tsx';
import { AddPlaceDialog, RemovePlaceDialog } from './PlaceDialogs.tsx';
import { ReportDialog } from './ReportDialog.tsx';
import { RestoreDialog } from './RestoreDialog.tsx';
import { ScheduleDialog } from './ScheduleDialog.tsx';

/** The dialog that is open. What it is about may be gone meanwhile: then nothing is shown. */
export function DialogHost(props: {
  readonly dialog: BackupDialog | null;
  readonly state: BackupState;
  readonly open: OpenDialog;
  readonly onClose: () => void;
  readonly onBackUp: () => void;
}): ReactNode {
  const { dialog, state, open, onClose } = props;
  if (dialog === null) return null;
  switch (dialog.is) {
    case 'set-up':
      return <SetUpDialog onClose={onClose} onBackUp={props.onBackUp} />;
    case 'add-key':
      return <AddKeyDialog onMake={() => open({ is: 'set-up' })} onClose={onClose} />;
    case 'add-place':
      return <AddPlaceDialog onClose={onClose} />;
    case 'schedule':
      return <ScheduleDialog state={state} onClose={onClose} />;
    case 'going':
      return <GoingDialog onClose={onClose} />;
    case 'report':
      return <ReportDialog onClose={onClose} />;
    case 'verify':
    case 'drill':
      return <CheckDialog what={dialog.is} copy={dialog.copy} onClose={onClose} />;
    case 'restore':
      return <RestoreDialog copy={dialog.copy} onClose={onClose} />;
    case 'prove':
    case 'remove-key': {
      const value = state.recipients.find(({ id }) => id === dialog.id);
      if (value === undefined) return null;
      const Shown = dialog.is === 'prove' ? ProveDialog : RemoveKeyDialog;
      return <Shown value={value} onClose={onClose} />;
    }
    case 'remove-place': {
      const place = state.destinations.find(({ id }) => id === dialog.id);
      return place === undefined ? null : <RemovePlaceDialog place={place} onClose={onClose} />;
    }
  }
}
