import { useSyncExternalStore } from 'react';
import { t } from '#shared/language/t.ts';

/** The screens there are, in the order of their keys. */
export const routes = [
  { id: 'bench', title: t`Bench`, key: 'F1', icon: 'bench' },
  { id: 'terminal', title: t`Terminal`, key: 'F3', icon: 'terminal' },
  { id: 'history', title: t`History`, key: 'F4', icon: 'history' },
  { id: 'backups', title: t`Backups`, key: 'F5', icon: 'backups' },
  { id: 'profiling', title: t`Profiling`, key: 'F6', icon: 'trend' },
] as const;
export type RouteId = (typeof routes)[number]['id'] | 'sheet';

/** `#/history` names the history, `#/bench/<id>` the bench with a layout; what names nothing is the bench. */
export function routeOf(hash: string): RouteId {
  const name = hash.replace(/^#\/?/u, '');
  if (name === 'sheet') return 'sheet';
  return routes.find(({ id }) => id === name)?.id ?? 'bench';
}

export function goTo(route: RouteId): void {
  window.location.hash = `#/${route}`;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

/** The screen that the address names. */
export const useRoute = (): RouteId => useSyncExternalStore(subscribe, () => routeOf(window.location.hash));
