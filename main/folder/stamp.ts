const two = (number: number): string => String(number).padStart(2, '0');

/** `20261124-134005`, in the time of this PC: names of files sort as they were made. */
export function fileStamp(at: number): string {
  const date = new Date(at);
  const day = `${date.getFullYear()}${two(date.getMonth() + 1)}${two(date.getDate())}`;
  return `${day}-${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`;
}
