import { type ReactNode, useState } from 'react';
import { useClient, useNow } from '#renderer/stores/hooks.ts';
import { useStores } from '#renderer/stores/context.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import type { BackupState } from '#shared/contract/backups.ts';
import { FaultNote } from './forms/FaultNote.tsx';
import type { May } from './may.ts';
import { partsWords, peopleWords } from './restore-words.ts';
import { nearWords } from './when.ts';

/** A restore that waits for a start, and what an earlier one has left to do. */
export function RestoreNotice({ state, may }: { readonly state: BackupState; readonly may: May }): ReactNode {
  const client = useClient();
  const { ui } = useStores();
  const call = useCall();
  const now = useNow(60_000);
  const [aside, setAside] = useState(false);
  const { restoreWaits: waits, afterRestore: after } = state;
  const left = after !== null && (after.voided.length > 0 || after.disabledSince.length > 0) && !aside;
  if (waits === null && !left) return null;
  return (
    <div className="bk-notices">
      {waits !== null && (
        <Message
          tone="warn"
          title={`A restore waits for the next start: ${partsWords(waits.parts)}, as of ${nearWords(waits.from, now)}.`}
          action={
            <span className="ui-row">
              {may.manage && (
                <Button
                  size="small"
                  pending={call.busy}
                  onPress={() => void call.run(() => client.backups.abandonRestore({}))}
                >
                  Give it up
                </Button>
              )}
              {may.quit && (
                <Button size="small" look="primary" onPress={() => ui.setState({ dialog: 'quit' })}>
                  Quit now…
                </Button>
              )}
            </span>
          }
        >
          What happens from now on is not in it, and is put aside then. The safety backup holds what is here
          until now.
        </Message>
      )}
      <FaultNote fault={call.fault} />
      {left && (
        <Message
          tone="warn"
          title={`After the restore of ${nearWords(after.at, now)} there is something left to do.`}
          action={
            <Button size="small" onPress={() => setAside(true)}>
              Later
            </Button>
          }
        >
          {after.voided.length > 0 &&
            `Recovery codes are void: ${peopleWords(after.voided)} make new ones in the menu of their name. `}
          {after.disabledSince.length > 0 &&
            `Disabled since the backup was made, and enabled again by it: ${peopleWords(after.disabledSince)}. Look whether they should be.`}
        </Message>
      )}
    </div>
  );
}
