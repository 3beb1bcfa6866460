import { type ReactNode, useEffect, useState } from 'react';
import { useBackups, useClient, useNow } from '#renderer/stores/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { formatBytes } from '#renderer/ui/work-words.ts';
import type { Going } from '#renderer/features/backups/going.ts';
import { capital, nearWords } from '#renderer/features/backups/when.ts';

/** The copies that keeping takes at its next run, each by name: looked at before they are gone. */
export function GoingDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const client = useClient();
  const now = useNow(60_000);
  const places = useBackups()?.destinations ?? [];
  const [going, setGoing] = useState<Going | null>(null);
  useEffect(() => {
    let wanted = true;
    client.backups.going({}).then(
      (answer) => wanted && setGoing(answer),
      // The dialog then says that it is not known.
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [client]);
  return (
    <Dialog
      title="What goes at the next run"
      open
      onClose={onClose}
      wide
      dismissable
      actions={
        <Button look="primary" shortcut="Esc" onPress={onClose}>
          Close
        </Button>
      }
    >
      <p className="ui-mute">
        {going === null
          ? 'Not known yet.'
          : `${formatBytes(going.bytes)} come free. A copy that some rule still keeps is not among them.`}
      </p>
      <ul className="bk-going" tabIndex={0} aria-label="Copies that go">
        {(going?.copies ?? []).map(({ id, at, destination, name, bytes }) => (
          <li key={id}>
            <span>{capital(nearWords(at, now))}</span>
            <span className="ui-mute">{places.find((each) => each.id === destination)?.name}</span>
            <span className="ui-mono ui-dim ui-cut">{name}</span>
            <span className="ui-read">{formatBytes(bytes)}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
