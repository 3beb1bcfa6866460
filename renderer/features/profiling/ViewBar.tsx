import type { ReactNode } from 'react';
import type { Call } from '#renderer/stores/use-call.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Segmented } from '#renderer/ui/Choice.tsx';
import type { Window } from '#shared/contract/profiling.ts';
import { usePaths } from './baselines/use-paths.ts';
import { ExportMenu } from './ExportMenu.tsx';
import { type Tab, tabs, windowChoices } from './tabs.ts';
import { t } from '#shared/language/t.ts';

/** Which view, over what time, and what can be done with all of it. */
export function ViewBar(props: {
  readonly tab: Tab;
  readonly onTab: (tab: Tab) => void;
  readonly window: Window;
  readonly onWindow: (window: Window) => void;
  readonly exporting: boolean;
  readonly onExporting: (open: boolean) => void;
  readonly exported: Call;
  readonly onTenPaths: () => void;
  readonly onBaselines: () => void;
}): ReactNode {
  const { tab, window } = props;
  const { running } = usePaths();
  // Traces and profiles have times of their own.
  const timed = tab === 'spans' || tab === 'instruments';
  return (
    <div className="pf-bar">
      <Segmented label={t`View`} options={tabs} value={tab} onChange={props.onTab} />
      {timed && (
        <Segmented label={t`Time`} options={windowChoices} value={window} onChange={props.onWindow} />
      )}
      <span className="ui-grow" />
      {timed && (
        <ExportMenu window={window} open={props.exporting} onOpen={props.onExporting} call={props.exported} />
      )}
      {tab !== 'spans' && (
        <Button size="small" shortcut="B" onPress={props.onBaselines}>
          {t`Baselines…`}
        </Button>
      )}
      <Button size="small" shortcut="T" onPress={props.onTenPaths}>
        {running === null ? t`Profile ten paths…` : t`Ten paths run…`}
      </Button>
    </div>
  );
}
