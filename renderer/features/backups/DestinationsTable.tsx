import type { ReactNode } from 'react';
import { useNow } from '#renderer/stores/hooks.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import { classes, vars } from '#renderer/ui/vars.ts';
import { formatBytes } from '#renderer/ui/work-words.ts';
import type { BackupDestination } from '#shared/contract/backups.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { copyWords, placeIcons, placeKinds, spaceOf } from './destination-words.ts';
import { nearWords } from './when.ts';
import { said } from '#shared/language/said.ts';
import { t } from '#shared/language/t.ts';

/** Where backups are written to: what the newest there is worth, how many there are, and what still fits. */
export function DestinationsTable(props: {
  readonly destinations: readonly BackupDestination[];
  /** A backup is being written to all of them. */
  readonly writing: boolean;
  readonly onLook: (id: string) => void;
  /** Null: not to be removed by this person. */
  readonly onRemove: ((id: string) => void) | null;
}): ReactNode {
  const now = useNow(60_000);
  return (
    <table className="bk-places">
      <thead>
        <tr>
          <th scope="col">
            <span className="ui-sr">{t`Kind`}</span>
          </th>
          <th scope="col">{t`Where`}</th>
          <th scope="col">{t`Newest`}</th>
          <th scope="col" className="right">
            {t`Kept`}
          </th>
          <th scope="col" className="right">
            {t`Size`}
          </th>
          <th scope="col">{t`Space`}</th>
          {props.onRemove !== null && (
            <th scope="col">
              <span className="ui-sr">{t`Remove`}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {props.destinations.map((place) => (
          <tr key={place.id}>
            <td>
              <Icon name={placeIcons[place.kind]} />
              <span className="ui-sr">{placeKinds[place.kind]}</span>
            </td>
            <th scope="row">
              <button type="button" onClick={() => props.onLook(place.id)}>
                {place.name}
              </button>
              <span className="ui-mono ui-dim ui-cut">{place.path}</span>
            </th>
            <td>
              <PlaceState place={place} writing={props.writing} />
              <span className="ui-dim ui-cut">
                {place.trouble !== null
                  ? said(place.trouble)
                  : place.newest === null
                    ? t`no backup yet`
                    : t`newest ${nearWords(place.newest.at, now)}`}
              </span>
            </td>
            <td className="right ui-read">{formatFixed(place.kept, 0)}</td>
            <td className="right ui-read">{formatBytes(place.bytes)}</td>
            <td>
              <SpaceBar place={place} />
            </td>
            {props.onRemove !== null && (
              <td>
                <IconButton
                  look="quiet"
                  size="small"
                  icon="trash"
                  label={t`Remove ${place.name}`}
                  onPress={() => props.onRemove?.(place.id)}
                />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function PlaceState(props: { readonly place: BackupDestination; readonly writing: boolean }): ReactNode {
  const { trouble, newest } = props.place;
  if (trouble !== null) return <StateWord kind="unknown">{t`Not reachable`}</StateWord>;
  if (props.writing) return <StateWord kind="pending">{t`In progress`}</StateWord>;
  if (newest === null) return <StateWord kind="off">{t`Empty`}</StateWord>;
  const [kind, word] = copyWords[newest.state];
  return <StateWord kind={kind}>{word}</StateWord>;
}

function SpaceBar({ place }: { readonly place: BackupDestination }): ReactNode {
  const { part, tone, words } = spaceOf(place);
  return (
    <>
      <span className={classes('bk-space', tone)} aria-hidden="true" style={vars({ '--part': part ?? 0 })} />
      <span className={classes('ui-cut', tone === 'warn' ? 'bk-warn' : 'ui-dim')}>{words}</span>
    </>
  );
}
