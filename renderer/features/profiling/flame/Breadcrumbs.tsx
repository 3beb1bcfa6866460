import { Fragment, type ReactNode } from 'react';
import { Icon } from '#renderer/ui/icons.tsx';
import { type FlameLayout, pathTo } from './layout.ts';
import { t } from '#shared/language/t.ts';

/** More than these do not fit; those in the middle are left out. */
const most = 6;

/** From the root to the frame that fills the width: each a way back to it. */
export function Breadcrumbs(props: {
  readonly layout: FlameLayout;
  readonly zoomed: number;
  readonly onZoom: (frame: number) => void;
}): ReactNode {
  const { layout, zoomed, onZoom } = props;
  const path = pathTo(layout, zoomed);
  const shown = path.length <= most ? path : [path[0]!, ...path.slice(1 - most)];
  return (
    <nav className="flame-crumbs" aria-label={t`Zoomed to`}>
      {shown.map((frame, index) => (
        <Fragment key={frame}>
          {index > 0 && <Icon name="right" size={10} />}
          {index === 1 && shown.length < path.length && (
            <>
              <span className="ui-dim">{t`${path.length - shown.length} more`}</span>
              <Icon name="right" size={10} />
            </>
          )}
          {frame === zoomed ? (
            <b className="ui-cut" aria-current="true">
              {layout.flame.frames[frame]!.name}
            </b>
          ) : (
            <button type="button" className="ui-cut" onClick={() => onZoom(frame)}>
              {layout.flame.frames[frame]!.name}
            </button>
          )}
        </Fragment>
      ))}
    </nav>
  );
}
