/** Who may turn the knobs of an instrument. `locked`: only the wire. */
export type Control = 'local' | 'remote' | 'locked';

/** The front panel of one instrument, as its clients have left it. `*RST` does not touch it. */
export class FrontPanel {
  control: Control = 'local';

  /** Whether a client has taken the instrument over, locked or not. */
  get remote(): boolean {
    return this.control !== 'local';
  }

  /** The key that takes it back. Throws while it is locked. */
  pressLocal(): void {
    this.touch();
    this.control = 'local';
  }

  /** A hand at it. Throws while it is locked. */
  touch(): void {
    if (this.control === 'locked') throw new Error('the front panel is locked');
  }
}
