import type { ReactNode } from 'react';
import { useStores } from '#renderer/stores/context.ts';
import { useUi } from '#renderer/stores/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Kbd } from '#renderer/ui/Kbd.tsx';

const groups = [
  {
    title: 'Everywhere',
    keys: [
      ['Esc Esc', 'Emergency stop: every output off. The first Esc closes what is open.'],
      ['F1', 'Bench'],
      ['F3', 'Terminal'],
      ['F4', 'History'],
      ['F5', 'Backups'],
      ['F8', 'Next panel; with Shift the one before'],
      ['?', 'This list'],
    ],
  },
  {
    title: 'In the focused panel',
    keys: [
      ['1-4', 'Outputs: one press turns off, holding turns on'],
      ['0', 'All outputs of this instrument off'],
      ['V', 'Voltage setpoint'],
      ['A', 'Current setpoint'],
      ['Enter', 'Send the setpoint'],
      ['Ctrl Z', 'The setpoint before'],
    ],
  },
  {
    title: 'In the terminal',
    keys: [
      ['Enter', 'Send; with Shift one more line'],
      ['↑ ↓', 'What was sent before, by its beginning'],
      ['Tab', 'Take the command that is suggested'],
      ['Ctrl Space', 'All commands that fit'],
      ['Page ↑', 'Scroll the transcript; with ↓ back'],
    ],
  },
  {
    title: 'In the history',
    keys: [
      ['/', 'Search'],
      ['↑ ↓', 'Choose a row; its details open below'],
      ['Enter', 'Go into the details; Esc closes them'],
      ['E', 'Failed only'],
      ['F', 'More filters; X clears all'],
      ['P', 'Pause or go on; N shows newer rows'],
      ['B', 'Text or bytes; C copies the row'],
      ['Home End', 'Newest and oldest row that is loaded'],
      ['D', 'Calendar; in it arrows, Shift for several days, Enter'],
      ['S', 'Work sessions; Space picks two to compare'],
      ['M', 'Pin the row; T goes to its tags'],
      ['Shift ↑ ↓', 'A stretch; I and O set its beginning and end'],
      ['Y', 'Copy the stretch as a script; R saves it as a recording'],
      ['W', 'Export; K is keeping: how long, and whether it holds'],
    ],
  },
  {
    title: 'In the backups',
    keys: [
      ['B', 'Back up now; V compares every copy'],
      ['Del', 'Cancel what runs'],
      ['R', 'Rehearse a restore; with Shift restore'],
      ['C', 'Places or copies; A adds a place'],
      ['K', 'Add a key; S is schedule and keeping'],
    ],
  },
] as const;

/** All keys there are. */
export function KeySheet(): ReactNode {
  const { ui } = useStores();
  const { dialog } = useUi();
  const close = (): void => ui.setState({ dialog: null });
  return (
    <Dialog
      title="Keys"
      open={dialog === 'keys'}
      onClose={close}
      wide
      dismissable
      actions={
        <Button shortcut="Esc" onPress={close}>
          Close
        </Button>
      }
    >
      <div className="keys">
        {groups.map(({ title, keys }) => (
          <section key={title}>
            <h2 className="ui-legend">{title}</h2>
            <dl>
              {keys.map(([key, what]) => (
                <div key={key}>
                  <dt>
                    <span className="ui-sr">{key}</span>
                    <Kbd keys={key} />
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
