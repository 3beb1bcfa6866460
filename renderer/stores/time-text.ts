const two = (n: number): string => String(n).padStart(2, '0');

/** `14:32:07`, of this PC's clock and time zone. */
export function timeText(at: number): string {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** `14:32:07.118`. */
export const timeTextMs = (at: number): string =>
  `${timeText(at)}.${String(new Date(at).getMilliseconds()).padStart(3, '0')}`;

/** `2026-11-24`, of this PC's time zone. */
export function dayText(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The time alone today, with the day before it otherwise. */
export const whenText = (at: number, now: number): string =>
  dayText(at) === dayText(now) ? timeText(at) : `${dayText(at)} ${timeText(at)}`;
