import type { ReactNode } from 'react';
import {
  Button as AriaButton,
  Header,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  Separator,
} from 'react-aria-components';
import { useStores } from '#renderer/stores/context.ts';
import { useAccount, useClient, usePermissions } from '#renderer/stores/hooks.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { Icon } from '#renderer/ui/icons.tsx';
import { MenuItem as ActItem } from '#renderer/ui/Menu.tsx';
import { chooseTheme, chosenTheme, type ThemeChoice, useTheme } from '#renderer/ui/theme.ts';
import './Session.css';

const themes = { system: 'Like the system', light: 'Light', dark: 'Dark' } as const satisfies Record<
  ThemeChoice,
  string
>;

/** Who is signed in, and what belongs to them: lock, theme, keys, sign out, quit. */
export function UserMenu(): ReactNode {
  const { ui } = useStores();
  const account = useAccount();
  const permissions = usePermissions();
  const client = useClient();
  const call = useCall();
  useTheme();
  const user = account?.user;
  if (!user) return null;
  const chosen = chosenTheme();
  return (
    <MenuTrigger>
      <AriaButton className="user-button" aria-label={`${user.name}, ${user.role}: menu`}>
        <Icon name="person" />
        <span className="ui-cut">{user.name}</span>
        <Icon name="down" size={12} />
      </AriaButton>
      <Popover placement="bottom end" offset={12} className="user-popover">
        <Menu className="ui-menu" aria-label="Session">
          <MenuSection>
            <Header className="user-head">
              <b>{user.name}</b>
              <span>
                {user.role}, {user.recoveryCodesLeft} recovery codes left
              </span>
            </Header>
            <ActItem icon="lock" text="Lock" onAction={() => void call.run(() => client.accounts.lock({}))} />
            <ActItem icon="person" text="Sign out…" onAction={() => ui.setState({ dialog: 'sign-out' })} />
          </MenuSection>
          <Separator className="user-line" />
          <MenuSection
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[chosen]}
            onSelectionChange={(keys) => {
              for (const choice of ['system', 'light', 'dark'] as const)
                if (keys !== 'all' && keys.has(choice)) chooseTheme(choice);
            }}
          >
            <Header className="ui-legend user-legend">Theme</Header>
            {(['system', 'light', 'dark'] as const).map((choice) => (
              <MenuItem key={choice} id={choice} className="ui-menu-item" textValue={themes[choice]}>
                {chosen === choice ? <Icon name="check" /> : <span className="user-gap" />}
                {themes[choice]}
              </MenuItem>
            ))}
          </MenuSection>
          <Separator className="user-line" />
          <MenuSection>
            <ActItem
              icon="key"
              text="All keys"
              shortcut="?"
              onAction={() => ui.setState({ dialog: 'keys' })}
            />
            {permissions.has('session:own') && (
              <ActItem
                icon="shield"
                text="New recovery codes…"
                onAction={() => ui.setState({ dialog: 'recovery-codes' })}
              />
            )}
            {permissions.has('safety:configure') && (
              <ActItem
                icon="warning"
                text="Idle and sleep…"
                onAction={() => ui.setState({ dialog: 'settings' })}
              />
            )}
            {permissions.has('system:quit') && (
              <ActItem
                icon="close"
                text="Quit the console…"
                onAction={() => ui.setState({ dialog: 'quit' })}
              />
            )}
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
