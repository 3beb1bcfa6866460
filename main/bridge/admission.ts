import type { Contract, Procedure } from '#shared/contract/declare.ts';
import type { Permission } from '#shared/contract/permissions.ts';
import { Fault } from '#shared/faults.ts';
import { fits } from '#shared/rpc/size.ts';
import type { Identities, Identity } from './caller.ts';
import type { Handlers } from './handlers.ts';
import type { Limits } from './limits.ts';

/** A procedure that exists, with what runs it. */
export interface Found {
  /** `domain.method`. */
  readonly action: string;
  readonly procedure: Procedure;
  readonly handler: (input: unknown, call: unknown) => unknown;
}

const own = (table: object, key: string): unknown =>
  Object.hasOwn(table, key) ? (table as Record<string, unknown>)[key] : undefined;

/** Looks a method up among what was declared; names that every object inherits are unknown like any other. */
export function find<C extends Contract>(
  contract: C,
  handlers: Handlers<C>,
  domain: string,
  method: string,
): Found {
  const procedure = own((own(contract, domain) as object | undefined) ?? {}, method) as Procedure | undefined;
  const handler = own((own(handlers, domain) as object | undefined) ?? {}, method);
  if (procedure === undefined || typeof handler !== 'function')
    throw new Fault('METHOD_UNKNOWN', 'The console has no such call.');
  return { action: `${domain}.${method}`, procedure, handler: handler as Found['handler'] };
}

/** The input as declared. Throws INPUT_INVALID, which names the field and what is wrong with it, never its value. */
export function validated({ procedure }: Found, input: unknown, limits: Limits): unknown {
  if (!fits(input, limits.inputBytes))
    throw new Fault('INPUT_INVALID', 'The request is too large.', { details: { limit: limits.inputBytes } });
  const parsed = procedure.input.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.map(String).join('.') ?? '';
  // Names of fields that nobody declared are the page's own text, and this is recorded.
  const unknown = issue?.code === 'unrecognized_keys';
  const what = unknown
    ? 'There is a field that is not known.'
    : (issue?.message ?? 'not valid').slice(0, 200);
  throw new Fault('INPUT_INVALID', field === '' ? what : `${field}: ${what}`, { details: { field } });
}

/** Whoever sits there; nobody when the accounts cannot say. */
export function identify(identities: Identities, seat: string): Identity | null {
  try {
    return identities.identify(seat);
  } catch {
    // The accounts are out of order: nobody is signed in, and what anyone may do (the stop) goes on working.
    return null;
  }
}

/** Null when this identity may do it, else the fault that says why not. */
export function refusal({ needs }: Procedure, identity: Identity | null): Fault | null {
  if (typeof needs !== 'string') return null;
  if (identity === null)
    return new Fault('PERMISSION_DENIED', 'Nobody is signed in here.', { remedy: 'Sign in.' });
  if (identity.locked) return new Fault('SESSION_LOCKED', 'The console is locked.');
  const permission: Permission = needs;
  if (identity.permissions.includes(permission)) return null;
  return new Fault('PERMISSION_DENIED', `${identity.name} (${identity.role}) may not do this.`, {
    details: { needs: permission },
  });
}
