/** What stands between the whole and its parts where numbers are shown. On the wire, in files and in copies it is always a point. */
export type DecimalSign = '.' | ',';

let shown: DecimalSign = '.';

/** The sign that numbers are shown with in this program: a point, until a window is told otherwise. */
export const decimalSign = (): DecimalSign => shown;

/** Shows numbers with another sign from now on. For a window alone: the console itself writes points. */
export function showDecimalSign(sign: DecimalSign): void {
  shown = sign;
}

/** Where the decimal sign of a shown number stands; -1 where there is none. */
export const signPlace = (text: string): number => text.search(/[.,]/u);
