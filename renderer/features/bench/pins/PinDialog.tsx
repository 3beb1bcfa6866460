import { type FormEvent, type ReactNode, useState } from 'react';
import { useClient } from '#renderer/stores/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Select } from '#renderer/ui/Choice.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import type { Pin } from '#shared/contract/pins.ts';
import { FaultMessage } from '#renderer/features/bench/FaultMessage.tsx';
import { useAct } from '#renderer/features/bench/use-act.ts';
import { type PinProblems, type PinText, pinText, placed, readPin, samePin } from './pin-draft.ts';
import { t } from '#shared/language/t.ts';

interface PinDialogProps {
  readonly instrument: { readonly id: string; readonly name: string };
  readonly pins: readonly Pin[];
  /** The place of the one that is changed; null: a new one. */
  readonly at: number | null;
  /** What a new one asks, when that is known. */
  readonly query?: string | undefined;
  readonly onClose: () => void;
}

/** Pins a query, or changes or takes away one that is pinned. */
export function PinDialog({ instrument, pins, at, query, onClose }: PinDialogProps): ReactNode {
  const client = useClient();
  // Somebody else may move it, or take it away, meanwhile.
  const [before] = useState(at === null ? null : (pins[at] ?? null));
  const [text, setText] = useState(() => ({ ...pinText(before), ...(query !== undefined && { query }) }));
  const [place, setPlace] = useState(at ?? pins.length);
  const [problems, setProblems] = useState<PinProblems>({});
  const { fault, pending, run, forget } = useAct();
  const there = before === null ? -1 : pins.findIndex((each) => samePin(each, before));
  const from = there < 0 ? null : there;
  const places = from === null ? pins.length + 1 : pins.length;
  const put = (part: Partial<PinText>): void => {
    setText({ ...text, ...part });
    setProblems({});
  };
  const send = async (next: readonly Pin[]): Promise<void> => {
    const done = await run(() => client.instruments.setPins({ id: instrument.id, pins: [...next] }));
    if (done !== null) onClose();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const read = readPin(text);
    if ('problems' in read) setProblems(read.problems);
    else void send(placed(pins, from, read.pin, place));
  };
  return (
    <Dialog
      title={before === null ? t`Pin a query of ${instrument.name}` : t`Pinned query of ${instrument.name}`}
      open
      onClose={onClose}
    >
      <form className="bench-form" onSubmit={submit}>
        <TextField
          label={t`Query`}
          mono
          autoFocus
          value={text.query}
          onChange={(typed) => put({ query: typed })}
          maxLength={200}
          placeholder="MEAS:VOLT?"
          help={t`It is asked again and again, so pin only what does nothing but ask. That you pinned it is recorded.`}
          error={problems.query ?? null}
        />
        <TextField
          label={t`Name`}
          value={text.label}
          onChange={(label) => put({ label })}
          maxLength={32}
          help={t`What the reading is. Left empty: the query.`}
          error={problems.label ?? null}
        />
        <div className="bench-thirds">
          <TextField
            label={t`Unit`}
            value={text.unit}
            onChange={(unit) => put({ unit })}
            maxLength={8}
            placeholder="V"
            error={problems.unit ?? null}
          />
          <TextField
            label={t`Times`}
            value={text.scale}
            onChange={(scale) => put({ scale })}
            placeholder="1"
            error={problems.scale ?? null}
          />
          <TextField
            label={t`Decimals`}
            value={text.decimals}
            onChange={(decimals) => put({ decimals })}
            error={problems.decimals ?? null}
          />
        </div>
        <p className="ui-mute">
          {t`V, A, W, Ω, Hz, s, F and H are shown with the prefix that suits the number, unless decimals are chosen.`}
        </p>
        {places > 1 && (
          <Select
            label={t`Place`}
            options={Array.from({ length: places }, (_, each) => ({
              value: `${each}`,
              label: sayPlace(each, places),
            }))}
            value={`${place}`}
            onChange={(chosen) => setPlace(Number(chosen))}
          />
        )}
        <FaultMessage fault={fault} onForget={forget} />
        <div className="ui-dialog-actions">
          {from !== null && (
            <Button
              look="danger"
              pending={pending}
              onPress={() => void send(pins.filter((_, each) => each !== from))}
            >
              {t`Unpin`}
            </Button>
          )}
          <span className="ui-grow" />
          <Button look="quiet" shortcut="Esc" onPress={onClose}>
            {t`Cancel`}
          </Button>
          <Button look="primary" type="submit" shortcut="Enter" pending={pending}>
            {before === null ? t`Pin it` : t`Change it`}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function sayPlace(place: number, places: number): string {
  if (place === 0) return t`1, first`;
  return place === places - 1 ? t`${place + 1}, last` : `${place + 1}`;
}
