import { t } from '#shared/language/t.ts';
const usual = [0, 2, 5, 10, 15, 30, 60, 120, 480];

const say = (minutes: number): string => {
  if (minutes === 0) return t`Never`;
  if (minutes % 60 === 0) return minutes === 60 ? t`1 hour` : t`${minutes / 60} hours`;
  return minutes === 1 ? t`1 minute` : t`${minutes} minutes`;
};

/** Choices for the idle lock, with the one that holds now among them whatever it is. */
export const minuteOptions = (now: number): { value: string; label: string }[] =>
  [...new Set([...usual, now])]
    .sort((a, b) => a - b)
    .map((minutes) => ({ value: String(minutes), label: say(minutes) }));
