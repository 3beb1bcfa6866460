import type { ReactNode } from 'react';
import { UserMenu } from '#renderer/features/session/UserMenu.tsx';
import { IconButton } from '#renderer/ui/Button.tsx';
import { Icon, Mark } from '#renderer/ui/icons.tsx';
import { Kbd } from '#renderer/ui/Kbd.tsx';
import { chooseTheme, useTheme } from '#renderer/ui/theme.ts';
import { type RouteId, routes } from './route.ts';

/** Where one is and who one is. Its right end belongs to the emergency stop, which is drawn by `StopLayer`. */
export function TopBar({ route }: { readonly route: RouteId }): ReactNode {
  const title = routes.find(({ id }) => id === route)?.title;
  const theme = useTheme();
  return (
    <header className="top">
      <div className="top-brand">
        <Mark size={24} />
        <b>LabLink</b>
        <span>Console</span>
      </div>
      <h1 className="ui-sr">{title}</h1>
      <nav aria-label="Screens">
        {routes.map(({ id, title: name, key, icon }) => (
          <a
            key={id}
            href={`#/${id}`}
            aria-current={route === id ? 'page' : undefined}
            aria-keyshortcuts={key}
          >
            <Icon name={icon} />
            {name}
            <Kbd keys={key} />
          </a>
        ))}
      </nav>
      <div className="top-end">
        <IconButton
          look="quiet"
          icon={theme === 'dark' ? 'sun' : 'moon'}
          label={theme === 'dark' ? 'Light theme' : 'Dark theme'}
          onPress={() => chooseTheme(theme === 'dark' ? 'light' : 'dark')}
        />
        <UserMenu />
      </div>
    </header>
  );
}
