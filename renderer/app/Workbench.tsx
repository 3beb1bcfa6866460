import type { ReactNode } from 'react';
import { BenchScreen } from '#renderer/features/bench/BenchScreen.tsx';
import { LayoutRail } from '#renderer/features/bench/dock/LayoutRail.tsx';
import { InstrumentRail } from '#renderer/features/bench/InstrumentRail.tsx';
import { BackupsScreen } from '#renderer/features/backups/BackupsScreen.tsx';
import { HistoryScreen } from '#renderer/features/history/HistoryScreen.tsx';
import { ProfilingScreen } from '#renderer/features/profiling/ProfilingScreen.tsx';
import { LeaveDialog } from '#renderer/features/session/LeaveDialog.tsx';
import { NewCodesDialog } from '#renderer/features/settings/NewCodesDialog.tsx';
import { SettingsDialog } from '#renderer/features/settings/SettingsDialog.tsx';
import { ResetDialog } from '#renderer/features/stop/ResetDialog.tsx';
import { StopStrip } from '#renderer/features/stop/StopStrip.tsx';
import { TerminalScreen } from '#renderer/features/terminal/TerminalScreen.tsx';
import { KeySheet } from './KeySheet.tsx';
import { useFrameKeys } from './keys.ts';
import { PaletteDialog } from './palette/PaletteDialog.tsx';
import type { RouteId } from './route.ts';
import { StatusBar } from './StatusBar.tsx';
import { TopBar } from './TopBar.tsx';

/** The window of somebody who is signed in. */
export function Workbench({ route }: { readonly route: RouteId }): ReactNode {
  useFrameKeys();
  return (
    <div className="work">
      <TopBar route={route} />
      <StopStrip />
      <div className="work-body">
        {route === 'bench' && <InstrumentRail below={<LayoutRail />} />}
        {route === 'terminal' && <InstrumentRail />}
        <main className="work-main">
          <Screen route={route} />
        </main>
      </div>
      <StatusBar />
      <KeySheet />
      <PaletteDialog />
      <SettingsDialog />
      <NewCodesDialog />
      <LeaveDialog />
      <ResetDialog />
    </div>
  );
}

function Screen({ route }: { readonly route: RouteId }): ReactNode {
  if (route === 'history') return <HistoryScreen />;
  if (route === 'backups') return <BackupsScreen />;
  if (route === 'profiling') return <ProfilingScreen />;
  return route === 'terminal' ? <TerminalScreen /> : <BenchScreen />;
}
