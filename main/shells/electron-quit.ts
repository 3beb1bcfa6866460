import { app, type BrowserWindow, dialog } from 'electron';
import type { Core } from '#main/core.ts';
import { describeOutputs } from './outputs.ts';

/** Everything has to be closed within this. */
const closeDeadlineMs = 10_000;

/** What the person wants with outputs that are on; null to stay. */
async function ask(core: Core, window: BrowserWindow | null): Promise<'keep' | 'off' | null> {
  const live = core.live();
  if (live.length === 0) return 'keep';
  const options: Electron.MessageBoxOptions = {
    type: 'warning',
    title: 'LabLink Console',
    message: 'Outputs are on. What happens to them when the console ends?',
    detail: describeOutputs(live),
    buttons: ['Switch off and quit', 'Keep on and quit', 'Cancel'],
    defaultId: 2,
    cancelId: 2,
    noLink: true,
  };
  const { response } = await (window === null
    ? dialog.showMessageBox(options)
    : dialog.showMessageBox(window, options));
  return response === 0 ? 'off' : response === 1 ? 'keep' : null;
}

/**
 * The one way out: asks about live outputs, closes the core, ends the app. Answers with what ends it without asking, for
 * when the person has chosen in the window already.
 */
export function closeBeforeQuit(
  core: Core,
  window: () => BrowserWindow | null,
): { readonly now: () => void } {
  let state: 'running' | 'asking' | 'closing' = 'running';
  const close = async (outputs: 'keep' | 'off'): Promise<void> => {
    state = 'closing';
    // A close that hangs must not keep a dead console on the screen.
    const timer = setTimeout(() => app.exit(1), closeDeadlineMs);
    let code = 0;
    await core.close({ outputs, who: 'console' }).catch((error: unknown) => {
      console.error('closing failed:', error);
      code = 1;
    });
    clearTimeout(timer);
    app.exit(code);
  };
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (state !== 'running') return;
    state = 'asking';
    // A question that could not be asked is no answer: the console stays, and can be asked to quit again.
    const asked = ask(core, window()).catch((error: unknown) => {
      console.error('the question about outputs failed:', error);
      return null;
    });
    void asked.then((outputs) => {
      if (state !== 'asking') return;
      if (outputs === null) state = 'running';
      else void close(outputs);
    });
  });
  return {
    now: () => {
      if (state !== 'closing') void close('keep');
    },
  };
}
