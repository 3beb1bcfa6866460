import { usePermissions } from '#renderer/stores/hooks.ts';

/** What the person at this window may do with backups. */
export interface May {
  readonly run: boolean;
  readonly manage: boolean;
  readonly quit: boolean;
  /** Opens the settings and makes a recovery secret there. */
  readonly settings: boolean;
}

export function useMay(): May {
  const granted = usePermissions();
  return {
    run: granted.has('backups:run'),
    manage: granted.has('backups:manage'),
    quit: granted.has('system:quit'),
    settings: granted.has('safety:configure') && granted.has('accounts:manage'),
  };
}
