import { routes } from '#renderer/app/route.ts';
import { dockCommands } from '#renderer/features/bench/dock/commands.ts';
import { kindLooks } from '#renderer/features/bench/kinds.ts';
import type { FrameDialog } from '#renderer/stores/ui.ts';
import type { IconName } from '#renderer/ui/icons.tsx';
import type { Permission } from '#shared/contract/permissions.ts';
import type { Act, PaletteWorld } from './acts.ts';
import { t } from '#shared/language/t.ts';

const plain = { section: 'go', change: null, refusal: null, shortcut: null } as const;

const dialogs: readonly {
  readonly dialog: Exclude<FrameDialog, null>;
  readonly title: string;
  readonly icon: IconName;
  readonly needs: Permission | null;
  readonly shortcut?: string;
}[] = [
  { dialog: 'keys', title: t`All keys`, icon: 'key', needs: null, shortcut: '?' },
  { dialog: 'settings', title: t`Idle and sleep`, icon: 'warning', needs: 'safety:configure' },
  { dialog: 'recovery-codes', title: t`New recovery codes`, icon: 'shield', needs: 'session:own' },
  { dialog: 'sign-out', title: t`Sign out`, icon: 'person', needs: null },
  { dialog: 'quit', title: t`Quit the console`, icon: 'close', needs: 'system:quit' },
];

/** Screens, instruments, and what belongs to the person: everything that is looked at rather than done. */
export function goActs(world: PaletteWorld): readonly Act[] {
  const instruments = world.instruments.map(
    (instrument): Act => ({
      ...plain,
      id: `instrument ${instrument.id}`,
      icon: kindLooks[instrument.kind].icon,
      title: instrument.name,
      detail: [instrument.model, instrument.address].filter(Boolean).join(', '),
      deed: { kind: 'instrument', id: instrument.id },
    }),
  );
  const screens = routes.map(
    ({ id, title, key, icon }): Act => ({
      ...plain,
      id: `route ${id}`,
      icon,
      title,
      detail: t`Screen`,
      shortcut: key,
      deed: { kind: 'route', route: id },
    }),
  );
  const own = dialogs
    .filter(({ needs }) => needs === null || world.may.has(needs))
    .map(
      ({ dialog, title, icon, shortcut }): Act => ({
        ...plain,
        id: `dialog ${dialog}`,
        icon,
        title,
        detail: t`Window`,
        shortcut: shortcut ?? null,
        deed: { kind: 'dialog', dialog },
      }),
    );
  const other = world.theme === 'dark' ? 'light' : 'dark';
  const theme: Act = {
    ...plain,
    id: 'theme',
    icon: other === 'light' ? 'sun' : 'moon',
    title: other === 'light' ? t`Light theme` : t`Dark theme`,
    detail: t`How the console looks`,
    deed: { kind: 'theme', theme: other },
  };
  return [...instruments, ...screens, ...layoutActs(world), ...own, theme];
}

/** Layouts by name, a second window, and what can be done to the panel that was worked in last. */
function layoutActs({ layouts, shown }: PaletteWorld): readonly Act[] {
  const all = [{ id: null, name: t`Focus` }, ...layouts];
  const byName = all.map(
    ({ id, name }, at): Act => ({
      ...plain,
      id: `layout ${id ?? ''}`,
      icon: id === null ? 'bench' : 'layout',
      title: t`Layout: ${name}`,
      detail: id === shown ? t`On screen` : t`Bench`,
      shortcut: at < 9 ? `Alt ${at + 1}` : null,
      deed: { kind: 'layout', id },
    }),
  );
  const second: Act = {
    ...plain,
    id: 'second-window',
    icon: 'window',
    title: t`Open in a second window`,
    detail: t`Window`,
    deed: { kind: 'second-window' },
  };
  if (shown === null) return [...byName, second];
  const arrange = dockCommands.map(
    ({ id, title, icon, keys }): Act => ({
      ...plain,
      id: `arrange ${id}`,
      icon,
      title: t`Panel: ${title}`,
      detail: t`Layout`,
      shortcut: keys,
      deed: { kind: 'arrange', command: id },
    }),
  );
  return [...byName, second, ...arrange];
}
