/** How a device differs from the class. */
export interface Quirks {
  /** Most bytes asked for at once. */
  readonly requestBytes: number;
  /** No packet follows a transfer that fills its last one. */
  readonly noTail: boolean;
  /** A transfer may carry the number of an older request. */
  readonly olderTag: boolean;
}

const usual: Quirks = { requestBytes: 1 << 20, noTail: false, olderTag: false };

export const quirksOf = (_vendorId: number, _productId: number): Quirks => usual;
