import type { ChannelInfo } from '#shared/contract/channels.ts';
import type { Instrument } from '#shared/contract/instruments.ts';
import type { SafetyState } from '#shared/contract/safety.ts';
import { said } from '#shared/language/said.ts';

/** What the driver of an instrument calls things, and why its link is not ready, in the language of the window. */
export const saidInstrument = (instrument: Instrument): Instrument => ({
  ...instrument,
  channels: instrument.channels.map(saidChannel),
  trouble: instrument.trouble && {
    ...instrument.trouble,
    message: said(instrument.trouble.message),
    remedy: said(instrument.trouble.remedy),
  },
});

const named = <Word extends { readonly label: string }>(word: Word): Word => ({
  ...word,
  label: said(word.label),
});

const saidChannel = (info: ChannelInfo): ChannelInfo => ({
  ...named(info),
  functions: info.functions && info.functions.map(named),
  choices: info.choices.map((choice) => ({ ...named(choice), words: choice.words.map(named) })),
  trips: info.trips.map(named),
});

/** Why the stop holds and what it could not find out, in the language of the window. */
export const saidSafety = (safety: SafetyState): SafetyState => ({
  ...safety,
  reason: safety.reason && said(safety.reason),
  report: safety.report && {
    ...safety.report,
    by: said(safety.report.by),
    lines: safety.report.lines.map((line) => ({ ...line, note: line.note && said(line.note) })),
  },
});
