import { type FormEvent, type ReactNode, useState } from 'react';
import { useClient } from '#renderer/stores/hooks.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Choice.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { formatBytes } from '#renderer/ui/work-words.ts';
import { FaultNote } from '#renderer/features/backups/forms/FaultNote.tsx';
import {
  dayName,
  keepingKinds,
  keepingLimits,
  readKeeping,
  readTimes,
  scheduleWords,
  weekOrder,
} from '#renderer/features/backups/schedule-words.ts';
import { goingWords } from '#renderer/features/backups/going.ts';
import { GoingList } from '#renderer/features/backups/GoingList.tsx';
import { useGoing } from '#renderer/features/backups/use-going.ts';
import type { BackupState } from '#shared/contract/backups.ts';
import { t } from '#shared/language/t.ts';

const labels = { daily: t`Daily`, weekly: t`Weekly`, monthly: t`Monthly`, yearly: t`Yearly` } as const;

/** When backups are made by themselves and how many are kept, with what less keeping takes said before it is set. */
export function ScheduleDialog(props: {
  readonly state: BackupState;
  readonly onClose: () => void;
}): ReactNode {
  const { onClose } = props;
  // What was there when it was opened: a run in between does not change what is being typed.
  const [state] = useState(props.state);
  const client = useClient();
  const call = useCall();
  const [times, setTimes] = useState(state.schedule.times.join(', '));
  const [days, setDays] = useState<ReadonlySet<number>>(() => new Set(state.schedule.days));
  const [atShutdown, setAtShutdown] = useState(state.schedule.atShutdown);
  const [text, setText] = useState(() => ({
    daily: String(state.keeping.daily),
    weekly: String(state.keeping.weekly),
    monthly: String(state.keeping.monthly),
    yearly: String(state.keeping.yearly),
  }));
  const [tried, setTried] = useState(false);
  const readT = readTimes(times);
  const readK = readKeeping(text);
  const schedule = { times: [...(readT ?? [])], days: weekOrder.filter((day) => days.has(day)), atShutdown };
  const going = useGoing('', 'keeping' in readK ? readK.keeping : state.keeping);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (readT === null || readT.length > 12 || 'wrong' in readK) return;
    const done = await call.run(async () => {
      await client.backups.setSchedule({ schedule, keeping: readK.keeping });
      return true;
    });
    if (done !== null) onClose();
  };
  const timesProblem =
    readT === null
      ? t`Write times as 12:30, 18:00.`
      : readT.length > 12
        ? t`Twelve times a day at the most.`
        : null;
  return (
    <Dialog title={t`Schedule and keeping`} open onClose={onClose} wide>
      <form className="bk-form" onSubmit={(event) => void submit(event)}>
        <TextField
          label={t`Times, by the clock of this PC`}
          value={times}
          onChange={setTimes}
          autoFocus
          placeholder="12:30, 18:00"
          error={tried ? timesProblem : null}
        />
        <fieldset className="bk-week">
          <legend className="ui-field-label">{t`On these days`}</legend>
          {weekOrder.map((day) => (
            <Checkbox
              key={day}
              value={days.has(day)}
              onChange={(on) =>
                setDays(new Set(weekOrder.filter((each) => (each === day ? on : days.has(each)))))
              }
            >
              {dayName(day)}
            </Checkbox>
          ))}
        </fieldset>
        <Checkbox value={atShutdown} onChange={setAtShutdown}>
          {t`Also when the console ends`}
        </Checkbox>
        <fieldset className="bk-keeping">
          <legend className="ui-field-label">{t`Keep so many of each; only verified backups count`}</legend>
          {keepingKinds.map((kind) => (
            <TextField
              key={kind}
              label={labels[kind]}
              value={text[kind]}
              onChange={(value) => setText({ ...text, [kind]: value })}
              maxLength={4}
              error={
                tried && 'wrong' in readK && readK.wrong === kind
                  ? t`${keepingLimits[kind][0]} to ${keepingLimits[kind][1]}.`
                  : null
              }
            />
          ))}
        </fieldset>
        <p className="ui-mute" role="status">
          {readT !== null && t`Runs ${scheduleWords(schedule)}. `}
          {t`A run that was missed is caught up.`}
        </p>
        {going !== null && going.copies.length > 0 && (
          <>
            <Message tone="warn" title={t`${goingWords(going, formatBytes)} go at the next run.`}>
              {t`Nothing goes before a new backup has been verified.`}
            </Message>
            <GoingList going={going} />
          </>
        )}
        <div className="ui-dialog-actions">
          <Button look="quiet" shortcut="Esc" onPress={onClose}>
            {t`Cancel`}
          </Button>
          <Button look="primary" type="submit" shortcut="Enter" pending={call.busy}>
            {t`Set schedule and keeping`}
          </Button>
        </div>
        <FaultNote fault={call.fault} />
      </form>
    </Dialog>
  );
}
