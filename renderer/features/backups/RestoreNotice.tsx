import { type ReactNode, useState } from 'react';
import { useAccount, useClient, useNow } from '#renderer/stores/hooks.ts';
import { useStores } from '#renderer/stores/context.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import type { BackupState } from '#shared/contract/backups.ts';
import { FaultNote } from './forms/FaultNote.tsx';
import type { May } from './may.ts';
import { leftToDo, leftWords, partsWords } from './restore-words.ts';
import { nearWords } from './when.ts';
import { t } from '#shared/language/t.ts';

/** A restore that waits for a start, and what an earlier one has left to do. */
export function RestoreNotice({ state, may }: { readonly state: BackupState; readonly may: May }): ReactNode {
  const client = useClient();
  const { ui } = useStores();
  const call = useCall();
  const now = useNow(60_000);
  const user = useAccount()?.user ?? null;
  const [aside, setAside] = useState(false);
  const { restoreWaits: waits } = state;
  const after = aside || state.afterRestore === null ? null : leftToDo(state.afterRestore, user);
  if (waits === null && after === null) return null;
  return (
    <div className="bk-notices">
      {waits !== null && (
        <Message
          tone="warn"
          title={t`A restore waits for the next start: ${partsWords(waits.parts)}, as of ${nearWords(waits.from, now)}.`}
          action={
            <span className="ui-row">
              {may.manage && (
                <Button
                  size="small"
                  pending={call.busy}
                  onPress={() => void call.run(() => client.backups.abandonRestore({}))}
                >
                  {t`Give it up`}
                </Button>
              )}
              {may.quit && (
                <Button size="small" look="primary" onPress={() => ui.setState({ dialog: 'quit' })}>
                  {t`Quit now…`}
                </Button>
              )}
            </span>
          }
        >
          {t`What happens from now on is not in it, and is put aside then. The safety backup holds what is here until now.`}
        </Message>
      )}
      <FaultNote fault={call.fault} />
      {after !== null && (
        <Message
          tone="warn"
          title={t`After the restore of ${nearWords(after.at, now)} there is something left to do.`}
          action={
            <span className="ui-row">
              {user !== null && after.voided.includes(user.name) && (
                <Button size="small" onPress={() => ui.setState({ dialog: 'recovery-codes' })}>
                  {t`New recovery codes…`}
                </Button>
              )}
              {after.secretVoid && may.settings && (
                <Button size="small" onPress={() => ui.setState({ dialog: 'settings' })}>
                  {t`New recovery secret…`}
                </Button>
              )}
              <Button size="small" look="quiet" onPress={() => setAside(true)}>
                {t`Later`}
              </Button>
            </span>
          }
        >
          {leftWords(after)}
        </Message>
      )}
    </div>
  );
}
