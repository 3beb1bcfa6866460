import type { WorkProgress } from '#renderer/ui/work-words.ts';
import type { RecordInput, RecordingEnd } from './recording.ts';
import { said } from '#shared/language/said.ts';
import { t } from '#shared/language/t.ts';

/** What the console is at, as it says it, in the words of the window. */
const stages: Readonly<Record<string, string>> = { Record: t`Record`, Keep: t`Keep` };

/** `CPU of main and writer, 6 s left`. */
export function goingWords(input: RecordInput, progress: WorkProgress | null): string {
  const what = input.kind === 'cpu' ? 'CPU' : t`Heap`;
  if (progress === null)
    return input.threads.length === 0
      ? t`${what} of every thread: beginning…`
      : t`${what} of ${listed(input.threads)}: beginning…`;
  const left = progress.leftS === null ? '' : t`, ${Math.ceil(progress.leftS)} s left`;
  return `${stages[progress.stage] ?? progress.stage}${left}`;
}

/** How a recording ended, and what is left of it. */
export function endWords(end: RecordingEnd): string {
  if (end.what === 'cancelled') return t`Cancelled: nothing was kept.`;
  if (end.what === 'fault') return `${end.fault.message} ${end.fault.remedy}`;
  const { profiles, missed } = end;
  const none = missed.map(({ thread, why }) => t` None of ${thread}: ${said(why)}`).join('');
  if (profiles.length === 0) return t`No thread gave a profile.${none}`;
  const of = listed(profiles.map(({ thread }) => thread));
  return profiles.length === 1
    ? t`1 profile kept: ${of}.${none}`
    : t`${profiles.length} profiles kept: ${of}.${none}`;
}

/** `a`, `a and b`, `a, b and 3 more`. */
function listed(names: readonly string[]): string {
  if (names.length <= 1) return names[0] ?? '';
  if (names.length <= 3) return t`${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  return t`${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}
