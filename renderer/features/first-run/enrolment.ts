import type { Enrolment } from '#shared/contract/accounts.ts';
import type { z } from '#shared/schema.ts';

/** The key of the new authenticator. In the window's memory alone. */
export type EnrolmentData = z.infer<typeof Enrolment>;

/** Name and password of the administrator. */
export interface AccountData {
  readonly name: string;
  readonly password: string;
}
