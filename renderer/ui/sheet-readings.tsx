import type { ReactNode } from 'react';
import { Plot, type PlotData } from './Plot.tsx';
import { Quantity } from './Quantity.tsx';
import { Ruler } from './Ruler.tsx';
import { Badge, ChannelTag, channelClass, ModeBadge, StateWord } from './StateWord.tsx';
import { type Column, Table } from './Table.tsx';

/** A quantity in each of its states, on its ruler. */
export function Quantities(): ReactNode {
  return (
    <div className="ui-sheet-pairs">
      <div className={channelClass(1)}>
        <div>
          <StateWord kind="live" />
        </div>
        <Quantity value={3.2998} unit="V" decimals={4} size="l" state="live" />
        <Ruler to={6} value={3.2998} setpoint={3.3} range={[3.1, 3.4]} limit={5.5} ends={['0', '6 V']} />
      </div>
      <div className={channelClass(2)}>
        <div>
          <StateWord kind="pending" />
        </div>
        <Quantity value={1.8001} unit="V" decimals={4} size="l" state="live" />
        <Ruler to={6} value={1.8001} setpoint={1.8} pending={2.4} limit={5.5} ends={['0', '6 V']} />
      </div>
      <div className={channelClass(3)}>
        <div>
          <StateWord kind="stale">Stale 12 s</StateWord>
        </div>
        <Quantity value={0.4003} unit="A" decimals={4} size="l" state="stale" />
        <Ruler to={1} value={0.4003} limit={0.8} state="stale" />
      </div>
      <div className={channelClass(4)}>
        <div>
          <StateWord kind="unknown" />
        </div>
        <Quantity value={null} unit="A" decimals={4} size="l" state="unknown" />
        <Ruler to={1} value={null} state="unknown" />
      </div>
    </div>
  );
}

/** The whole state vocabulary. */
export function States(): ReactNode {
  return (
    <div className="ui-sheet-stack">
      <div className="ui-sheet-flow">
        <StateWord kind="live" />
        <StateWord kind="on" />
        <StateWord kind="off" />
        <StateWord kind="pending" />
        <StateWord kind="stale">Stale 6 s</StateWord>
        <StateWord kind="unknown" />
        <StateWord kind="fault" />
        <StateWord kind="ok" />
        <StateWord kind="busy" />
        <StateWord kind="warning" />
      </div>
      <div className="ui-sheet-flow">
        <StateWord kind="slower" />
        <StateWord kind="faster" />
        <StateWord kind="same" />
      </div>
      <div className="ui-sheet-flow">
        <ModeBadge mode="CV" />
        <ModeBadge mode="CC" />
        <Badge tone="good">ON</Badge>
        <Badge tone="pend">PENDING</Badge>
        <Badge tone="warn">SHOWN ONCE</Badge>
        <Badge tone="bad">OVP TRIPPED</Badge>
        <Badge icon="lock">Enforced</Badge>
      </div>
      <div className="ui-sheet-flow">
        {[1, 2, 3, 4].map((channel) => (
          <ChannelTag key={channel} channel={channel} />
        ))}
      </div>
    </div>
  );
}

const xs = Array.from({ length: 200 }, (_, index) => index - 199);
const wave = (size: number, middle: number, turn: number): (number | null)[] =>
  xs.map((x) => (x > -60 && x < -50 ? null : middle + size * Math.sin(x / turn)));
const data: PlotData = [xs, wave(0.2, 1, 11), wave(0.1, 0.9, 17), wave(0.15, 0.6, 7), wave(0.05, 0.5, 23)];

/** All four channel colours with their dashes, labelled at the end. */
export function PlotSample(): ReactNode {
  const lines = [1, 2, 3, 4].map((channel) => ({
    channel,
    label: `Channel ${channel}`,
    current: channel !== 4,
  }));
  return (
    <div className="ui-sheet-plot">
      <Plot
        label="Four channels"
        lines={lines}
        data={data}
        span={199}
        unit="A"
        decimals={3}
        least={0.1}
        times
      />
    </div>
  );
}

interface Sample {
  readonly name: string;
  readonly reading: number | null;
  readonly age: string;
  readonly state: 'live' | 'stale' | 'unknown' | 'fault';
}
const samples: readonly Sample[] = [
  { name: 'Meter', reading: 3.299684, age: '22 ms', state: 'live' },
  { name: 'Logger', reading: 61.2, age: '12 s', state: 'stale' },
  { name: 'Supply', reading: null, age: '45 s', state: 'unknown' },
  { name: 'Generator', reading: null, age: '1 s', state: 'fault' },
];
const columns: readonly Column<Sample>[] = [
  { id: 'name', title: 'Instrument', width: 'minmax(0, 1.4fr)', cell: (row) => row.name },
  {
    id: 'reading',
    title: 'Reading',
    width: 'minmax(0, 1fr)',
    right: true,
    cell: (row) => (
      <Quantity
        value={row.reading}
        unit="V"
        decimals={4}
        size="xs"
        state={row.state === 'live' ? 'live' : 'stale'}
      />
    ),
  },
  { id: 'age', title: 'Age', width: '80px', right: true, cell: (row) => row.age },
  { id: 'state', title: 'State', width: '130px', cell: (row) => <StateWord kind={row.state} /> },
];

/** A small table; the fault has an edge and a tint beside its word. */
export function TableSample(): ReactNode {
  return (
    <div className="ui-sheet-table">
      <Table
        label="Readings"
        columns={columns}
        rows={samples}
        rowKey={(row) => row.name}
        tone={(row) => (row.state === 'fault' ? 'bad' : null)}
      />
    </div>
  );
}
