import type { ReactNode } from 'react';
import { nothingText } from '#renderer/features/profiling/ms-text.ts';
import { Quantity } from '#renderer/ui/Quantity.tsx';
import { Ruler } from '#renderer/ui/Ruler.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import type { Overview } from '#shared/contract/profiling.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { type Figure, figuresOf, unknownFigures } from './figures.ts';
import { t } from '#shared/language/t.ts';

/** The figures of the console, each on its ruler with its limit; `children` is the last place, deep mode. */
export function Strip(props: {
  readonly overview: Overview | null;
  readonly onSlowest: () => void;
  readonly onThreads: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { overview } = props;
  const figures = overview === null ? unknownFigures : figuresOf(overview);
  const acts: Partial<Readonly<Record<Figure['id'], readonly [string, () => void]>>> =
    overview === null
      ? {}
      : {
          ...(overview.slowest === null ? {} : { slowest: [t`Show`, props.onSlowest] as const }),
          utilisation: [t`Threads`, props.onThreads],
        };
  return (
    <section className="pf-strip" aria-label={t`Figures of the console`} data-panel="" tabIndex={-1}>
      {figures.map((figure) => (
        <Cell key={figure.id} figure={figure} act={acts[figure.id] ?? null} />
      ))}
      <div className="pf-cell">{props.children}</div>
    </section>
  );
}

function Cell(props: {
  readonly figure: Figure;
  readonly act: readonly [string, () => void] | null;
}): ReactNode {
  const { figure, act } = props;
  const { title, value, unit, decimals, to, limit, over, note, quiet = false } = figure;
  const known = value !== null;
  return (
    <div className="pf-cell" role="group" aria-label={title}>
      <div className="pf-cell-top">
        <span className="ui-legend">{title}</span>
        {over && <StateWord kind="fault">{t`Over`}</StateWord>}
      </div>
      {quiet ? (
        <span className="ui-q m pf-quiet">{nothingText}</span>
      ) : (
        <Quantity
          value={value}
          unit={unit}
          decimals={decimals}
          size="m"
          state={known ? 'plain' : 'unknown'}
        />
      )}
      <Ruler to={to} value={value} limit={limit} slim state={known || quiet ? 'live' : 'unknown'} />
      <div className="pf-cell-note">
        <span className="ui-cut" title={note}>
          {note}
        </span>
        {act !== null && (
          <Button look="quiet" size="small" label={`${act[0]}: ${title}`} onPress={act[1]}>
            {act[0]}
          </Button>
        )}
      </div>
    </div>
  );
}
