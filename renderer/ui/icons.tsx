import type { ReactNode } from 'react';

// Drawn on a 16 x 16 grid, in strokes of the surrounding ink.
const shapes = {
  bench: <path d="M1.5 3.5h13v9h-13zM4 8h3M5.5 6.500v3M10 8h3" />,
  supply: <path d="M1.5 3.5h13v9h-13zM4 8h3M5.5 6.500v3M10 8h3" />,
  load: <path d="M1.5 3.5h13v9h-13zM3.500 8h1.500l1-2 1.700 4 1.700-4 1 2h2.100" />,
  meter: (
    <path d="M8 1.800a6.200 6.200 0 1 1 0 12.400A6.200 6.200 0 0 1 8 1.800M8 9.500l2.800-4M4.600 9.500h6.800" />
  ),
  generator: <path d="M1.5 3.5h13v9h-13zM3.500 9.800V6.200H6v3.600h2.500V6.200H11v3.600h1.500" />,
  scope: <path d="M1.5 3.5h13v9h-13zM3.500 8c1-3 2-3 3 0s2 3 3 0 2-3 3 0" />,
  generic: <path d="M1.5 3.5h13v9h-13zM4 6.500h2M4 9.500h5M12 6.500v0M12 9.500v0" />,
  terminal: <path d="M1.5 2.5h13v11h-13zM4 6l2 2-2 2M8 10.500h4" />,
  history: <path d="M8 1.800a6.200 6.200 0 1 1 0 12.400A6.200 6.200 0 0 1 8 1.800M8 4.500V8l2.500 1.500" />,
  backups: <path d="M1.800 3h12.400v3.500H1.800zM3 6.500h10V13H3zM6.200 9h3.600" />,
  disk: <path d="M2 4h12v8.500H2zM2 9.500h12M11.500 11v0M9.500 11v0" />,
  usb: (
    <path d="M4.500 6h7v7.500a1 1 0 0 1-1 1h-5a1 1 0 0 1-1-1zM5.700 6V1.700h4.600V6M7.200 3.800v0M8.800 3.800v0" />
  ),
  network: (
    <path d="M5.800 1.800h4.400v3.400H5.800zM1.500 10.800h4.400v3.400H1.500zM10.100 10.800h4.400v3.400h-4.400zM8 5.200V8M3.700 10.800V8h8.600v2.800" />
  ),
  trend: <path d="M2 13.5h12M3.500 11V8M6.500 11V5M9.500 11V7M12.500 11V2.500" />,
  plug: <path d="M6 1.500V5M10 1.500V5M4.500 5h7v3a3.500 3.500 0 0 1-7 0zM8 11.500v3" />,
  chip: (
    <path d="M4 4h8v8H4zM6.500 6.500h3v3h-3zM6 1.800V4M10 1.800V4M6 12v2.200M10 12v2.200M1.800 6H4M1.800 10H4M12 6h2.200M12 10h2.200" />
  ),
  // Days, two of them with something on them.
  calendar: (
    <path d="M2 3.500h12v10.500H2zM2 6.500h12M5 1.800v3M11 1.800v3M5 9.200v0M8 9.200v0M11 9.200v0M5 11.500v0" />
  ),
  pin: <path d="M5.500 1.800h5M6.300 1.800l-.3 5-2 2.700h8l-2-2.700-.3-5M8 9.500v4.800" />,
  tag: <path d="M2 2h5.500L14 8.500 8.500 14 2 7.500zM5 5v0" />,
  note: <path d="M3 2h10v8.500L9.500 14H3zM13 10.500H9.500V14M5.500 5.500h5M5.500 8.500h3" />,
  compare: <path d="M2 3h5v10H2zM9 3h5v10H9zM3.800 6h1.400M10.800 6h1.400M10.800 9h1.400" />,
  shield: (
    <path d="M8 1.800 13.500 4v4c0 3-2.200 5.200-5.500 6.300C4.700 13.200 2.500 11 2.500 8V4zM5.500 8l1.800 1.800L10.500 6.500" />
  ),
  // The beginning and the end of a stretch.
  stretch: <path d="M6 2H3v12h3M10 2h3v12h-3" />,
  lock: <path d="M3 7h10v7H3zM5 7V5a3 3 0 0 1 6 0v2" />,
  unlock: <path d="M3 7h10v7H3zM5 7V5a3 3 0 0 1 5.800-1" />,
  person: (
    <path d="M8 2a3 3 0 1 1 0 6 3 3 0 0 1 0-6M2.500 14c.6-3 2.600-4.500 5.500-4.500s4.900 1.500 5.500 4.500" />
  ),
  search: <path d="M7 2.500a4.500 4.500 0 1 1 0 9 4.500 4.500 0 0 1 0-9M10.500 10.500 14 14" />,
  plus: <path d="M8 3v10M3 8h10" />,
  minus: <path d="M3 8h10" />,
  close: <path d="m3.500 3.500 9 9M12.500 3.500l-9 9" />,
  more: <path d="M3 8v0M8 8v0M13 8v0" strokeWidth="2.4" />,
  check: <path d="M3 8.500l3.200 3.200L13 5" strokeWidth="2" />,
  undo: <path d="M3 6h7a3.500 3.500 0 0 1 0 7H7M6 3 3 6l3 3" />,
  retry: <path d="M13.500 8A5.500 5.500 0 1 1 11.700 3.900M13.500 2v3h-3" />,
  copy: <path d="M5.500 5.500h8v8h-8zM2.500 10.500v-8h8" />,
  print: <path d="M4 6V2h8v4M4 11.500H2V6h12v5.500h-2M4 9.500h8V14H4z" />,
  save: <path d="M8 2v8M5 7.500 8 10.500l3-3M2.500 13.500h11" />,
  eye: (
    <path d="M1.500 8C3 5 5.300 3.500 8 3.500S13 5 14.500 8C13 11 10.700 12.500 8 12.500S3 11 1.500 8M8 6a2 2 0 1 1 0 4 2 2 0 0 1 0-4" />
  ),
  key: <path d="M5 7.500a3 3 0 1 1 0 6 3 3 0 0 1 0-6M7.200 8.500 13.500 2.500M11 5l2 2" />,
  down: <path d="m4 6 4 4 4-4" />,
  up: <path d="m4 10 4-4 4 4" />,
  order: <path d="m2 6 3-3 3 3M5 3v10M8 10l3 3 3-3M11 13V3" />,
  right: <path d="m6 4 4 4-4 4" />,
  sun: (
    <path d="M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6M8 1.500v1M8 13.500v1M1.500 8h1M13.500 8h1M3.400 3.400l.7.7M11.900 11.900l.7.7M3.400 12.600l.7-.7M11.900 4.100l.7-.7" />
  ),
  moon: <path d="M13 9.500A5.500 5.500 0 0 1 6.500 3 5.500 5.500 0 1 0 13 9.500z" />,
  caps: <path d="M8 2 2.500 8H5.500v3h5V8h3zM5.500 13.500h5" />,
  info: <path d="M8 1.800a6.200 6.200 0 1 1 0 12.400A6.200 6.200 0 0 1 8 1.800M8 7.200v4M8 4.700v.1" />,
  clock: <path d="M8 1.800a6.200 6.200 0 1 1 0 12.400A6.200 6.200 0 0 1 8 1.800M8 4.500V8h3" />,
  trash: <path d="M2.500 4h11M6 4V2.500h4V4M4 4l.7 9.500h6.600L12 4" />,
  // A knob with its pointer, turned: done at the instrument.
  knob: (
    <>
      <path d="M8 5a4 4 0 1 1 0 8 4 4 0 0 1 0-8M8 9l-2-2.200" />
      <path d="M3.200 3.800a7 7 0 0 1 9.600 0M12.900 1.800v2.100h-2.100" />
    </>
  ),
  panel: <path d="M1.5 3.5h13v9h-13zM4 6h4v4H4zM11 6v0M11 9.500a1 1 0 1 0 0 .1" />,
  // How panels are arranged, and what is done to it.
  layout: <path d="M1.500 2.500h13v11h-13zM9 2.500v11M9 8h5.500" />,
  splitRight: <path d="M1.500 2.500h13v11h-13zM8 2.500v11M10 8h2.500M11.300 6.500l1.500 1.500-1.500 1.500" />,
  splitBelow: <path d="M1.500 2.500h13v11h-13zM1.500 7h13M8 9v2.500M6.500 10.200 8 11.700l1.500-1.500" />,
  left: <path d="m10 4-4 4 4 4" />,
  window: <path d="M4.500 4.500h10v9h-10zM4.500 7.200h10M11.500 4.500v-2h-10v9h3" />,
  // Two periods of what a generator gives.
  sine: <path d="M1 8c1.200-5 2.300-5 3.500 0s2.300 5 3.500 0 2.300-5 3.500 0 2.300 5 3.500 0" />,
  square: <path d="M1 8V4h3.500v8H8V4h3.500v8H15V8" />,
  triangle: <path d="m1 8 1.800-4 3.500 8 3.500-8 3.500 8L15 8" />,
  ramp: <path d="m1 12 6-8v8l6-8v8h2" />,
  pulse: <path d="M1 12h2V4h2v8h4V4h2v8h4" />,
  noise: <path d="m1 8 1-3 1 6 1-4 1 2 1-5 1 8 1-6 1 3 1-4 1 7 1-5 1 2 1-3 1 2" />,
  direct: <path d="M1 6h14M1 10h2.500M6.800 10h2.400M12.500 10H15" />,
  cv: (
    <>
      <path d="M2 6h12" />
      <path d="M2 10h12" strokeDasharray="2 2" />
    </>
  ),
  cc: (
    <>
      <path d="M5 2v12" />
      <path d="M10 2v12" strokeDasharray="2 2" />
    </>
  ),
  // Less and more on a scale with a limit: where a number stands against what it was.
  baseline: <path d="M2 8h12M8 3.500v9M4.500 6h5v4h-5" />,
  // An icicle: what was called lies below who called it.
  flame: <path d="M1.5 2.500h13v3h-13zM1.500 6.500h8v3h-8zM11 6.500h3.500v3H11zM1.500 10.500H6v3H1.500z" />,
  filter: <path d="M2 3.500h12M4.500 8h7M6.500 12.500h3" />,
  // The shapes of the state vocabulary (ux.md): each is known without its colour.
  live: <circle cx="8" cy="8" r="4.5" fill="currentColor" />,
  on: (
    <>
      <circle cx="8" cy="8" r="5.6" />
      <path d="M8 4.600v6.800" strokeWidth="2.4" />
    </>
  ),
  off: <circle cx="8" cy="8" r="4.8" />,
  pending: (
    <>
      <circle cx="8" cy="8" r="4.8" />
      <path d="M8 3.200a4.800 4.800 0 0 1 0 9.600z" fill="currentColor" />
    </>
  ),
  stale: (
    <>
      <circle cx="8" cy="8" r="5" strokeDasharray="2.6 1.6" />
      <path d="M8 5v3h2.400" />
    </>
  ),
  unknown: (
    <>
      <path d="M8 1.800 14.200 8 8 14.200 1.800 8z" />
      <path d="M6.600 6.600c.2-2 2.900-1.800 2.800-.1-.1 1-1.400 1.100-1.400 2.200M8 10.900v.2" />
    </>
  ),
  fault: <path d="M2.500 2.500h11v11h-11zM5.600 5.600l4.800 4.800M10.400 5.600l-4.800 4.800" />,
  warning: <path d="M8 2 14.500 13.500h-13zM8 6.500v3.200M8 11.500v.1" />,
  slower: <path d="M8 3 14 12.500H2z" fill="currentColor" />,
  faster: <path d="M8 13 2 3.500h12z" fill="currentColor" />,
  same: <path d="M2.500 6h11M2.500 10h11" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof shapes;

export interface IconProps {
  readonly name: IconName;
  /** px; 16 when left out. */
  readonly size?: number;
  /** Stroke width on the 16 px grid. */
  readonly weight?: number;
  readonly className?: string;
}

/** A stroke drawing in the surrounding colour. Always decoration: a word stands beside it, or the control has a label. */
export function Icon({ name, size = 16, weight = 1.4, className }: IconProps): ReactNode {
  return (
    <svg
      className={className}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={weight}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {shapes[name]}
    </svg>
  );
}

/** The octagon of the emergency stop; `--mark` is the colour of its bar. */
export function StopSign({ size = 24 }: { readonly size?: number }): ReactNode {
  return (
    <svg className="ui-stop-sign" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <path d="M5.200 1.200h5.600l4 4v5.600l-4 4H5.200l-4-4V5.200z" fill="currentColor" />
      <path className="ui-stop-sign-bar" d="M5 8h6" strokeWidth="2.4" strokeLinecap="round" />
    </svg>
  );
}

/** The mark of the product: a trace on a graticule. */
export function Mark({ size = 24 }: { readonly size?: number }): ReactNode {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      aria-hidden="true"
    >
      <rect x="1" y="1" width="22" height="22" rx="3" />
      <path d="M12 1v22M1 12h22" strokeOpacity=".45" />
      <path
        d="M3 12c2.200-7 4.600-7 6 0 1.300 6.600 3.200 6.600 4.500 0 1.300-6.500 4.500-6.500 7.500 0"
        strokeWidth="2"
      />
      <path d="M6 10.800v2.400M18 10.800v2.400M10.800 6h2.400M10.800 18h2.400" strokeOpacity=".8" />
    </svg>
  );
}
