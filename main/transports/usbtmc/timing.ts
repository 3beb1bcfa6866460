/** How patient a USBTMC link is, ms. */
export interface UsbtmcTiming {
  /** For the answer to one control request. source: USBTMC 1.00 names none; USB 2.0, 9.2.6.4 gives a device 500 ms for data. */
  readonly control: number;
  /** For each step of bringing the link back into step: an abort, a clear. */
  readonly mend: number;
  /** Between two questions whether the device is ready. */
  readonly poll: number;
  /** For a status byte on the interrupt endpoint. */
  readonly status: number;
  /** Until the device has to have taken an emergency message. */
  readonly urgent: number;
  /** For aborting what is under way before the interface is given back. */
  readonly end: number;
}

export const usualTiming: UsbtmcTiming = {
  control: 1_000,
  mend: 1_000,
  poll: 10,
  status: 1_000,
  urgent: 500,
  end: 500,
};
