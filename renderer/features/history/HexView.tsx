import { type ReactNode, useMemo } from 'react';
import { type Column, Table } from '#renderer/ui/Table.tsx';
import { asciiText, hexLines, hexText, offsetText } from './hex.ts';
import { t } from '#shared/language/t.ts';

/** Bytes with their offsets, in hex and as ASCII. Draws only the lines in sight. */
export function HexView(props: { readonly bytes: Uint8Array; readonly label: string }): ReactNode {
  const { bytes } = props;
  const lines = useMemo(() => Array.from({ length: hexLines(bytes.length) }, (_, line) => line), [bytes]);
  const columns: readonly Column<number>[] = useMemo(
    () => [
      {
        id: 'offset',
        title: t`Offset`,
        width: '74px',
        cell: (line) => <span className="ui-mono ui-dim">{offsetText(line)}</span>,
      },
      {
        id: 'hex',
        title: t`Bytes`,
        width: '374px',
        cell: (line) => <span className="ui-mono">{hexText(bytes, line)}</span>,
      },
      {
        id: 'ascii',
        title: 'ASCII',
        width: 'minmax(140px, 1fr)',
        cell: (line) => <span className="ui-mono ui-mute">{asciiText(bytes, line)}</span>,
      },
    ],
    [bytes],
  );
  return (
    <div className="history-hex">
      <Table
        label={props.label}
        columns={columns}
        rows={lines}
        rowKey={(line) => line}
        rowHeight={20}
        empty={t`No bytes.`}
      />
    </div>
  );
}
