import type { ReactNode } from 'react';
import { rulerPart, rulerScale } from '#renderer/ui/ruler-scale.ts';
import { Ruler } from '#renderer/ui/Ruler.tsx';
import { classes, vars } from '#renderer/ui/vars.ts';
import type { StopLine } from '#shared/contract/safety.ts';
import { wireLimitMs } from './report.ts';
import { t } from '#shared/language/t.ts';

/** When the off command was on each wire, against the limit. The numbers stand in the table above. */
export function WireRuler({ lines }: { readonly lines: readonly StopLine[] }): ReactNode {
  const written = lines.filter(({ wireMs, result }) => wireMs !== null && result !== 'none');
  if (written.length === 0) return null;
  const slowest = Math.max(...written.map(({ wireMs }) => wireMs ?? 0));
  const to = Math.max(25, Math.ceil((slowest * 1.1) / 25) * 25);
  const scale = rulerScale(0, to);
  return (
    <div className="stop-ruler">
      <div className="ui-row">
        <span className="ui-legend ui-grow">{t`Off command on the wire, ms after the stop`}</span>
        <span className="ui-dim">{t`limit ${wireLimitMs} ms`}</span>
      </div>
      <div className="stop-marks">
        <Ruler to={to} value={null} limit={wireLimitMs} ends={['0', `${scale.to} ms`]} />
        {written.map(({ instrument, wireMs, result }) => (
          <div
            key={instrument}
            className={classes('ui-ruler-mark', result === 'unknown' && 'warn')}
            style={vars({ '--part': rulerPart(scale, wireMs) ?? 0 })}
          />
        ))}
      </div>
    </div>
  );
}
