import type { Acquisition } from './acquisition.ts';
import { countsPerDivision, middleCount } from './acquisition.ts';
import { encodePng, type Palette } from './png.ts';
import { divisions } from './scope-state.ts';

const width = 500;
const height = 400;
/** Ground, graticule, its axes, and a colour a channel. */
const palette: Palette = [
  [12, 14, 16],
  [44, 48, 54],
  [82, 88, 96],
  [244, 190, 79],
  [108, 190, 246],
];

/** A picture of the screen: graticule, and every channel that is shown. */
export function screenPicture(acquisition: Acquisition | null): Buffer {
  const pixels = new Uint8Array(width * height);
  const put = (x: number, y: number, colour: number): void => {
    if (x >= 0 && x < width && y >= 0 && y < height) pixels[y * width + x] = colour;
  };
  const column = width / divisions.across;
  const row = height / divisions.up;
  for (let division = 0; division <= divisions.across; division++)
    for (let y = 0; y < height; y++)
      put(Math.min(width - 1, division * column), y, division === divisions.across / 2 ? 2 : 1);
  for (let division = 0; division <= divisions.up; division++)
    for (let x = 0; x < width; x++)
      put(x, Math.min(height - 1, division * row), division === divisions.up / 2 ? 2 : 1);
  acquisition?.counts.forEach((counts, index) => {
    if (acquisition.channels[index]?.display !== true) return;
    let last: number | null = null;
    for (let x = 0; x < width; x++) {
      const count = counts[Math.floor((x * counts.length) / width)] ?? middleCount;
      const y = Math.round(height / 2 - ((count - middleCount) * row) / countsPerDivision);
      const from = last ?? y;
      // A steep edge is a line, not two dots.
      for (let at = Math.min(from, y); at <= Math.max(from, y); at++) put(x, at, 3 + index);
      last = y;
    }
  });
  return encodePng(width, height, pixels, palette);
}
