import { type ReactNode, useDeferredValue, useMemo, useRef, useState } from 'react';
import { useSearchKey } from '#renderer/ui/screen-keys.ts';
import { Segmented, Switch } from '#renderer/ui/Choice.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Kbd } from '#renderer/ui/Kbd.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import type { FlameTree } from '#shared/profiles/columns.ts';
import { Breadcrumbs } from './Breadcrumbs.tsx';
import { differenceOf } from './difference.ts';
import { FlameCanvas, type FlamePlace } from './FlameCanvas.tsx';
import { FunctionsTable } from './FunctionsTable.tsx';
import { layOut, shareText } from './layout.ts';
import { Legend } from './Legend.tsx';
import { findFrames } from './search.ts';
import type { FlameSettings } from './view.ts';
import { frameWords, profileTitle, weightText } from './weights.ts';
import { said } from '#shared/language/said.ts';
import { t } from '#shared/language/t.ts';
import { tx } from '#renderer/ui/phrase.ts';

const shows = [
  { value: 'graph', label: t`Graph` },
  { value: 'functions', label: t`Functions` },
] as const;

/** How many frames are too narrow to be drawn; empty for none. */
const hiddenWords = (count: number): string => {
  if (count === 0) return '';
  return count === 1 ? t`1 frame under 1/2000 is not drawn` : t`${count} frames under 1/2000 are not drawn`;
};

/** One profile: as a graph or as a table of its functions, searched, zoomed, against another one or alone. */
export function FlameGraph(props: {
  readonly flame: FlameTree;
  readonly settings: FlameSettings;
  readonly onSettings: (part: Partial<FlameSettings>) => void;
}): ReactNode {
  const { flame, settings, onSettings } = props;
  const { kind } = flame.profile;
  const layout = useMemo(() => layOut(flame, settings.idle), [flame, settings.idle]);
  const searched = useDeferredValue(settings.search);
  const found = useMemo(() => findFrames(layout, searched), [layout, searched]);
  const [place, setPlace] = useState<FlamePlace>({ zoomed: 0, focus: 0 });
  const [hover, setHover] = useState<number | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useSearchKey(field);
  const wordsOf = (frame: number): string => {
    const what = flame.frames[frame];
    if (what === undefined) return '';
    return frameWords(what, kind, layout.right[frame]! - layout.left[frame]!, differenceOf(layout, what));
  };
  const toGraph = (frame: number): void => {
    onSettings({ show: 'graph' });
    setPlace({ zoomed: 0, focus: frame });
  };
  const focusWords = wordsOf(place.focus);
  return (
    <>
      <div className="flame-bar">
        <Legend layout={layout} />
        <span className="ui-grow" />
        {flame.idle > 0 && (
          <Switch value={settings.idle} onChange={(idle) => onSettings({ idle })}>
            <span className="flame-idle">
              {tx`Idle time ${<span className="ui-dim">{weightText(flame.idle, kind)}</span>}`}
            </span>
          </Switch>
        )}
        <div className="flame-search">
          <TextField
            label={t`Search functions and files`}
            type="search"
            value={settings.search}
            onChange={(search) => onSettings({ search })}
            maxLength={100}
            placeholder={t`Function or file`}
            before={<Icon name="search" size={14} />}
            after={
              found === null ? (
                <Kbd keys="/" />
              ) : (
                <span className="flame-found">{shareText(found.share)}</span>
              )
            }
            inputRef={field}
          />
          <span className="ui-sr" role="status">
            {found === null
              ? ''
              : found.count === 1
                ? t`1 frame fits, ${shareText(found.share)} of the whole`
                : t`${found.count} frames fit, ${shareText(found.share)} of the whole`}
          </span>
        </div>
        <Segmented
          small
          label={t`How the profile is shown`}
          options={shows}
          value={settings.show}
          onChange={(show) => onSettings({ show })}
        />
      </div>
      {settings.show === 'graph' ? (
        <>
          {place.zoomed !== 0 && (
            <Breadcrumbs
              layout={layout}
              zoomed={place.zoomed}
              onZoom={(frame) => setPlace({ zoomed: frame, focus: frame })}
            />
          )}
          <div className="flame-graph">
            <FlameCanvas
              label={t`${profileTitle(flame.profile)}, flame graph`}
              layout={layout}
              place={place}
              onPlace={setPlace}
              found={found}
              onHover={setHover}
              words={focusWords}
            />
          </div>
        </>
      ) : (
        <div className="flame-functions">
          <FunctionsTable
            layout={layout}
            found={found}
            focus={place.focus}
            onFocus={(frame) => setPlace({ zoomed: 0, focus: frame })}
            onOpen={toGraph}
          />
        </div>
      )}
      <div className="flame-foot">
        <span className="flame-words ui-cut">{wordsOf(hover ?? place.focus)}</span>
        {/* What the keys stand on is read out; what the pointer passes over is not. */}
        <span className="ui-sr" aria-live="polite">
          {focusWords}
        </span>
        <span className="ui-dim flame-hidden">
          {[hiddenWords(flame.hidden), said(flame.unknown)].filter((part) => part !== '').join('. ')}
        </span>
      </div>
    </>
  );
}
