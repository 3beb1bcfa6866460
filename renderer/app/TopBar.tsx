import type { ReactNode } from 'react';
import { useStores } from '#renderer/stores/context.ts';
import { UserMenu } from '#renderer/features/session/UserMenu.tsx';
import { IconButton } from '#renderer/ui/Button.tsx';
import { Icon, Mark } from '#renderer/ui/icons.tsx';
import { Kbd } from '#renderer/ui/Kbd.tsx';
import { chooseTheme, useTheme } from '#renderer/ui/theme.ts';
import { type RouteId, routes } from './route.ts';
import { t } from '#shared/language/t.ts';

/** The name is the same in every language. */
const product = { first: 'LabLink', second: 'Console' } as const;

/** Where one is and who one is. Its right end belongs to the emergency stop, which is drawn by `StopLayer`. */
export function TopBar({ route }: { readonly route: RouteId }): ReactNode {
  const title = routes.find(({ id }) => id === route)?.title;
  const theme = useTheme();
  const { ui } = useStores();
  return (
    <header className="top">
      <div className="top-brand">
        <Mark size={24} />
        <b>{product.first}</b>
        <span>{product.second}</span>
      </div>
      <h1 className="ui-sr">{title}</h1>
      <nav aria-label={t`Screens`}>
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
        <button
          type="button"
          className="top-find"
          aria-label={t`Find or do`}
          aria-keyshortcuts="Control+K"
          onClick={() => ui.setState({ dialog: 'palette' })}
        >
          <Icon name="search" />
          <span aria-hidden="true">{t`Find or do`}</span>
          <Kbd keys="Ctrl K" />
        </button>
        <IconButton
          look="quiet"
          icon={theme === 'dark' ? 'sun' : 'moon'}
          label={theme === 'dark' ? t`Light theme` : t`Dark theme`}
          onPress={() => chooseTheme(theme === 'dark' ? 'light' : 'dark')}
        />
        <UserMenu />
      </div>
    </header>
  );
}
