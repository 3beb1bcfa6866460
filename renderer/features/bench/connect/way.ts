import type { Draft } from './draft.ts';
import type { Ports } from './use-ports.ts';

/** What the fields of one way of being cabled up get. */
export interface WayProps {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
  readonly ports: Ports;
}
