import { type ReactNode, useEffect, useRef, useState } from 'react';
import { pictureIn } from './picture-size.ts';
import { t } from '#shared/language/t.ts';

/**
 * The picture that a reply carries, drawn on a canvas: the content policy allows no pictures but the console's own, and needs
 * no hole for this.
 */
export function PictureView(props: { readonly bytes: Uint8Array; readonly total: number }): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [failed, setFailed] = useState<Uint8Array | null>(null);
  const { bytes, total } = props;
  const picture = pictureIn(bytes, total);
  useEffect(() => {
    const found = pictureIn(bytes, total);
    if (found === null) return;
    let over = false;
    createImageBitmap(new Blob([found.bytes])).then(
      (drawn) => {
        if (!over) canvas.current?.getContext('2d')?.drawImage(drawn, 0, 0);
        drawn.close();
      },
      () => {
        if (!over) setFailed(bytes);
      },
    );
    return () => {
      over = true;
    };
  }, [bytes, total]);
  if (picture === null || failed === bytes)
    return <p className="ui-mute">{t`It cannot be drawn from what was kept. Its bytes are under Bytes.`}</p>;
  return (
    <canvas
      ref={canvas}
      className="history-picture"
      width={picture.width}
      height={picture.height}
      role="img"
      aria-label={t`Picture in the reply, ${picture.width} by ${picture.height} points`}
    />
  );
}
