import { type FormEvent, type ReactNode, useState } from 'react';
import { useClient } from '#renderer/stores/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Choice.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { ChannelTag } from '#renderer/ui/StateWord.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import type { Envelope } from '#shared/contract/channels.ts';
import type { Instrument, Live } from '#shared/contract/instruments.ts';
import { type EnvelopeProblems, type EnvelopeText, envelopeText, readEnvelope } from './envelope-limits.ts';
import { FaultMessage } from './FaultMessage.tsx';
import { useAct } from './use-act.ts';
import { t } from '#shared/language/t.ts';

interface EnvelopeDialogProps {
  readonly instrument: Instrument;
  readonly live: Live;
  readonly onClose: () => void;
}

/** Sets, changes or removes the envelope of one or more channels. */
export function EnvelopeDialog({ instrument, live, onClose }: EnvelopeDialogProps): ReactNode {
  const client = useClient();
  const limited = instrument.channels.filter(({ envelope }) => envelope);
  const first = live.channels.find(({ envelope }) => envelope !== null)?.envelope ?? null;
  const [text, setText] = useState(() => envelopeText(first));
  const [chosen, setChosen] = useState<ReadonlySet<number>>(
    () =>
      new Set(
        live.channels
          .filter(
            ({ channel, envelope }) =>
              limited.some((each) => each.channel === channel) && (first === null || envelope !== null),
          )
          .map(({ channel }) => channel),
      ),
  );
  const [problems, setProblems] = useState<EnvelopeProblems>({});
  const { fault, pending, run, forget } = useAct();
  const put = (part: Partial<EnvelopeText>): void => {
    setText({ ...text, ...part });
    setProblems({});
  };
  const send = async (envelope: Envelope | null): Promise<void> => {
    const done = await run(async () => {
      for (const channel of chosen)
        await client.safety.setEnvelope({ instrument: instrument.id, channel, envelope });
      return true;
    });
    if (done) onClose();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const read = readEnvelope(text);
    if ('problems' in read) setProblems(read.problems);
    else void send(read.envelope);
  };
  return (
    <Dialog title={t`Envelope for ${instrument.name}`} open onClose={onClose}>
      <form className="bench-form" onSubmit={submit}>
        <TextField
          label={t`Device under test`}
          autoFocus
          value={text.name}
          onChange={(name) => put({ name })}
          maxLength={80}
          error={problems.name ?? null}
        />
        <div className="bench-thirds">
          <TextField
            label={t`Voltage, at most`}
            value={text.voltage}
            onChange={(voltage) => put({ voltage })}
            after="V"
            error={problems.voltage ?? problems.none ?? null}
          />
          <TextField
            label={t`Current, at most`}
            value={text.current}
            onChange={(current) => put({ current })}
            after="A"
            error={problems.current ?? null}
          />
          <TextField
            label={t`Power, at most`}
            value={text.power}
            onChange={(power) => put({ power })}
            after="W"
            error={problems.power ?? null}
          />
        </div>
        <div className="bench-thirds">
          <TextField
            label={t`Rise, at most`}
            value={text.slew}
            onChange={(slew) => put({ slew })}
            after="V/s"
            error={problems.slew ?? null}
          />
        </div>
        <fieldset className="bench-choices">
          <legend className="ui-field-label">{t`Holds for`}</legend>
          {limited.map(({ channel, label }) => (
            <Checkbox
              key={channel}
              value={chosen.has(channel)}
              onChange={(on) =>
                setChosen(new Set(on ? [...chosen, channel] : [...chosen].filter((each) => each !== channel)))
              }
            >
              <ChannelTag channel={channel} /> {label}
            </Checkbox>
          ))}
        </fieldset>
        <p className="ui-mute">
          {t`Every command is held to it, from wherever it comes. An empty field is no limit. A command that would raise the voltage of an output that is on faster is refused; one that is switched on rises from 0 V. An output that stands outside the new envelope is switched off at once.`}
        </p>
        <FaultMessage fault={fault} onForget={forget} />
        <div className="ui-dialog-actions">
          {first !== null && (
            <Button
              look="danger"
              pending={pending}
              disabled={chosen.size === 0}
              onPress={() => void send(null)}
            >
              {t`Remove the envelope`}
            </Button>
          )}
          <span className="ui-grow" />
          <Button look="quiet" shortcut="Esc" onPress={onClose}>
            {t`Cancel`}
          </Button>
          <Button
            look="primary"
            type="submit"
            shortcut="Enter"
            pending={pending}
            disabled={chosen.size === 0}
          >
            {t`Set the envelope`}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
