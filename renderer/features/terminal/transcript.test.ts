import { describe, expect, it } from 'vitest';
import type { Reply } from '#shared/contract/program.ts';
import { Fault, type FaultCode, faultShape } from '#shared/faults.ts';
import {
  addEntry,
  emptyTranscript,
  type Entry,
  type Outcome,
  settleEntry,
  type Transcript,
} from './transcript.ts';
import { transcriptText } from './transcript-text.ts';
import { canConfirm, faultWord } from './fault-words.ts';

const text = (reply: string): Reply => ({ kind: 'text', text: reply, length: reply.length });
const entry = (id: number, outcome: Outcome): Entry => ({
  kind: 'exchange',
  id,
  at: 0,
  text: `VOLT ${id}`,
  confirmed: false,
  bus: null,
  place: null,
  outcome,
});
const fault = (code: FaultCode, message = 'It failed.', remedy?: string) =>
  faultShape(new Fault(code, message, remedy === undefined ? {} : { remedy }));
const ids = ({ entries }: Transcript): number[] => entries.map(({ id }) => id);

describe('the transcript', () => {
  it('R-23 keeps so many entries; the oldest go, and are counted', () => {
    let transcript = emptyTranscript;
    for (let id = 1; id <= 7; id++)
      transcript = addEntry(transcript, entry(id, { kind: 'running' }), { entries: 3, bytes: 1e9 });
    expect(ids(transcript)).toEqual([5, 6, 7]);
    expect(transcript.dropped).toBe(4);
  });
  it('R-23 keeps so many bytes, and the newest entry however large it is', () => {
    const most = { entries: 100, bytes: 10_000 };
    const block = (size: number): Outcome => ({
      kind: 'reply',
      wireMs: 1,
      reply: { kind: 'block', type: 'png', length: size, data: new Uint8Array(size), rest: '' },
    });
    let transcript = addEntry(emptyTranscript, entry(1, block(4000)), most);
    transcript = addEntry(transcript, entry(2, block(4000)), most);
    expect(ids(transcript)).toEqual([1, 2]);
    transcript = addEntry(transcript, entry(3, { kind: 'running' }), most);
    transcript = settleEntry(transcript, 3, block(4000), most);
    expect(ids(transcript)).toEqual([2, 3]);
    transcript = addEntry(transcript, entry(4, block(20_000)), most);
    expect(ids(transcript)).toEqual([4]);
    expect(transcript.dropped).toBe(3);
  });
  it('settles what was under way and nothing that has gone', () => {
    const transcript = addEntry(emptyTranscript, entry(1, { kind: 'running' }));
    const settled = settleEntry(transcript, 1, { kind: 'reply', reply: text('3.3'), wireMs: 7 });
    expect(settled.entries[0]).toMatchObject({ outcome: { reply: { text: '3.3' } } });
    expect(settleEntry(transcript, 9, { kind: 'running' })).toBe(transcript);
  });
  it('is copied as it was said; what was not sent cannot be pasted as if it had been', () => {
    const entries: Entry[] = [
      entry(1, { kind: 'reply', reply: text('3.3'), wireMs: 1 }),
      entry(2, { kind: 'reply', reply: null, wireMs: 1 }),
      entry(3, { kind: 'fault', fault: fault('SAFETY_ENVELOPE', '6 V was not sent.') }),
      entry(4, { kind: 'fault', fault: fault('INSTRUMENT_ERROR', 'It says: -222.') }),
      { kind: 'unsent', id: 5, at: 0, lines: ['OUTP ON'] },
      entry(6, {
        kind: 'reply',
        wireMs: 1,
        reply: { kind: 'block', type: 'bytes', length: 1000, data: Uint8Array.of(1, 255), rest: ';1' },
      }),
    ];
    expect(transcriptText(entries).split('\n')).toEqual([
      '> VOLT 1',
      '< 3.3',
      '> VOLT 2',
      '# not sent: VOLT 3',
      '# SAFETY_ENVELOPE: 6 V was not sent.',
      '> VOLT 4',
      '# INSTRUMENT_ERROR: It says: -222.',
      '# not sent: OUTP ON',
      '> VOLT 6',
      '< (block, 1000 bytes: 01 ff …);1',
    ]);
  });
});

describe('a fault of a message', () => {
  it.each<[FaultCode, string]>([
    ['SAFETY_ENVELOPE', 'no'],
    ['SAFETY_LATCHED', 'no'],
    ['SAFETY_NO_ENVELOPE', 'no'],
    ['SAFETY_TRIPPED', 'no'],
    ['SAFETY_UNKNOWN_EFFECT', 'no'],
    ['SAFETY_PREEMPTED', 'no'],
    ['INSTRUMENT_LOCAL', 'no'],
    ['HISTORY_UNWRITABLE', 'no'],
    ['INSTRUMENT_ERROR', 'yes'],
    ['INSTRUMENT_TIMEOUT', 'yes'],
    ['CANCELLED', 'maybe'],
    ['CONNECTION_LOST', 'maybe'],
    ['INSTRUMENT_CLOSED', 'maybe'],
    ['INTERNAL', 'maybe'],
  ])('%s: sent %s', (code, sent) => expect(faultWord(fault(code)).sent).toBe(sent));
  it('is never said to be unsent when the stop came after it was sent', () => {
    expect(faultWord(fault('SAFETY_PREEMPTED', 'x', 'This command was sent.')).sent).toBe('maybe');
  });
  it('is offered for confirmation only where confirming lets it through', () => {
    expect(canConfirm(fault('SAFETY_UNKNOWN_EFFECT'))).toBe(true);
    expect(canConfirm(fault('SAFETY_NO_ENVELOPE'))).toBe(true);
    expect(canConfirm(fault('SAFETY_UNKNOWN_EFFECT', 'x', 'Name a channel.'))).toBe(false);
    expect(canConfirm(fault('SAFETY_LATCHED'))).toBe(false);
    expect(canConfirm(fault('SAFETY_ENVELOPE'))).toBe(false);
  });
});
