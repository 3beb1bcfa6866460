import type { Reply } from '#shared/contract/program.ts';
import { faultWord } from './fault-words.ts';
import type { Entry } from './transcript.ts';
import { t } from '#shared/language/t.ts';

/** Bytes as hex, cut after so many. */
function hexText(data: Uint8Array, length: number): string {
  const shown = [...data.subarray(0, 32)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return `${shown}${length > 32 ? ' …' : ''}`;
}

/** A reply on one line: text as it is, anything else by its size and its first bytes. */
export function replyLine(reply: Reply): string {
  switch (reply.kind) {
    case 'text':
      return reply.length > reply.text.length
        ? t`${reply.text}… (${reply.length} characters, cut)`
        : reply.text;
    case 'block':
      return t`(${reply.type === 'bytes' ? t`block` : reply.type}, ${reply.length} bytes: ${hexText(reply.data, reply.length)})${reply.rest}`;
    case 'bytes':
      return t`(${reply.length} bytes: ${hexText(reply.data, reply.length)})`;
  }
}

/** An entry as it is copied: `> sent`, `< reply`, and what went wrong behind `#`. */
export function entryText(entry: Entry): string {
  if (entry.kind === 'unsent') return entry.lines.map((line) => t`# not sent: ${line}`).join('\n');
  const { outcome } = entry;
  // Pasted into the input, an interface message would be sent as a program message.
  const sent = entry.bus === null ? `> ${entry.text}` : `# ${entry.text}`;
  if (outcome.kind === 'running') return t`${sent}\n# under way`;
  if (outcome.kind === 'reply')
    return outcome.reply === null ? sent : `${sent}\n< ${replyLine(outcome.reply)}`;
  const out = faultWord(outcome.fault).sent !== 'no';
  const { code, message } = outcome.fault;
  // A line that never went out must not look like one that did.
  return `${out ? sent : t`# not sent: ${entry.text}`}\n# ${code}: ${message.replaceAll('\n', ' ')}`;
}

/** Everything, oldest first; pasted into the input it sends the same again. */
export const transcriptText = (entries: readonly Entry[]): string => entries.map(entryText).join('\n');
