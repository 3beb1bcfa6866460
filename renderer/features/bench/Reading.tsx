import type { ReactNode } from 'react';
import { Quantity } from '#renderer/ui/Quantity.tsx';
import { Ruler } from '#renderer/ui/Ruler.tsx';
import { vars } from '#renderer/ui/vars.ts';
import { decimalsFor, formatFixed } from '#shared/quantity/format.ts';
import type { Held, Range } from '#shared/contract/instruments.ts';
import type { z } from '#shared/schema.ts';
import type { Freshness } from './freshness.ts';
import { roomFor, rulerEnd, waversAroundZero } from './scale.ts';
import type { ReadingFacts } from './use-readings.ts';

interface ReadingProps {
  readonly value: number | null;
  readonly unit: string;
  readonly size: 'xl' | 'l';
  readonly range: z.infer<typeof Range>;
  readonly held: Held | null;
  readonly limit: number | null;
  readonly facts: ReadingFacts;
  readonly fresh: Freshness['kind'];
}

/** A big reading on its scale: what it is, what was asked for, how far it moved in a minute, and where the limit bites. */
export function Reading(props: ReadingProps): ReactNode {
  const { value, unit, range, held, limit, facts, fresh } = props;
  const to = rulerEnd(range.max, limit);
  const pending = held?.state === 'pending';
  const end = formatFixed(to, Math.min(decimalsFor(Number(to.toPrecision(3))), 2));
  return (
    <div className="bench-reading" style={vars({ '--em': roomFor(range.max, facts.decimals) })}>
      <Quantity
        value={value}
        unit={unit}
        decimals={facts.decimals}
        size={props.size}
        state={fresh}
        signed={waversAroundZero(value, facts.range)}
      />
      <Ruler
        to={to}
        value={value}
        setpoint={held === null ? null : pending ? held.was : held.value}
        pending={pending ? held.value : null}
        range={facts.range}
        limit={limit}
        state={fresh}
        ends={['0', `${end} ${unit}`]}
      />
    </div>
  );
}
