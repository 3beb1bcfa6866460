import type { ReactNode } from 'react';
import { useBackups, useNow } from '#renderer/stores/hooks.ts';
import { formatBytes } from '#renderer/ui/work-words.ts';
import type { Going } from './going.ts';
import { capital, nearWords } from './when.ts';
import { t } from '#shared/language/t.ts';

/** The copies that go, each by name: looked at before they are gone. */
export function GoingList({ going }: { readonly going: Going }): ReactNode {
  const now = useNow(60_000);
  const places = useBackups()?.destinations ?? [];
  return (
    // It scrolls, so the keyboard has to get into it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <ul className="bk-going" tabIndex={0} aria-label={t`Copies that go`}>
      {going.copies.map(({ id, at, destination, name, bytes }) => (
        <li key={id}>
          <span>{capital(nearWords(at, now))}</span>
          <span className="ui-mute ui-cut">{places.find((each) => each.id === destination)?.name}</span>
          <span className="ui-mono ui-dim ui-cut">{name}</span>
          <span className="ui-read">{formatBytes(bytes)}</span>
        </li>
      ))}
    </ul>
  );
}
