import { Fault, faultShape } from '#shared/faults.ts';
import type { AccountDatabase } from './options.ts';

/** Whether accounts can be read, and whether there is one. Every access goes through here. */
export interface Availability {
  readonly database: AccountDatabase;
  /** Why nobody can sign in; null when somebody can. */
  readonly trouble: Fault | null;
  /** True once any account exists. Rejects with the trouble when that cannot be found out. */
  anyAccount(): Promise<boolean>;
  /** An account was made, here or meanwhile. */
  foundAccount(): void;
  /** The last answer of `anyAccount`, without asking. */
  readonly hasAccounts: boolean;
  /** Asks again, if there is trouble. Never rejects: the answer is in `trouble`. */
  retry(): Promise<void>;
}

const asFault = (error: unknown): Fault => {
  if (error instanceof Fault) return error;
  const { code, message } = faultShape(error);
  return new Fault(code, message, { cause: error });
};

/** Watches a database for trouble. `onChange` is called when trouble begins, changes or ends, or the first account appears. */
export function watchAvailability(database: AccountDatabase, onChange: () => void): Availability {
  let trouble: Fault | null = null;
  let hasAccounts = false;

  const set = (next: Fault | null): void => {
    if (trouble?.code === next?.code && trouble?.message === next?.message) return;
    trouble = next;
    onChange();
  };
  const watched: AccountDatabase = {
    async read(name, input) {
      try {
        const answer = await database.read(name, input);
        // Not simply over: whether there is an account may not be known yet, and it decides which screen comes next.
        void retry();
        return answer;
      } catch (error) {
        set(asFault(error));
        throw error;
      }
    },
    async write(name, input) {
      try {
        return await database.write(name, input);
      } catch (error) {
        const fault = asFault(error);
        // A full disk, or a refusal by an operation, is an answer; a database that is gone is trouble.
        if (fault.code.startsWith('DATABASE_')) set(fault);
        throw error;
      }
    },
  };
  const foundAccount = (): void => {
    if (hasAccounts) return;
    hasAccounts = true;
    onChange();
  };
  const anyAccount = async (): Promise<boolean> => {
    if (!hasAccounts && (await watched.read('accountsExist', null))) foundAccount();
    return hasAccounts;
  };
  const retry = async (): Promise<void> => {
    if (trouble === null) return;
    try {
      hasAccounts ||= await database.read('accountsExist', null);
      set(null);
    } catch (error) {
      set(asFault(error));
    }
  };

  return {
    database: watched,
    get trouble() {
      return trouble;
    },
    get hasAccounts() {
      return hasAccounts;
    },
    anyAccount,
    foundAccount,
    retry,
  };
}
