import { type CSSProperties, type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react';
import { classes } from './vars.ts';
import './Splitter.css';

export interface SplitterProps {
  /** Names what is before it and what is after. */
  readonly label: string;
  /** `row`: between left and right. `column`: between above and below. */
  readonly way: 'row' | 'column';
  /** Part of the room of both that what is before it has, 0 to 1. */
  readonly value: number;
  /** Moves it by so many px; while it is dragged, from where it stood when it was taken. */
  readonly onDrag: (px: number, from: number) => void;
  /** Moves it by a step, or (`end`) as far as it goes. */
  readonly onStep: (step: -1 | 1, end: boolean) => void;
  readonly className?: string;
  readonly style?: CSSProperties;
}

const steps: Readonly<Record<string, -1 | 1>> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };
const ends: Readonly<Record<string, -1 | 1>> = { Home: -1, End: 1 };

/** The border between two places, moved by pointer or arrows (WAI-ARIA window splitter). */
export function Splitter(props: SplitterProps): ReactNode {
  const { way, value, onDrag, onStep } = props;
  const [taken, setTaken] = useState<{ readonly at: number; readonly value: number } | null>(null);
  const place = (event: PointerEvent): number => (way === 'row' ? event.clientX : event.clientY);
  const keyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const [step, end] = [steps[event.key], ends[event.key]];
    if (step === undefined && end === undefined) return;
    event.preventDefault();
    onStep(step ?? end ?? 1, end !== undefined);
  };
  return (
    <div
      className={classes('ui-splitter', way, taken !== null && 'taken', props.className)}
      style={props.style}
      role="separator"
      aria-label={props.label}
      aria-orientation={way === 'row' ? 'vertical' : 'horizontal'}
      aria-valuenow={Math.round(value * 100)}
      aria-valuemin={0}
      aria-valuemax={100}
      tabIndex={0}
      onKeyDown={keyDown}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setTaken({ at: place(event), value });
      }}
      onPointerMove={(event) => {
        if (taken !== null) onDrag(place(event) - taken.at, taken.value);
      }}
      onLostPointerCapture={() => setTaken(null)}
    />
  );
}
