/** What a person may do, as `domain:verb`. Every call of the contract needs one of these, or says why anyone may. */
export const permissions = [
  'session:own',
  'instruments:read',
  'instruments:control',
  'instruments:manage',
  'safety:reset',
  'safety:configure',
  'safety:confirm',
  'history:read',
  'history:mark',
  'history:export',
  'history:keep',
  'backups:read',
  'backups:run',
  'backups:manage',
  'profiling:read',
  'profiling:run',
  'system:read',
  'system:quit',
  'accounts:manage',
] as const;
export type Permission = (typeof permissions)[number];

export const roles = ['administrator', 'operator', 'viewer'] as const;
export type Role = (typeof roles)[number];

const viewer: readonly Permission[] = [
  'session:own',
  'instruments:read',
  'history:read',
  'backups:read',
  'profiling:read',
  'system:read',
];
const operator: readonly Permission[] = [
  ...viewer,
  'instruments:control',
  'instruments:manage',
  'safety:confirm',
  'safety:reset',
  'history:mark',
  'history:export',
  'backups:run',
  'profiling:run',
  'system:quit',
];

/** The three fixed roles. */
export const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = {
  viewer,
  operator,
  administrator: permissions,
};
