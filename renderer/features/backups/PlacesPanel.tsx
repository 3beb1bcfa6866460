import { type ReactNode, useCallback } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { Segmented } from '#renderer/ui/Choice.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import type { BackupState } from '#shared/contract/backups.ts';
import { CopiesView } from './CopiesView.tsx';
import { DestinationsTable } from './DestinationsTable.tsx';
import type { OpenDialog } from './dialogs.ts';
import type { May } from './may.ts';
import { t } from '#shared/language/t.ts';

/** What the panel shows: the places, or the copies at one of them or at all. */
export type PlacesView = { readonly of: 'places' } | { readonly of: 'copies'; readonly at: string | null };

/** Places and copies: two looks at the same thing, in the same panel. */
export function PlacesPanel(props: {
  readonly state: BackupState;
  readonly view: PlacesView;
  readonly onView: (view: PlacesView) => void;
  readonly may: May;
  readonly busy: boolean;
  readonly writing: boolean;
  readonly open: OpenDialog;
}): ReactNode {
  const { state, view, onView, may, open } = props;
  const { destinations } = state;
  const placeName = useCallback(
    (id: string) => destinations.find((each) => each.id === id)?.name ?? t`a place that was removed`,
    [destinations],
  );
  // What the list shows has changed when one of these has.
  const version = JSON.stringify([
    state.newest,
    destinations.map(({ id, kept, bytes, newest }) => [id, kept, bytes, newest]),
  ]);
  return (
    <Panel
      title={view.of === 'places' ? t`Destinations` : t`Copies`}
      flush
      className="bk-places-panel"
      note={
        view.of === 'copies' && view.at !== null ? (
          <span className="ui-row">
            {t`at ${placeName(view.at)}`}
            <Button size="small" look="quiet" onPress={() => onView({ of: 'copies', at: null })}>
              {t`Everywhere`}
            </Button>
          </span>
        ) : undefined
      }
      actions={
        <>
          <Segmented
            small
            label={t`What to look at`}
            value={view.of}
            options={[
              { value: 'places', label: t`Places` },
              { value: 'copies', label: t`Copies` },
            ]}
            onChange={(of) => onView(of === 'places' ? { of } : { of, at: null })}
          />
          {may.manage && (
            <Button size="small" icon="plus" shortcut="A" onPress={() => open({ is: 'add-place' })}>
              {t`Add`}
            </Button>
          )}
        </>
      }
    >
      {view.of === 'copies' ? (
        <CopiesView
          key={view.at ?? ''}
          destination={view.at}
          version={version}
          placeName={placeName}
          may={may}
          busy={props.busy}
          open={open}
        />
      ) : destinations.length === 0 ? (
        <p className="bk-empty">
          <b>{t`No place to write to yet.`}</b>{' '}
          {t`A folder on another disk, a USB stick or a network share: ${may.manage ? t`press A to add the first.` : t`an administrator adds the first.`}`}
        </p>
      ) : (
        <DestinationsTable
          destinations={destinations}
          writing={props.writing}
          onLook={(at) => onView({ of: 'copies', at })}
          onRemove={may.manage ? (id) => open({ is: 'remove-place', id }) : null}
        />
      )}
    </Panel>
  );
}
