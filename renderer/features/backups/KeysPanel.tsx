import type { ReactNode } from 'react';
import { useNow } from '#renderer/stores/hooks.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import type { BackupRecipient, BackupState } from '#shared/contract/backups.ts';
import type { OpenDialog } from './dialogs.ts';
import { shortKey } from './key-text.ts';
import type { May } from './may.ts';
import { nearWords } from './when.ts';
import { t } from '#shared/language/t.ts';
import { tx } from '#renderer/ui/phrase.ts';

/** Which keys open these backups, and whether anybody has shown that they hold them. */
export function KeysPanel(props: {
  readonly state: BackupState;
  readonly may: May;
  readonly open: OpenDialog;
}): ReactNode {
  const { state, may, open } = props;
  return (
    <Panel
      title={t`Keys that open these backups`}
      className="bk-keys"
      actions={
        may.manage && (
          <Button
            size="small"
            icon="plus"
            shortcut="K"
            onPress={() => open({ is: state.recipients.length === 0 ? 'set-up' : 'add-key' })}
          >
            {t`Add`}
          </Button>
        )
      }
    >
      {state.recipients.length === 0 ? (
        <p className="ui-mute">
          {t`No key yet, so nothing is backed up. Backups are encrypted before they leave this PC; setting up makes the key that opens them, and shows it once.`}
        </p>
      ) : (
        <ul className="bk-key-list">
          {state.recipients.map((key) => (
            <Key key={key.id} value={key} may={may} last={state.recipients.length === 1} open={open} />
          ))}
        </ul>
      )}
      <div className="bk-cannot">
        <b>{t`This PC cannot open them.`}</b>
        <p>
          {t`Only a holder of a key can. By hand:`} <span className="ui-mono">age</span>,{' '}
          <span className="ui-mono">zstd</span>, <span className="ui-mono">sqlite3</span>.
        </p>
        {state.signer !== null && (
          <p>{tx`Signed by ${<span className="ui-mono bk-signer">{state.signer}</span>}`}</p>
        )}
      </div>
    </Panel>
  );
}

function Key(props: {
  readonly value: BackupRecipient;
  readonly may: May;
  readonly last: boolean;
  readonly open: OpenDialog;
}): ReactNode {
  const { id, name, recipient, provedAt, wrapped } = props.value;
  const now = useNow(60_000);
  return (
    <li>
      <Icon name="key" />
      <span className="bk-key-name">
        <b className="ui-cut">{name}</b>
        <span className="ui-mono ui-dim">{shortKey(recipient)}</span>
        {wrapped && <span className="ui-dim">{t`, also by passphrase`}</span>}
      </span>
      {provedAt === null ? (
        <StateWord kind="stale">{t`Not proved`}</StateWord>
      ) : (
        <StateWord kind="ok">{t`Proved ${nearWords(provedAt, now)}`}</StateWord>
      )}
      {props.may.run && (
        <Button
          size="small"
          look={provedAt === null ? 'default' : 'quiet'}
          label={t`Prove ${name}`}
          onPress={() => props.open({ is: 'prove', id })}
        >
          {provedAt === null ? t`Prove…` : t`Again…`}
        </Button>
      )}
      {props.may.manage && !props.last && (
        <IconButton
          look="quiet"
          size="small"
          icon="trash"
          label={t`Remove ${name}`}
          onPress={() => props.open({ is: 'remove-key', id })}
        />
      )}
    </li>
  );
}
