import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { BlockType } from '#shared/contract/program.ts';
import { t } from '#shared/language/t.ts';

type Drawn = { readonly width: number; readonly height: number } | 'failed' | null;

/**
 * A picture of a screen, decoded and drawn on a canvas. Not an `img`: its address would be a blob, and the page takes pictures from
 * the console alone.
 */
export function Picture(props: {
  readonly data: Uint8Array;
  readonly type: Exclude<BlockType, 'bytes'>;
}): ReactNode {
  const { data, type } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [drawn, setDrawn] = useState<Drawn>(null);
  useEffect(() => {
    let gone = false;
    const draw = async (): Promise<void> => {
      const bitmap = await createImageBitmap(new Blob([new Uint8Array(data)], { type: `image/${type}` }));
      const element = canvas.current;
      if (!gone && element !== null) {
        element.width = bitmap.width;
        element.height = bitmap.height;
        element.getContext('2d')?.drawImage(bitmap, 0, 0);
        setDrawn({ width: bitmap.width, height: bitmap.height });
      }
      bitmap.close();
    };
    draw().catch(() => {
      if (!gone) setDrawn('failed');
    });
    return () => {
      gone = true;
    };
  }, [data, type]);
  if (drawn === 'failed')
    return (
      <p className="ui-mute">
        {t`This ${type.toUpperCase()} picture cannot be drawn here. Save it to look at it with another program.`}
      </p>
    );
  const size = drawn === null ? '' : t`, ${drawn.width} by ${drawn.height} pixels`;
  return (
    <figure className="terminal-picture">
      <canvas ref={canvas} role="img" aria-label={t`Picture from the instrument${size}`} />
      {drawn !== null && (
        <figcaption className="ui-dim">{t`${drawn.width} × ${drawn.height} pixels`}</figcaption>
      )}
    </figure>
  );
}
