import { type ReactNode, useState } from 'react';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { Quantity } from '#renderer/ui/Quantity.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import { vars } from '#renderer/ui/vars.ts';
import type { PinReading } from '#shared/contract/pins.ts';
import type { Freshness } from '#renderer/features/bench/freshness.ts';
import { isLong, pinRoom, type PinView, pinView } from './pin-view.ts';
import { said } from '#shared/language/said.ts';
import { t } from '#shared/language/t.ts';

/** The view of a reading whose prefix stays as it is while the number is at its border. */
export function usePinView(reading: PinReading): PinView {
  const [power, setPower] = useState(0);
  const view = pinView(reading, power);
  if (view.power !== power) setPower(view.power);
  return view;
}

interface PinnedReadingProps {
  readonly reading: PinReading;
  readonly fresh: Freshness;
  readonly size: 'xl' | 'l';
  /** Left out for whoever only looks. */
  readonly onChange?: () => void;
  readonly onAgain?: () => void;
}

/** One pinned query: its answer as large as the readings of a driver, or why there is none. */
export function PinnedReading({ reading, fresh, size, onChange, onAgain }: PinnedReadingProps): ReactNode {
  const { pin, fault, paused } = reading;
  const view = usePinView(reading);
  return (
    <li className="bench-pin">
      <div className="bench-pin-head">
        <h3 className="ui-cut">{pin.label}</h3>
        <span className="ui-grow" />
        {paused ? (
          <StateWord kind="warning">{t`Paused`}</StateWord>
        ) : (
          <StateWord kind={fresh.kind}>{fresh.word}</StateWord>
        )}
        {onChange !== undefined && (
          <IconButton
            icon="pin"
            size="small"
            look="quiet"
            label={t`Change ${pin.label}…`}
            onPress={onChange}
          />
        )}
      </div>
      <div className="bench-reading" style={vars({ '--em': pinRoom(view) })}>
        {isLong(view) && fresh.kind !== 'unknown' ? (
          <p className="bench-pin-text ui-mono">{view.word || t`An empty answer`}</p>
        ) : (
          <Quantity
            value={view.value}
            word={view.word}
            unit={view.unit}
            decimals={view.decimals}
            size={size}
            state={fresh.kind}
          />
        )}
      </div>
      <span className="ui-mono ui-dim bench-pin-query">{pin.query}</span>
      {fault !== null && (
        <p className="bench-pin-fault">
          {said(fault.message)}{' '}
          <span className="ui-mute">
            {paused ? t`It failed three times in a row, so it is not asked any more.` : said(fault.remedy)}
          </span>
        </p>
      )}
      {paused && onAgain !== undefined && (
        <Button size="small" icon="retry" label={t`Ask ${pin.label} again`} onPress={onAgain}>
          {t`Ask again`}
        </Button>
      )}
    </li>
  );
}
