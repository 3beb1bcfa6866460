import type { Role } from '#shared/contract/permissions.ts';
import { t } from '#shared/language/t.ts';

/** What a role is called. */
export const roleWords: Readonly<Record<Role, string>> = {
  administrator: t`administrator`,
  operator: t`operator`,
  viewer: t`viewer`,
};
