import { type RefObject, useLayoutEffect, useState } from 'react';

/** The size of an element in whole px, as it changes; 0 by 0 before it is drawn. */
export function useSize(element: RefObject<HTMLElement | null>): {
  readonly width: number;
  readonly height: number;
} {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const host = element.current;
    if (host === null) return;
    const measure = (): void => {
      const [width, height] = [Math.floor(host.clientWidth), Math.floor(host.clientHeight)];
      setSize((before) => (before.width === width && before.height === height ? before : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(host);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
