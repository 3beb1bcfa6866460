import { type ReactNode, useMemo, useState } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/vars.ts';
import type { Reply } from '#shared/contract/program.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { folded, isErrorEntry } from './fold.ts';
import { hexRows } from './hex.ts';
import { numberList, sayList, specialWord } from './numbers.ts';
import { Picture } from './Picture.tsx';
import { Sparkline } from './Sparkline.tsx';
import { t } from '#shared/language/t.ts';

const count = (value: number): string => formatFixed(value, 0);

/** A reply as what it is: text, numbers, a picture, bytes. */
export function ReplyView({ reply }: { readonly reply: Reply }): ReactNode {
  if (reply.kind === 'text') return <TextReply text={reply.text} length={reply.length} />;
  if (reply.kind === 'bytes')
    return (
      <>
        <p>{t`${count(reply.length)} bytes that are neither text nor a block`}</p>
        <Dump data={reply.data} length={reply.length} />
      </>
    );
  const { type, data, length, rest } = reply;
  const whole = data.byteLength === length;
  return (
    <>
      <p>
        {t`${type === 'bytes' ? t`Block` : t`${type.toUpperCase()} picture`}, ${count(length)} bytes`}
        {!whole && <span className="ui-mute">{t`: the first ${count(data.byteLength)} came here`}</span>}
      </p>
      {type === 'bytes' || !whole ? (
        <Dump data={data} length={length} />
      ) : (
        <Picture data={data} type={type} />
      )}
      {rest !== '' && (
        <p className="ui-mono">
          <span className="ui-dim">{t`behind the block`} </span>
          {rest}
        </p>
      )}
    </>
  );
}

function TextReply({ text, length }: { readonly text: string; readonly length: number }): ReactNode {
  const list = useMemo(() => numberList(text), [text]);
  const special = specialWord(text.trim());
  if (text === '') return <p className="ui-dim">{t`An empty reply`}</p>;
  const cut = length > text.length;
  return (
    <>
      {list !== null && (
        <>
          <p>
            {sayList(list)}
            {cut && t`, as far as they came here`}
          </p>
          <Sparkline list={list} />
        </>
      )}
      <LongText text={text} bad={isErrorEntry(text)} short={list !== null} />
      {cut && (
        <p className="ui-mute">{t`Cut: ${count(text.length)} of ${count(length)} characters came here.`}</p>
      )}
      {special !== null && <p className="ui-mute">{special}</p>}
    </>
  );
}

/** Long text is folded; `short`: its summary stands above it, and one line of it is enough. */
function LongText(props: {
  readonly text: string;
  readonly bad: boolean;
  readonly short: boolean;
}): ReactNode {
  const { text } = props;
  const [open, setOpen] = useState(false);
  const start = props.short ? text.slice(0, 72) : folded(text);
  const isFolded = start !== null && start.length < text.length;
  return (
    <>
      <p className={classes('terminal-text ui-mono', props.bad && 'bad')}>
        {isFolded && !open ? `${start}…` : text}
      </p>
      {isFolded && (
        <Button size="small" look="quiet" onPress={() => setOpen(!open)}>
          {open ? t`Show less` : t`Show all ${count(text.length)} characters`}
        </Button>
      )}
    </>
  );
}

const fewRows = 4;
const manyRows = 64;

/** Bytes in hex. */
function Dump({ data, length }: { readonly data: Uint8Array; readonly length: number }): ReactNode {
  const [open, setOpen] = useState(false);
  const rows = useMemo(() => hexRows(data, open ? manyRows : fewRows), [data, open]);
  const shown = Math.min(rows.length * 16, data.byteLength);
  const more = Math.min(data.byteLength, manyRows * 16);
  return (
    <>
      <pre className="terminal-hex ui-mono">
        {rows.map(({ offset, hex, text }) => (
          <span key={offset}>
            <span className="ui-dim">{offset}</span>
            {'  '}
            {hex.padEnd(48)}
            {'  '}
            <span className="ui-mute">{text}</span>
            {'\n'}
          </span>
        ))}
      </pre>
      {(open || more > shown) && (
        <Button size="small" look="quiet" onPress={() => setOpen(!open)}>
          {open ? t`Show less` : t`Show ${count(more)} of ${count(length)} bytes`}
        </Button>
      )}
    </>
  );
}
