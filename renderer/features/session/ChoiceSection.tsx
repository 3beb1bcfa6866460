import type { ReactNode } from 'react';
import { Header, MenuItem, MenuSection } from 'react-aria-components';
import { Icon } from '#renderer/ui/icons.tsx';

interface ChoiceSectionProps<Choice extends string> {
  readonly legend: string;
  /** The choices in their order, and how each is called. */
  readonly words: Readonly<Record<Choice, string>>;
  readonly chosen: Choice;
  readonly onChoose: (choice: Choice) => void;
}

/** A section of the menu in which one of several is chosen. */
export function ChoiceSection<Choice extends string>(props: ChoiceSectionProps<Choice>): ReactNode {
  const { legend, words, chosen, onChoose } = props;
  const choices = Object.keys(words) as Choice[];
  return (
    <MenuSection
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[`${legend} ${chosen}`]}
      onSelectionChange={(keys) => {
        const choice = choices.find((each) => keys !== 'all' && keys.has(`${legend} ${each}`));
        if (choice !== undefined) onChoose(choice);
      }}
    >
      <Header className="ui-legend user-legend">{legend}</Header>
      {choices.map((choice) => (
        <MenuItem key={choice} id={`${legend} ${choice}`} className="ui-menu-item" textValue={words[choice]}>
          {chosen === choice ? <Icon name="check" /> : <span className="user-gap" />}
          {words[choice]}
        </MenuItem>
      ))}
    </MenuSection>
  );
}
