/** Records that could not be written, and have to be confessed as soon as something can be written again. */
export class Gap {
  #count = 0;
  #from = 0;
  #to = 0;

  get open(): boolean {
    return this.#count > 0;
  }

  /** One more record, of this time, was lost. */
  widen(at: number, count = 1): void {
    if (this.#count === 0) this.#from = at;
    this.#to = at;
    this.#count += count;
  }

  /** What the row about the gap says. */
  get detail(): { readonly lost: number; readonly from: string; readonly to: string } {
    return {
      lost: this.#count,
      from: new Date(this.#from).toISOString(),
      to: new Date(this.#to).toISOString(),
    };
  }

  /** The row about `lost` records is on the disk. */
  confessed(lost: number): void {
    this.#count -= lost;
    this.#from = this.#to;
  }
}
