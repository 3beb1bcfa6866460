import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useBackups, useClient } from '#renderer/stores/hooks.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { Panel } from '#renderer/ui/Panel.tsx';
import type { BackupState } from '#shared/contract/backups.ts';
import type { Step } from './answer.ts';
import { AnswerPanel } from './AnswerPanel.tsx';
import { DialogHost } from './dialogs/DialogHost.tsx';
import { FaultNote } from './forms/FaultNote.tsx';
import type { BackupDialog } from './dialogs.ts';
import { DrillPanel } from './DrillPanel.tsx';
import { EndNote } from './EndNote.tsx';
import { JobStrip } from './JobStrip.tsx';
import type { JobKind } from './jobs.ts';
import { type Act, actOf } from './keys.ts';
import { KeysPanel } from './KeysPanel.tsx';
import { useMay } from './may.ts';
import { PlacesPanel, type PlacesView } from './PlacesPanel.tsx';
import { RestoreNotice } from './RestoreNotice.tsx';
import { SchedulePanel } from './SchedulePanel.tsx';
import { useJobs } from './use-jobs.ts';
import './backups.css';
import './parts.css';
import './dialogs.css';
import { t } from '#shared/language/t.ts';
import { tx } from '#renderer/ui/phrase.ts';

/** Can it be got back? And all that makes the answer yes. */
export function BackupsScreen(): ReactNode {
  const state = useBackups();
  if (state === null) return <Asking />;
  return <Known state={state} />;
}

/** An answer takes this long only when something is wrong, ms. */
const slowMs = 5000;

/** Nothing is known yet: never what was known before. */
function Asking(): ReactNode {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), slowMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="bk">
      <Panel title={t`Backups`} icon="backups">
        <p className="bk-empty" role="status">
          {slow ? (
            <>
              <b>{t`The console does not say what backups there are.`}</b>{' '}
              {tx`It is asked again every second. The backups themselves are where they were; ${<span className="ui-mono">lablink backup list</span>} looks at them without this window.`}
            </>
          ) : (
            t`Asking the console what there is…`
          )}
        </p>
      </Panel>
    </div>
  );
}

const stripKinds = {
  backup: 'backup',
  verify: 'verify',
  compare: 'verify',
  drill: 'drill',
  restore: 'restore',
} as const;

const typing = (target: EventTarget): boolean =>
  target instanceof Element && target.closest('input, textarea, [role="listbox"], [role="dialog"]') !== null;

function Known({ state }: { readonly state: BackupState }): ReactNode {
  const client = useClient();
  const may = useMay();
  const { job, end, desk } = useJobs();
  const [dialog, setDialog] = useState<BackupDialog | null>(null);
  const [view, setView] = useState<PlacesView>({ of: 'places' });
  const top = useRef<HTMLElement>(null);
  const busy = job !== null || state.running !== null;
  useEffect(() => {
    // Whoever came here by a key can go on by key at once.
    if (document.activeElement === document.body) top.current?.focus();
  }, []);
  const shown = job ?? state.running;
  const cancelling = useCall();
  // What runs here ends with its stream; what the schedule or somebody else began is ended by name.
  const cancel = (): void => {
    if (job !== null) desk.cancel();
    else void cancelling.run(() => client.backups.cancel({}));
  };
  const ready = state.recipients.length > 0 && state.destinations.length > 0;
  const backUp = (): void => {
    const n = state.destinations.length;
    const title = n === 1 ? t`Backing up to ${state.destinations[0]?.name}` : t`Backing up to ${n} places`;
    desk.start('backup', title, (signal) => client.backups.create({ destinations: null }, { signal }));
  };
  const compare = (): void =>
    desk.start('compare', t`Comparing all copies`, (signal) => client.backups.verifyAll({}, { signal }));
  const step = (next: Step): void => {
    if (next === 'set-up') setDialog({ is: 'set-up' });
    else if (next === 'add-place') setDialog({ is: 'add-place' });
    else if (next === 'back-up') backUp();
    else if (next === 'rehearse') setDialog({ is: 'drill', copy: null });
    else if (next === 'look') setView({ of: 'copies', at: null });
    else {
      const id = state.recipients.find(({ provedAt }) => provedAt === null)?.id ?? state.recipients[0]?.id;
      if (id !== undefined) setDialog({ is: 'prove', id });
    }
  };
  // No letter, so it needs no panel: whoever sees it run can end it from anywhere on the screen.
  useEffect(() => {
    const keys = (event: globalThis.KeyboardEvent): void => {
      if (event.target !== document.body || event.key !== 'Delete') return;
      if (event.shiftKey || event.ctrlKey || event.altKey || event.repeat) return;
      if (shown !== null && may.run) cancel();
    };
    window.addEventListener('keydown', keys);
    return () => window.removeEventListener('keydown', keys);
  });
  const acts: Readonly<Record<Act, (() => void) | false>> = {
    'back-up': may.run && ready && !busy && backUp,
    compare: may.run && ready && !busy && compare,
    'add-place': may.manage && (() => setDialog({ is: 'add-place' })),
    'add-key': may.manage && (() => setDialog({ is: state.recipients.length === 0 ? 'set-up' : 'add-key' })),
    rehearse: may.run && !busy && (() => setDialog({ is: 'drill', copy: null })),
    restore: may.manage && !busy && (() => setDialog({ is: 'restore', copy: null })),
    schedule: may.manage && (() => setDialog({ is: 'schedule' })),
    copies: () => setView(view.of === 'places' ? { of: 'copies', at: null } : { of: 'places' }),
    cancel: shown !== null && may.run && cancel,
  };
  const keys = (event: KeyboardEvent<HTMLElement>): void => {
    // A dialog stands elsewhere on the page, though not for React.
    if (event.defaultPrevented || typing(event.target) || !event.currentTarget.contains(event.target as Node))
      return;
    const { key, shiftKey: shift, ctrlKey, altKey, metaKey, repeat } = event;
    const act = actOf({ key, shift, other: ctrlKey || altKey || metaKey, repeat });
    const run = act === null ? false : acts[act];
    if (run === false) return;
    event.preventDefault();
    run();
  };
  const what = job === null ? state.running?.what : stripKinds[job.what satisfies JobKind];
  const running = job?.progress ?? state.running?.progress ?? null;
  return (
    <div className="bk" onKeyDown={keys}>
      <AnswerPanel
        state={state}
        may={may}
        busy={busy}
        onStep={step}
        onRestore={() => setDialog({ is: 'restore', copy: null })}
        onVerifyAll={compare}
        onBackUp={backUp}
        panelRef={top}
      />
      <RestoreNotice state={state} may={may} />
      {shown !== null && what !== undefined && (
        <JobStrip what={what} title={shown.title} progress={running} onCancel={may.run ? cancel : null} />
      )}
      <FaultNote fault={cancelling.fault} />
      {end !== null && dialog === null && (
        <EndNote
          end={end}
          placeName={(id) =>
            state.destinations.find((each) => each.id === id)?.name ?? t`A place that was removed`
          }
          onReport={() => setDialog({ is: 'report' })}
          onPutAside={() => desk.putAside()}
        />
      )}
      <div className="bk-grid">
        <PlacesPanel
          state={state}
          view={view}
          onView={setView}
          may={may}
          busy={busy}
          writing={what === 'backup'}
          open={setDialog}
        />
        <SchedulePanel state={state} may={may} open={setDialog} />
        <DrillPanel state={state} may={may} busy={busy} open={setDialog} />
        <KeysPanel state={state} may={may} open={setDialog} />
      </div>
      {!may.manage && (
        <p className="ui-dim bk-may">
          {may.run
            ? t`You make, check and rehearse backups. Keys, places, schedule and restores are for an administrator.`
            : t`You see what there is. An operator makes, checks and rehearses backups.`}
        </p>
      )}
      <DialogHost
        dialog={dialog}
        state={state}
        open={setDialog}
        onClose={() => setDialog(null)}
        onBackUp={backUp}
      />
    </div>
  );
}
