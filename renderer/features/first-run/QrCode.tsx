import { type ReactNode, useMemo } from 'react';
import { encode } from 'uqr';

/** A QR code, black on white in both themes: phones read nothing else reliably. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }): ReactNode {
  // source: ISO/IEC 18004, 9.1: a quiet zone of four modules on every side.
  const code = useMemo(() => encode(text, { ecc: 'M', border: 4 }), [text]);
  const path = code.data
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return (
    <svg
      className="fr-qr"
      viewBox={`0 0 ${code.size} ${code.size}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={label}
    >
      <rect width={code.size} height={code.size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
