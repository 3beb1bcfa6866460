import { type ReactNode, useEffect, useState } from 'react';
import { useUi } from '#renderer/stores/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon, Mark, StopSign } from '#renderer/ui/icons.tsx';
import { classes } from '#renderer/ui/vars.ts';
import type { Screen } from './screen.ts';
import { t } from '#shared/language/t.ts';

const patienceMs = 4000;

type NoticeScreen = Extract<Screen, 'connecting' | 'lost' | 'refused'>;

const endings = {
  none: t`No output was on. The history is kept. This window can be closed.`,
  off: t`Outputs were switched off before. The history is kept. This window can be closed.`,
  keep: t`Outputs were kept as they were. Nothing reads them, and they cannot be stopped from here. This window can be closed.`,
} as const;

/** The window without its console: nothing is known, and what to do. */
export function Notice({ screen }: { readonly screen: NoticeScreen }): ReactNode {
  const { ended, stop } = useUi();
  if (screen === 'connecting') return <Connecting />;
  if (screen === 'refused')
    return (
      <Plate title={t`This window is not let in`} live>
        {t`Its address was used already, or belongs to an earlier start of the console. Open the address that the console printed when it started, or start it again.`}
      </Plate>
    );
  if (stop?.kind === 'failed')
    return (
      <Plate title={t`Nothing was stopped`} live retry alarm>
        {t`The stop did not reach the console. It is sent again as soon as the console answers; this window tries by itself. Until then, treat every output as live.`}
      </Plate>
    );
  if (ended !== null)
    return (
      <Plate title={t`The console has ended`} live={ended === 'keep'}>
        {endings[ended]}
      </Plate>
    );
  return (
    <Plate title={t`The console does not answer`} live retry>
      {t`This window tries again by itself. Nothing that was on screen is known to be true any more, so it was put away.`}
    </Plate>
  );
}

/** Said calmly for a while; a console that stays away is as good as lost. */
function Connecting(): ReactNode {
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), patienceMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Plate
      title={long ? t`The console does not answer yet` : t`Connecting to the console…`}
      live={long}
      retry={long}
    >
      {long ? t`This window tries again by itself.` : t`This takes a moment after a start.`}
    </Plate>
  );
}

function Plate(props: {
  readonly title: string;
  readonly children: ReactNode;
  /** Outputs may be on, and the stop does not reach them. */
  readonly live: boolean;
  readonly retry?: boolean;
  /** Somebody wanted to stop, and nothing was stopped. */
  readonly alarm?: boolean;
}): ReactNode {
  return (
    <main className="notice">
      <div className={classes('notice-plate', props.alarm && 'alarm')} role={props.live ? 'alert' : 'status'}>
        <header>
          <p className="notice-brand">
            {props.alarm ? <StopSign size={24} /> : <Mark size={24} />}
            {props.alarm ? t`Emergency stop` : 'LabLink Console'}
          </p>
          <h1>{props.title}</h1>
        </header>
        <p className="ui-mute">{props.children}</p>
        {props.live && (
          <div className="notice-live">
            <Icon name="unknown" size={28} />
            <div>
              <b>{t`Outputs may be live, and the stop cannot reach them from here.`}</b>
              <p>{t`Switch them off at the instruments, or at the mains.`}</p>
            </div>
          </div>
        )}
        {props.retry && (
          <div>
            <Button icon="retry" onPress={() => window.location.reload()}>
              {t`Load this window again`}
            </Button>
          </div>
        )}
      </div>
    </main>
  );
}
