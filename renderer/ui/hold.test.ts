import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Hold, type HoldEvent, holdMs, holdStep, nextTick, notHeld, twiceMs } from './hold.ts';

/** Runs events on an output that follows what is asked of it; answers with everything that was done. */
function run(events: readonly HoldEvent[], live = false): string[] {
  let hold: Hold = notHeld;
  let on = live;
  const acts: string[] = [];
  for (const event of events) {
    const step = holdStep(hold, event, on);
    hold = step.hold;
    if (step.act) {
      acts.push(step.act);
      on = step.act === 'on';
    }
  }
  return acts;
}

describe('output key', () => {
  it('turns on after 400 ms, not a millisecond sooner', () => {
    expect(
      run([
        { kind: 'down', at: 0 },
        { kind: 'tick', at: holdMs - 1 },
      ]),
    ).toEqual([]);
    expect(
      run([
        { kind: 'down', at: 0 },
        { kind: 'tick', at: holdMs },
      ]),
    ).toEqual(['on']);
  });
  it('does nothing when it is let go early', () => {
    expect(
      run([
        { kind: 'down', at: 0 },
        { kind: 'up', at: holdMs - 1 },
        { kind: 'tick', at: holdMs },
      ]),
    ).toEqual([]);
  });
  it('goes by when it was let go, not by when that was handled', () => {
    expect(
      run([
        { kind: 'down', at: 0 },
        { kind: 'up', at: holdMs },
      ]),
    ).toEqual(['on']);
    expect(run([{ kind: 'down', at: 0 }, { kind: 'cancel' }, { kind: 'tick', at: 5000 }])).toEqual([]);
  });
  it('turns off at once, on the way down', () =>
    expect(run([{ kind: 'down', at: 0 }], true)).toEqual(['off']));
  it('does not turn on again however long the press that turned it off goes on', () => {
    expect(
      run(
        [
          { kind: 'down', at: 0 },
          { kind: 'tick', at: 5000 },
        ],
        true,
      ),
    ).toEqual(['off']);
  });
  it('turns off with the next press even when the release before it was missed', () => {
    expect(
      run([
        { kind: 'down', at: 0 },
        { kind: 'tick', at: 400 },
        { kind: 'down', at: 450 },
      ]),
    ).toEqual(['on', 'off']);
  });
  it('counts a hold from the last press', () => {
    expect(
      run([
        { kind: 'down', at: 0 },
        { kind: 'down', at: 200 },
        { kind: 'tick', at: 400 },
      ]),
    ).toEqual([]);
  });
  it('turns on with Enter twice, and not with one that chatters', () => {
    expect(run([{ kind: 'enter', at: 0 }])).toEqual([]);
    expect(
      run([
        { kind: 'enter', at: 0 },
        { kind: 'enter', at: 20 },
      ]),
    ).toEqual([]);
    expect(
      run([
        { kind: 'enter', at: 0 },
        { kind: 'enter', at: 300 },
      ]),
    ).toEqual(['on']);
    expect(
      run([
        { kind: 'enter', at: 0 },
        { kind: 'enter', at: twiceMs + 1 },
      ]),
    ).toEqual([]);
  });
  it('turns off with one Enter', () => expect(run([{ kind: 'enter', at: 0 }], true)).toEqual(['off']));
  it('gives up a hold when the output goes live by another hand', () => {
    const held = holdStep(notHeld, { kind: 'down', at: 0 }, false).hold;
    expect(holdStep(held, { kind: 'tick', at: holdMs }, true).act).toBeNull();
  });
  it('asks for a tick when one is due', () => {
    expect(nextTick({ phase: 'holding', since: 100 }, 200)).toBe(300);
    expect(nextTick(notHeld, 0)).toBeNull();
  });
  it('never turns on unless held for 400 ms or entered twice, whatever happens', () => {
    const event = fc.oneof(
      fc.constant('down' as const),
      fc.constant('up' as const),
      fc.constant('cancel' as const),
      fc.constant('tick' as const),
      fc.constant('enter' as const),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(event, fc.integer({ min: 0, max: 390 })), { maxLength: 40 }), (list) => {
        let now = 0;
        let downAt: number | null = null;
        let enters = 0;
        let hold: Hold = notHeld;
        for (const [kind, later] of list) {
          now += later;
          if (kind === 'down') downAt = now;
          if (kind === 'enter') enters++;
          const step = holdStep(hold, kind === 'cancel' ? { kind } : { kind, at: now }, false);
          hold = step.hold;
          const held = downAt !== null && now - downAt >= holdMs;
          const may = held || (kind === 'enter' && enters >= 2);
          expect(step.act === 'on' && !may).toBe(false);
          if (kind === 'up' || kind === 'cancel') downAt = null;
        }
      }),
    );
  });
});
