import { t } from '#shared/language/t.ts';
/** Whose recovery codes these are, and since when. */
export interface CodesAbout {
  readonly host: string;
  readonly name: string;
  readonly day: string;
}

/** Recovery codes as they are copied, saved and printed, line by line. */
export const codesLines = ({ host, name, day }: CodesAbout, codes: readonly string[]): string[] => [
  t`LabLink Console: recovery codes`,
  t`${name} on ${host}, ${day}`,
  t`Each signs in once, instead of the code from the app. Keep them away from this PC.`,
  '',
  ...codes.map((code, index) => `${String(index + 1).padStart(2)}  ${code}`),
  '',
];
