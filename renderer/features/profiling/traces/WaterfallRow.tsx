import type { ReactNode } from 'react';
import { Icon } from '#renderer/ui/icons.tsx';
import { classes, vars } from '#renderer/ui/vars.ts';
import { lookOf, nameOf } from './kinds.ts';
import type { Stretch, TraceRow } from './rows.ts';
import { msText } from './times.ts';
import { t } from '#shared/language/t.ts';

/** One span: its name under the one it is in, how long it took, and its bar on the axis. The tree itself takes the keys. */
export function WaterfallRow(props: {
  readonly id: string;
  readonly row: TraceRow;
  readonly index: number;
  /** px. */
  readonly top: number;
  readonly view: Stretch;
  /** Where the whole waited for it. */
  readonly path: readonly Stretch[];
  readonly focused: boolean;
  readonly hovered: boolean;
  readonly closed: boolean;
  readonly onHover: () => void;
  readonly onPress: () => void;
  readonly onToggle: () => void;
}): ReactNode {
  const { row, view, path, closed, onPress, onToggle } = props;
  const { bar } = row;
  const look = lookOf(bar);
  const span = view.to - view.from;
  const part = (ms: number): number => Math.min(Math.max((ms - view.from) / span, -0.1), 1.1);
  const at = (from: number, to: number) => vars({ '--from': part(from), '--to': part(to) });
  const critical = path.length > 0;
  return (
    <div
      role="row"
      id={props.id}
      aria-level={row.depth + 1}
      aria-rowindex={props.index + 1}
      aria-selected={props.focused}
      {...(row.inside > 0 ? { 'aria-expanded': !closed } : {})}
      className={classes(
        'waterfall-row',
        props.focused && 'focused',
        props.hovered && 'hovered',
        critical && 'critical',
        bar.failed && 'failed',
      )}
      style={vars({ '--y': `${props.top}px`, '--depth': row.depth })}
      onPointerMove={({ movementX, movementY }) => {
        // Rows that are scrolled under a pointer that lies still are not pointed at.
        if (movementX !== 0 || movementY !== 0) props.onHover();
      }}
      onClick={onPress}
    >
      <span role="gridcell" className="waterfall-name">
        <span className="waterfall-twist" onClick={row.inside > 0 ? onToggle : undefined} aria-hidden="true">
          {row.inside > 0 && <Icon name={closed ? 'right' : 'down'} size={12} />}
        </span>
        <span className="waterfall-kind">{look.word}</span>
        <span className="ui-mono ui-cut">{nameOf(bar)}</span>
        {closed && <span className="ui-dim">+{row.inside}</span>}
        {bar.failed && (
          <span className="waterfall-failed">
            <Icon name="fault" size={12} weight={1.6} />
            <span className="ui-sr">{t`failed`}</span>
          </span>
        )}
      </span>
      <span role="gridcell" className="waterfall-took">
        {bar.ms === null ? <span className="ui-dim">{t`goes on`}</span> : msText(bar.ms)}
      </span>
      <span role="gridcell" className="waterfall-track">
        <span className="ui-sr">
          {t`begins at ${msText(row.startMs)}${critical ? t`, the whole waited for it` : ''}`}
        </span>
        <i
          aria-hidden="true"
          className={classes(
            'waterfall-span',
            `tint-${look.tint}`,
            look.pattern,
            bar.ms === null && 'open',
            bar.failed && 'failed',
          )}
          style={at(row.startMs, row.endMs)}
        />
        {path.map(({ from, to }) => (
          <i key={from} aria-hidden="true" className="waterfall-critical" style={at(from, to)} />
        ))}
      </span>
    </div>
  );
}
