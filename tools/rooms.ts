/**
 * Who may import whom: the one table behind the linter's import rules. Imports go downwards only:
 * shells -> core -> services -> drivers -> session -> scpi -> transports; services -> database, threads, vault, profiling.
 */

/** Each room of main/ and the other rooms of main/ it may import. */
export const mainRooms: Readonly<Record<string, readonly string[]>> = {
  transports: [],
  scpi: [],
  session: ['scpi', 'transports', 'profiling'],
  drivers: ['session', 'scpi'],
  threads: [],
  database: ['threads', 'profiling'],
  vault: [],
  folder: [],
  profiling: [],
  bridge: ['profiling'],
  simulator: ['threads'],
  accounts: ['bridge', 'database', 'threads', 'vault', 'profiling'],
  history: ['bridge', 'database', 'session', 'transports', 'vault', 'folder', 'profiling'],
  exports: ['bridge', 'history', 'database', 'folder', 'profiling', 'threads'],
  backups: ['bridge', 'database', 'history', 'vault', 'folder', 'profiling', 'threads'],
  instruments: [
    'bridge',
    'drivers',
    'session',
    'scpi',
    'transports',
    'simulator',
    'history',
    'folder',
    'profiling',
  ],
  // How people arrange their benches.
  layouts: ['bridge', 'database'],
  restore: [
    'backups',
    'database',
    'vault',
    'accounts',
    'history',
    'folder',
    'profiling',
    'threads',
    'bridge',
  ],
  // The services behind the profiling screen: figures, traces, profiles, baselines.
  dashboard: ['bridge', 'critical-paths', 'folder', 'profiling', 'statistics', 'threads'],
  // Whether two sets of measurements differ.
  statistics: ['profiling', 'threads'],
  // The ten things that have to be fast, run for the purpose over the real services.
  'critical-paths': [
    'accounts',
    'backups',
    'bridge',
    'database',
    'folder',
    'history',
    'profiling',
    'restore',
    'session',
    'statistics',
    'threads',
    'vault',
  ],
  system: ['bridge', 'history', 'profiling'],
  // Tests and their fixtures alone: each plants a fault and reads what a person is told.
  'bad-input': [],
  doctor: ['database', 'folder', 'transports'],
};

/** Packages and Node modules that have one home, and the places (globs) that are this home. */
export const homes: Readonly<Record<string, readonly string[]>> = {
  'better-sqlite3': ['main/database/**', 'bench/peers/**'],
  serialport: ['main/transports/**'],
  usb: ['main/transports/**'],
  'node:net': [
    'main/transports/**',
    'main/simulator/**',
    'main/doctor/**',
    'main/shells/loopback*.ts',
    'bench/peers/**',
  ],
  'node:http': ['main/shells/loopback*.ts'],
  'node:worker_threads': ['main/threads/**'],
  // A session on the main thread, ended from another one, takes the process down: docs/decisions/0026.
  'node:inspector': ['main/threads/**'],
  'node:inspector/promises': ['main/threads/**'],
  electron: ['main/shells/**', 'main/vault/**', 'preload/**'],
  ws: ['main/shells/**'],
  bcryptjs: ['main/accounts/**'],
  otplib: ['main/accounts/**'],
  zod: ['shared/schema.ts'],
};

/** Tests may start what they test against (a scripted server, a peer, a message channel). */
export const testGlobs = [
  '**/*.test.ts',
  '**/*.test.tsx',
  '**/*.fixture.ts',
  'e2e/**',
  'bench/**',
  'tools/**',
] as const;
