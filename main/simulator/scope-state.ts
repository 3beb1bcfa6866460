/** What one channel of the scope is set to. */
export interface ScopeChannel {
  readonly display: boolean;
  /** V a division; 8 of them fill the screen. */
  readonly scale: number;
  /** V in the middle of the screen. */
  readonly offset: number;
  readonly coupling: 'DC' | 'AC';
  /** What the probe divides by: settings and readings are at its tip. */
  readonly probe: number;
}

/** What the scope is set to. Seconds and volts. */
export interface ScopeState {
  readonly channels: readonly ScopeChannel[];
  /** s a division; 10 of them fill the screen. */
  readonly timeScale: number;
  /** Where the trigger is, seen from the middle of the screen. */
  readonly timeOffset: number;
  readonly trigger: {
    readonly source: number;
    readonly level: number;
    readonly slope: 'POS' | 'NEG';
    readonly sweep: 'AUTO' | 'NORM' | 'SING';
  };
  /** `single`: stops after the next triggered acquisition. */
  readonly run: 'run' | 'single' | 'stop';
  readonly waveform: {
    readonly source: number;
    readonly format: 'BYTE' | 'WORD' | 'ASC';
    readonly points: number;
  };
}

export const divisions = { across: 10, up: 8 } as const;

const channel: ScopeChannel = { display: true, scale: 1, offset: 0, coupling: 'DC', probe: 1 };

/** At power on, and after `*RST`. */
export const initialScope: ScopeState = {
  channels: [channel, channel],
  timeScale: 500e-6,
  timeOffset: 0,
  trigger: { source: 2, level: 0, slope: 'POS', sweep: 'AUTO' },
  run: 'run',
  waveform: { source: 1, format: 'BYTE', points: 1000 },
};
