import { type ReactNode, useEffect } from 'react';
import { FirstRunScreen } from '#renderer/features/first-run/FirstRunScreen.tsx';
import { RecoverScreen } from '#renderer/features/first-run/RecoverScreen.tsx';
import { LockScreen } from '#renderer/features/lock/LockScreen.tsx';
import { SignInScreen } from '#renderer/features/sign-in/SignInScreen.tsx';
import { UnavailableScreen } from '#renderer/features/sign-in/UnavailableScreen.tsx';
import { StopLayer } from '#renderer/features/stop/StopLayer.tsx';
import { StopStrip } from '#renderer/features/stop/StopStrip.tsx';
import { useStores } from '#renderer/stores/context.ts';
import { useDecimalSign } from '#renderer/ui/decimal-choice.ts';
import { useAccount, useConnection, useUi } from '#renderer/stores/hooks.ts';
import { ComponentSheet } from '#renderer/ui/sheet.tsx';
import { Notice } from './Notice.tsx';
import { routes, useRoute } from './route.ts';
import { type Screen, screenOf } from './screen.ts';
import { Workbench } from './Workbench.tsx';
import './frame.css';
import './print.css';
import { t } from '#shared/language/t.ts';

const titles = {
  connecting: t`Connecting`,
  lost: t`No connection`,
  refused: t`Not let in`,
  unavailable: t`Nobody can sign in`,
  'first-run': t`First run`,
  'sign-in': t`Sign in`,
  lock: t`Locked`,
  work: t`Bench`,
} as const satisfies Record<Screen, string>;

/** The window: the screen that fits what is known, and over all of them the emergency stop. */
export function App(): ReactNode {
  const route = useRoute();
  const { ui } = useStores();
  const sign = useDecimalSign();
  const screen = screenOf(useConnection(), useAccount()?.phase ?? null);
  const { subject } = useUi();
  const title =
    screen === 'work'
      ? (subject ?? routes.find(({ id }) => id === route)?.title ?? t`Bench`)
      : titles[screen];
  useEffect(() => {
    document.title = t`${title} - LabLink Console`;
  }, [title]);
  useEffect(() => {
    // What was asked on another screen is not asked any more.
    ui.setState({ dialog: null });
    if (screen !== 'lost' && screen !== 'connecting') ui.setState({ ended: null });
  }, [screen, ui]);
  // The stop button drawn on the sheet is a sample; the real one lies over it.
  if (route === 'sheet')
    return (
      <>
        <ComponentSheet />
        <StopLayer side="left" />
      </>
    );
  return (
    <>
      {screen === 'work' ? (
        <Workbench key={sign} route={route} />
      ) : (
        <div className="apart">
          <StopStrip />
          <Apart screen={screen} />
        </div>
      )}
      <StopLayer side={screen === 'work' ? 'right' : 'left'} />
    </>
  );
}

/** The screens of somebody who is not signed in, or whose console is away. */
function Apart({ screen }: { readonly screen: Exclude<Screen, 'work'> }): ReactNode {
  switch (screen) {
    case 'connecting':
    case 'lost':
    case 'refused':
      return <Notice screen={screen} />;
    case 'unavailable':
      return <UnavailableScreen />;
    case 'first-run':
      return <FirstRunScreen />;
    case 'sign-in':
      return <SignInScreen recover={(onLeave) => <RecoverScreen onLeave={onLeave} />} />;
    case 'lock':
      return <LockScreen />;
  }
}
