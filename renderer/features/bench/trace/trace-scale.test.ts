import { describe, expect, it } from 'vitest';
import type { ChannelState, HeldWord } from '#shared/contract/channels.ts';
import { channelState, held, supplyInfo } from '#renderer/features/bench/channel.fixture.ts';
import {
  type Frame,
  horizontalScale,
  isShown,
  placeX,
  placeY,
  roundUp,
  triggerChannel,
  verticalScale,
} from './trace-scale.ts';
import { sayTrace } from './trace-words.ts';

const frame: Frame = {
  item: 'frame',
  at: 0,
  state: 'triggered',
  start: -0.005,
  step: 0.00001,
  samples: 1000,
  traces: [
    { channel: 1, min: new Float32Array(1000).fill(-1), max: new Float32Array(1000).fill(2) },
    {
      channel: 2,
      min: new Float32Array(1000).fill(Number.NaN),
      max: new Float32Array(1000).fill(Number.NaN),
    },
  ],
};
const set = (settings: ChannelState['settings']): ChannelState => channelState({ settings });
const word = (value: string | null, state: HeldWord['state'] = 'known'): HeldWord => ({
  state,
  value,
  was: null,
  at: 0,
  changedAt: null,
});

describe('the scales of a screen', () => {
  it('are those of the instrument where it has said them', () => {
    const state = set({
      verticalScale: held(0.5),
      verticalOffset: held(1),
      timeScale: held(0.001),
      timeOffset: held(0.002),
    });
    expect(verticalScale(state, frame.traces[0])).toEqual({ perDivision: 0.5, middle: 1, fitted: false });
    expect(horizontalScale(state, frame)).toEqual({ perDivision: 0.001, middle: 0.002, fitted: false });
  });
  it('show everything where it has not, and say so', () => {
    const state = set({ verticalScale: { ...held(null), was: 5 } });
    expect(verticalScale(state, frame.traces[0])).toEqual({ perDivision: 0.5, middle: 0.5, fitted: true });
    const time = horizontalScale(undefined, frame);
    expect(time.fitted).toBe(true);
    expect(placeX(-0.005, time)).toBeCloseTo(0, 9);
    expect(placeX(0.005, time)).toBeCloseTo(1, 9);
  });
  it('are finite whatever there is', () => {
    for (const trace of [
      undefined,
      frame.traces[1],
      { channel: 1, min: new Float32Array(), max: new Float32Array() },
    ])
      expect(verticalScale(undefined, trace)).toEqual({ perDivision: 1, middle: 0, fitted: true });
    expect(horizontalScale(undefined, null).perDivision).toBe(1);
  });
  it.each([
    [0.5, 0.5],
    [0.51, 1],
    [1.1, 2],
    [2.1, 5],
    [7, 10],
    [0.0003, 0.0005],
    [0, 1],
    [Number.NaN, 1],
  ])('%d is rounded up to %d', (value, step) => expect(roundUp(value)).toBe(step));
  it('have four divisions above the middle and four below, five to each side', () => {
    const scale = { perDivision: 2, middle: 1, fitted: false };
    expect([placeY(9, scale), placeY(1, scale), placeY(-7, scale)]).toEqual([0, 0.5, 1]);
    expect([placeX(-9, scale), placeX(1, scale), placeX(11, scale)]).toEqual([0, 0.5, 1]);
  });
});

describe('what is drawn', () => {
  it('is every channel that is not known to be hidden', () => {
    expect(isShown(channelState({ choices: { display: word('ON') } }))).toBe(true);
    expect(isShown(channelState({ choices: { display: word('OFF') } }))).toBe(false);
    expect(isShown(channelState({ choices: { display: word(null, 'unknown') } }))).toBe(true);
    expect(isShown(undefined)).toBe(true);
  });
  it('knows the channel of the trigger by its label', () => {
    const choice = {
      choice: 'triggerSource',
      label: 'Trigger source',
      words: [
        { word: 'CHAN1', label: 'CH1' },
        { word: 'EXT', label: 'External' },
      ],
      of: 'instrument',
      under: null,
      rare: true,
    } as const;
    const channels = [
      { ...supplyInfo(1), choices: [{ ...choice, words: [...choice.words] }] },
      supplyInfo(2),
    ];
    const at = (value: string | null, state?: HeldWord['state']) =>
      triggerChannel(channels, channelState({ choices: { triggerSource: word(value, state) } }));
    expect(at('CHAN1')).toBe(1);
    expect(at('EXT')).toBeNull();
    expect(at(null, 'unknown')).toBeNull();
  });
  it('is said in words', () => {
    const vertical = new Map([[1, { perDivision: 0.5, middle: 0, fitted: false }]]);
    const horizontal = { perDivision: 0.001, middle: 0, fitted: true };
    expect(sayTrace([supplyInfo(1), supplyInfo(2)], frame, { horizontal, vertical })).toBe(
      'Trace, triggered: CH1 at 500 mV/div, CH2; 1.00 ms/div, fitted',
    );
    expect(sayTrace([], null, { horizontal, vertical })).toBe('No trace');
  });
});
