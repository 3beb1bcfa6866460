import { type ReactNode, useState } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { Select, Switch } from '#renderer/ui/Choice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import type { SerialLine } from '#shared/address/address.ts';
import type { Draft } from './draft.ts';
import { PortList } from './PortList.tsx';
import { serialPicks } from './picks.ts';
import type { WayProps } from './way.ts';
import { t } from '#shared/language/t.ts';

type Options<K extends keyof SerialLine> = readonly {
  readonly value: `${SerialLine[K]}`;
  readonly label: string;
}[];

const parities: Options<'parity'> = [
  { value: 'none', label: t`None` },
  { value: 'even', label: t`Even` },
  { value: 'odd', label: t`Odd` },
  { value: 'mark', label: 'Mark' },
  { value: 'space', label: 'Space' },
];
const flows: Options<'flow'> = [
  { value: 'none', label: t`None` },
  { value: 'rtscts', label: 'RTS/CTS' },
  { value: 'xonxoff', label: 'XON/XOFF' },
];
const bits: Options<'bits'> = [
  { value: '8', label: '8' },
  { value: '7', label: '7' },
  { value: '6', label: '6' },
  { value: '5', label: '5' },
];
const stops: Options<'stop'> = [
  { value: '1', label: '1' },
  { value: '1.5', label: '1.5' },
  { value: '2', label: '2' },
];
const sends: Options<'send'> = [
  { value: 'lf', label: 'LF' },
  { value: 'cr', label: 'CR' },
  { value: 'crlf', label: 'CR LF' },
  { value: 'none', label: t`Nothing` },
];
const receives: Options<'receive'> = [
  { value: 'any', label: t`CR, LF or both` },
  { value: 'lf', label: 'LF' },
  { value: 'cr', label: 'CR' },
  { value: 'crlf', label: 'CR LF' },
];

/** A port of this PC, and how fast it talks; the rest of the line on demand. */
export function SerialWay(props: WayProps): ReactNode {
  const { draft, change, ports } = props;
  const { line } = draft;
  const [more, setMore] = useState(false);
  const put = (part: Partial<Draft['line']>): void => change({ line: { ...line, ...part } });
  return (
    <>
      <PortList
        label={t`Ports of this PC`}
        items={serialPicks(ports.serial)}
        value={draft.serial}
        onChange={(serial) => change({ serial })}
        empty={t`There is no serial port. Plug in the adapter, then look again.`}
        ports={ports}
      />
      <div className="connect-line">
        <TextField
          label={t`Baud`}
          mono
          value={draft.baud}
          onChange={(baud) => change({ baud })}
          maxLength={7}
        />
        <Select
          label={t`Data bits`}
          options={bits}
          value={`${line.bits}`}
          onChange={(value) => put({ bits: Number(value) as SerialLine['bits'] })}
        />
        <Select
          label={t`Parity`}
          options={parities}
          value={line.parity}
          onChange={(parity) => put({ parity })}
        />
        <Select
          label={t`Stop bits`}
          options={stops}
          value={`${line.stop}`}
          onChange={(value) => put({ stop: Number(value) as SerialLine['stop'] })}
        />
      </div>
      {more ? (
        <>
          <div className="bench-thirds">
            <Select
              label={t`Flow control`}
              options={flows}
              value={line.flow}
              onChange={(flow) => put({ flow })}
            />
            <Select
              label={t`Sent messages end with`}
              options={sends}
              value={line.send}
              onChange={(send) => put({ send })}
            />
            <Select
              label={t`Replies end with`}
              options={receives}
              value={line.receive}
              onChange={(receive) => put({ receive })}
            />
          </div>
          <div className="connect-switches">
            <Switch value={line.dtr} onChange={(dtr) => put({ dtr })}>
              {t`DTR on while open`}
            </Switch>
            <Switch value={line.rts} onChange={(rts) => put({ rts })}>
              {t`RTS on while open`}
            </Switch>
          </div>
        </>
      ) : (
        <div className="connect-more">
          <Button size="small" look="quiet" icon="plus" onPress={() => setMore(true)}>
            {t`Flow control, terminators, DTR and RTS`}
          </Button>
        </div>
      )}
    </>
  );
}
