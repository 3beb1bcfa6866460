import type { ReactNode } from 'react';
import { useStores } from '#renderer/stores/context.ts';
import { useUi } from '#renderer/stores/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Kbd, keyWords } from '#renderer/ui/Kbd.tsx';
import { t } from '#shared/language/t.ts';

const groups = [
  {
    title: t`Everywhere`,
    keys: [
      ['Esc Esc', t`Emergency stop: every output off. The first Esc closes what is open.`],
      ['Ctrl K', t`Find or do: instruments, screens, values like “ch1 3.3”`],
      ['F1', t`Bench`],
      ['F3', t`Terminal`],
      ['F4', t`History`],
      ['F5', t`Backups`],
      ['F6', t`Profiling`],
      ['Alt 1-9', t`Layouts of the bench; 1 is Focus`],
      ['F8', t`Next panel; with Shift the one before`],
      ['Alt ↑ ↓', t`In the rail: moves the instrument up or down, for everybody`],
      ['?', t`This list`],
    ],
  },
  {
    title: t`In the focused panel`,
    keys: [
      ['1-4', t`Outputs: one press turns off, holding turns on`],
      ['0', t`All outputs of this instrument off`],
      ['V', t`Voltage setpoint`],
      ['A', t`Current setpoint`],
      ['Enter', t`Send the setpoint`],
      ['Ctrl Z', t`The setpoint before`],
      ['M', t`The function selector`],
      ['Space', t`An oscilloscope runs or stops; S takes one acquisition`],
      ['C', t`Copy what the channel measures`],
      ['D', t`A multimeter shows the difference from what it reads now; again, the reading`],
      ['B', t`Big digits; with left and right the other channels, B goes back`],
      ['P', t`Without a driver: pin a query as a reading`],
    ],
  },
  {
    title: t`In a layout of your own`,
    keys: [
      ['Alt Shift ←', t`Moves the panel, with → ↑ ↓ too: out of its tabs, or to the group there`],
      ['Alt Page ↓', t`Next tab of the group; Page ↑ the one before`],
      ['Alt +', t`Bigger; Alt − smaller`],
      ['Alt W', t`Close the panel; Del on its tab`],
      ['← →', t`On a tab: from tab to tab. On a border: moves it`],
    ],
  },
  {
    title: t`In the terminal`,
    keys: [
      ['Enter', t`Send; with Shift one more line`],
      ['↑ ↓', t`What was sent before, by its beginning`],
      ['Tab', t`Take the command that is suggested`],
      ['Ctrl Space', t`All commands that fit`],
      ['Page ↑', t`Scroll the transcript; with ↓ back`],
    ],
  },
  {
    title: t`In the history`,
    keys: [
      ['/', t`Search`],
      ['↑ ↓', t`Choose a row; its details open below`],
      ['Enter', t`Go into the details; Esc closes them`],
      ['E', t`Failed only`],
      ['F', t`More filters; X clears all`],
      ['P', t`Pause or go on; N shows newer rows`],
      ['B', t`Text or bytes; C copies the row`],
      ['Home End', t`Newest and oldest row that is loaded`],
      ['D', t`Calendar; in it arrows, Shift for several days, Enter`],
      ['S', t`Work sessions; Space picks two to compare`],
      ['M', t`Pin the row; T goes to its tags`],
      ['Shift ↑ ↓', t`A stretch; I and O set its beginning and end`],
      ['Y', t`Copy the stretch as a script; R saves it as a recording`],
      ['W', t`Export; K is keeping: how long, and whether it holds`],
    ],
  },
  {
    title: t`In the backups`,
    keys: [
      ['B', t`Back up now; V compares every copy`],
      ['Del', t`Cancel what runs`],
      ['R', t`Rehearse a restore; with Shift restore`],
      ['C', t`Places or copies; A adds a place`],
      ['K', t`Add a key; S is schedule and keeping`],
    ],
  },
  {
    title: t`In the profiling`,
    keys: [
      ['1-4', t`Spans, instruments, traces, CPU`],
      ['W', t`The next choice of time`],
      ['/', t`Filter; Esc clears it`],
      ['← →', t`In the titles of the table: which one sorts; Enter sorts`],
      ['Enter', t`All of the instrument whose span is chosen`],
      ['A', t`Compare again; B is baselines, S saves one`],
      ['T', t`Profile ten paths; E exports the numbers`],
      ['P', t`Record; H is the threads`],
    ],
  },
  {
    title: t`In traces and flame graphs`,
    keys: [
      ['/', t`Search; N and Shift N go to what fits in a graph`],
      ['L', t`Hold the list of traces; D exports, X shows all`],
      ['Enter', t`To the waterfall; a bar or a function over the whole width`],
      ['← → ↑ ↓', t`From bar to bar, from function to function; ← → close and open`],
      ['+ −', t`Nearer and farther in time; Shift ← → goes on, 0 is all`],
      ['Esc', t`All of the graph; Backspace goes out by one`],
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
      title={t`Keys`}
      open={dialog === 'keys'}
      onClose={close}
      wide
      dismissable
      actions={
        <Button shortcut="Esc" onPress={close}>
          {t`Close`}
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
                    <span className="ui-sr">{keyWords(key)}</span>
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
