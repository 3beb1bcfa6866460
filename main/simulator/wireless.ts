import type { FrontPanel } from './language/front-panel.ts';
import type { Status } from './language/status.ts';

/** An instrument without a wire: program messages in, response messages out. */
export interface Wireless {
  readonly status: Status;
  readonly panel: FrontPanel;
  /** Runs one program message, without its terminator. Returns the response without one, or null. */
  run(message: string): string | null;
}
