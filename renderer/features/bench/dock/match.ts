import type { LayoutInstrument, LayoutPanel } from '#shared/contract/layouts.ts';
import type { Instrument } from '#shared/contract/instruments.ts';

/** An instrument as a layout remembers it. */
export const rememberInstrument = ({ address, model, serial, name, kind }: Instrument): LayoutInstrument => ({
  address: address.slice(0, 256),
  model: model.slice(0, 128),
  serial: serial.slice(0, 128),
  name: name.slice(0, 64),
  kind,
});

export const isIdentified = ({
  model,
  serial,
}: {
  readonly model: string;
  readonly serial: string;
}): boolean => model !== '' || serial !== '';

const isSame = (of: LayoutInstrument, { model, serial }: Instrument): boolean =>
  of.model === model.slice(0, 128) && of.serial === serial.slice(0, 128);

/**
 * The instrument that a layout means, on the desk as it is now: who it said it is, at the address where it was; else who it is,
 * where only one can be meant; else, while one of the two has not said who it is, what is at that address. Another instrument at
 * the same address is another: nobody should drive it for the one that was there.
 */
export function findInstrument(of: LayoutInstrument, desk: readonly Instrument[]): Instrument | null {
  const there = desk.filter(({ address }) => address.slice(0, 256) === of.address);
  if (isIdentified(of)) {
    const exact = there.find((each) => isSame(of, each));
    if (exact !== undefined) return exact;
    // A model alone is no instrument: a lab has several of them.
    const moved = of.serial === '' ? [] : desk.filter((each) => isSame(of, each));
    if (moved.length === 1 && moved[0] !== undefined) return moved[0];
  }
  return there.find((each) => !isIdentified(of) || !isIdentified(each)) ?? null;
}

/** Panels that were opened before their instrument had said who it is, with what it has said since. Null: nothing is new. */
export function settlePanel(panel: LayoutPanel, desk: readonly Instrument[]): LayoutPanel | null {
  if (isIdentified(panel.of)) return null;
  const found = findInstrument(panel.of, desk);
  return found === null || !isIdentified(found) ? null : { ...panel, of: rememberInstrument(found) };
}
