import type { ReactNode } from 'react';
import { Icon } from '#renderer/ui/icons.tsx';
import type { Mark } from '#shared/contract/history.ts';
import './marks.css';
import { t } from '#shared/language/t.ts';

/** What people have added to a row, in the row: whether it is pinned and has a note, and its first tags. */
export function RowMarks({ mark }: { readonly mark: Mark | null }): ReactNode {
  if (mark === null) return null;
  const { pinned, note, tags } = mark;
  return (
    <span className="history-marks">
      {pinned && (
        <>
          <Icon name="pin" size={13} weight={1.6} />
          <span className="ui-sr">{t`Pinned.`} </span>
        </>
      )}
      {note !== '' && (
        <>
          <Icon name="note" size={13} weight={1.6} />
          <span className="ui-sr">{t`Has a note.`} </span>
        </>
      )}
      {tags.slice(0, 2).map((tag) => (
        <span key={tag} className="history-tag">
          {tag}
        </span>
      ))}
      {tags.length > 2 && <span className="history-tag">+{tags.length - 2}</span>}
    </span>
  );
}
