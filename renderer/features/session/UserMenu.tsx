import type { ReactNode } from 'react';
import {
  Button as AriaButton,
  Header,
  Menu,
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
import {
  chooseDecimal,
  chosenDecimal,
  type DecimalChoice,
  useDecimalSign,
} from '#renderer/ui/decimal-choice.ts';
import { chooseLanguage, chosenLanguage, languageNames } from '#renderer/ui/language.ts';
import { chooseTheme, chosenTheme, type ThemeChoice, useTheme } from '#renderer/ui/theme.ts';
import { roleWords } from '#renderer/stores/role-words.ts';
import { ChoiceSection } from './ChoiceSection.tsx';
import './Session.css';
import { t } from '#shared/language/t.ts';

const themes = { system: t`Like the system`, light: t`Light`, dark: t`Dark` } as const satisfies Record<
  ThemeChoice,
  string
>;

const signs = {
  system: t`Like the system`,
  point: t`Point: 3.3 V`,
  comma: t`Comma: 3,3 V`,
} as const satisfies Record<DecimalChoice, string>;

/** Who is signed in, and what belongs to them: lock, theme, keys, sign out, quit. */
export function UserMenu(): ReactNode {
  const { ui } = useStores();
  const account = useAccount();
  const permissions = usePermissions();
  const client = useClient();
  const call = useCall();
  useTheme();
  useDecimalSign();
  const user = account?.user;
  if (!user) return null;
  return (
    <MenuTrigger>
      <AriaButton className="user-button" aria-label={t`${user.name}, ${roleWords[user.role]}: menu`}>
        <Icon name="person" />
        <span className="ui-cut">{user.name}</span>
        <Icon name="down" size={12} />
      </AriaButton>
      <Popover placement="bottom end" offset={12} className="user-popover">
        <Menu className="ui-menu" aria-label={t`Session`}>
          <MenuSection>
            <Header className="user-head">
              <b>{user.name}</b>
              <span>
                {user.recoveryCodesLeft === 1
                  ? t`${roleWords[user.role]}, 1 recovery code left`
                  : t`${roleWords[user.role]}, ${user.recoveryCodesLeft} recovery codes left`}
              </span>
            </Header>
            <ActItem
              icon="lock"
              text={t`Lock`}
              onAction={() => void call.run(() => client.accounts.lock({}))}
            />
            <ActItem icon="person" text={t`Sign out…`} onAction={() => ui.setState({ dialog: 'sign-out' })} />
          </MenuSection>
          <Separator className="user-line" />
          <ChoiceSection legend={t`Theme`} words={themes} chosen={chosenTheme()} onChoose={chooseTheme} />
          <Separator className="user-line" />
          <ChoiceSection
            legend={t`Decimal sign`}
            words={signs}
            chosen={chosenDecimal()}
            onChoose={chooseDecimal}
          />
          <Separator className="user-line" />
          <ChoiceSection
            legend={t`Language`}
            words={{ system: t`Like the system`, ...languageNames }}
            chosen={chosenLanguage()}
            onChoose={chooseLanguage}
          />
          <Separator className="user-line" />
          <MenuSection>
            <ActItem
              icon="key"
              text={t`All keys`}
              shortcut="?"
              onAction={() => ui.setState({ dialog: 'keys' })}
            />
            {permissions.has('session:own') && (
              <ActItem
                icon="shield"
                text={t`New recovery codes…`}
                onAction={() => ui.setState({ dialog: 'recovery-codes' })}
              />
            )}
            {permissions.has('safety:configure') && (
              <ActItem
                icon="warning"
                text={t`Idle and sleep…`}
                onAction={() => ui.setState({ dialog: 'settings' })}
              />
            )}
            {permissions.has('system:quit') && (
              <ActItem
                icon="close"
                text={t`Quit the console…`}
                onAction={() => ui.setState({ dialog: 'quit' })}
              />
            )}
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
