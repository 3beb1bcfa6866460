import type { ReactNode } from 'react';
import { whenText } from '#renderer/stores/time-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import type { ProfileSummary } from '#shared/contract/profiles.ts';
import { profileTitle, profileWords } from './weights.ts';
import { t } from '#shared/language/t.ts';

/** Asks before a profile is gone for good: it cannot be recorded a second time. */
export function RemoveProfile(props: {
  readonly profile: ProfileSummary;
  readonly now: number;
  readonly onRemove: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { profile, now, onRemove, onClose } = props;
  return (
    <Dialog
      title={t`Remove ${profileTitle(profile)}?`}
      open
      onClose={onClose}
      role="alertdialog"
      actions={
        <>
          <Button look="quiet" shortcut="Esc" onPress={onClose} autoFocus>
            {t`Keep it`}
          </Button>
          <Button look="danger" onPress={onRemove}>
            {t`Remove the profile`}
          </Button>
        </>
      }
    >
      <p>
        {t`${profileWords(profile)}, from ${whenText(profile.at, now)}. Its file is deleted; what happened then cannot be recorded a second time. Export it first to keep it elsewhere.`}
      </p>
    </Dialog>
  );
}
