import type { ReactNode } from 'react';
import { useNow } from '#renderer/stores/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { formatBytes } from '#renderer/ui/work-words.ts';
import type { BackupState } from '#shared/contract/backups.ts';
import { classes } from '#renderer/ui/vars.ts';
import type { OpenDialog } from './dialogs.ts';
import { goingWords } from './going.ts';
import { cellsOf } from './keeping-cells.ts';
import type { May } from './may.ts';
import { keepingKinds, scheduleWords } from './schedule-words.ts';
import { useGoing } from './use-going.ts';
import { capital, nextWords } from './when.ts';
import { t } from '#shared/language/t.ts';

const titles = { daily: t`Daily`, weekly: t`Weekly`, monthly: t`Monthly`, yearly: t`Yearly` } as const;

/** When backups are made by themselves, how many are kept, and what goes next. */
export function SchedulePanel(props: {
  readonly state: BackupState;
  readonly may: May;
  readonly open: OpenDialog;
}): ReactNode {
  const { state, may, open } = props;
  const now = useNow(60_000);
  const [first, ...rest] = state.next;
  const going = useGoing(JSON.stringify([state.keeping, state.kept]), null);
  return (
    <Panel
      title={t`Schedule and keeping`}
      className="bk-schedule"
      actions={
        may.manage && (
          <Button size="small" shortcut="S" onPress={() => open({ is: 'schedule' })}>
            {t`Change…`}
          </Button>
        )
      }
    >
      <div className="bk-next">
        <div>
          <span className="ui-legend">{t`Next`}</span>
          <b>{first === undefined ? '− −' : runWords(first.at, now)}</b>
          <p>{scheduleWords(state.schedule)}</p>
        </div>
        <div>
          <span className="ui-legend">{t`Missed`}</span>
          <b className={classes(state.missed > 0 && 'bk-warn')}>{state.missed}</b>
          <p>
            {state.missed === 0 ? t`since the newest backup` : t`since the newest backup; one run catches up`}
          </p>
        </div>
      </div>
      <dl className="bk-kept">
        {keepingKinds.map((kind) => (
          <div key={kind}>
            <dt>{titles[kind]}</dt>
            <dd>
              <Cells kept={state.kept[kind]} of={state.keeping[kind]} />
              <span className="ui-read">
                {state.kept[kind]}/{state.keeping[kind]}
              </span>
            </dd>
          </div>
        ))}
      </dl>
      <p className="ui-dim">{t`Only verified backups count.`}</p>
      {rest.length > 0 && (
        <>
          <h3 className="ui-legend">{t`Next runs`}</h3>
          <ul className="bk-runs">
            {state.next.slice(0, 4).map(({ at, places }) => (
              <li key={`${at}`}>
                <span>{runWords(at, now)}</span>
                <span className="ui-mute ui-cut">
                  {places.length === state.destinations.length && places.length > 1
                    ? t`all ${places.length} places`
                    : places.join(', ')}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <h3 className="ui-legend">{t`Goes next`}</h3>
      <div className="bk-goes">
        <span className="ui-mute">{goingWords(going, formatBytes)}</span>
        {going !== null && going.copies.length > 0 && (
          <Button size="small" onPress={() => open({ is: 'going' })}>
            {t`See them`}
          </Button>
        )}
      </div>
    </Panel>
  );
}

const runWords = (at: number | null, now: number): string =>
  at === null ? t`At shutdown` : capital(nextWords(at, now));

/** As many cells as are to be kept, filled as far as there are; many become one bar. */
function Cells(props: { readonly kept: number; readonly of: number }): ReactNode {
  return (
    <span className="bk-cells" aria-hidden="true">
      {cellsOf(props.kept, props.of).map(({ id, full }) => (
        <i key={id} className={classes(full && 'full')} />
      ))}
    </span>
  );
}
