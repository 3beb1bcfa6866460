import type { ReactNode } from 'react';
import { FileTrigger } from 'react-aria-components';
import { Button, type ButtonProps } from './Button.tsx';

/** A file that opens more than this is none of those that are asked for here. Bytes. */
const most = 64 * 1024;

/** Lets a person choose a small text file, and answers with what is in it; null: it is too large to be one, or cannot be read. */
export function FileButton(props: {
  readonly children: string;
  readonly size?: NonNullable<ButtonProps['size']>;
  readonly onText: (text: string | null) => void;
}): ReactNode {
  const { onText } = props;
  const read = async (file: File): Promise<void> => {
    if (file.size > most) return onText(null);
    try {
      onText(await file.text());
    } catch {
      // It went away, or may not be read: the one answer says both.
      onText(null);
    }
  };
  return (
    <FileChooser size={props.size ?? 'normal'} onFile={(file) => void read(file)}>
      {props.children}
    </FileChooser>
  );
}

/** Lets a person choose a file. */
export function FileChooser(props: {
  readonly children: string;
  readonly size?: NonNullable<ButtonProps['size']>;
  readonly onFile: (file: File) => void;
}): ReactNode {
  return (
    <FileTrigger
      onSelect={(files) => {
        const file = files?.[0];
        if (file !== undefined) props.onFile(file);
      }}
    >
      <Button size={props.size ?? 'normal'}>{props.children}</Button>
    </FileTrigger>
  );
}
