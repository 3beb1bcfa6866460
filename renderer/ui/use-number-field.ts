import {
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { type Editing, type FieldView, fieldView, notEditing } from './number-view.ts';
import {
  type FieldSpec,
  firstDigit,
  type HeldNumber,
  nextDigit,
  readDraft,
  stepDigit,
} from './number-draft.ts';

export interface NumberFieldModel extends FieldSpec {
  readonly held: HeldNumber;
  readonly disabled?: boolean;
  /** That it was changed by another hand, in words; null when it was not, or when that has been seen. */
  readonly changed?: string | null;
  /** Sends the value. Resolves with null when it was taken, or with what went wrong, in words. */
  readonly onSend: (value: number) => Promise<string | null>;
}

interface NumberFieldParts {
  readonly view: FieldView;
  readonly focus: () => void;
  readonly focused: () => void;
  readonly blurred: () => void;
  readonly change: (text: string) => void;
  readonly keyDown: (event: KeyboardEvent<HTMLInputElement>) => void;
  readonly pressBox: (event: PointerEvent<HTMLElement>) => void;
  readonly pressed: (event: PointerEvent<HTMLInputElement>) => void;
}

/** What a number field does between focus and Enter. The rules themselves are pure: number-draft.ts, number-view.ts. */
export function useNumberField(
  props: NumberFieldModel,
  input: RefObject<HTMLInputElement | null>,
): NumberFieldParts {
  const [editing, setEditing] = useState<Editing>(notEditing);
  const justFocused = useRef(false);
  const view = fieldView(editing, props.held, props);

  // The chosen digit is a selection of one character: the browser draws it, and typing replaces it.
  useLayoutEffect(() => {
    const { place } = editing;
    if (place !== null && document.activeElement === input.current)
      input.current?.setSelectionRange(place, place + 1);
  }, [editing, input]);

  // Whatever the instrument holds is chosen whole, so that typing begins a new number instead of adding to the old one.
  const { focused, draft, place } = editing;
  useLayoutEffect(() => {
    if (focused && draft === null && place === null && document.activeElement === input.current)
      input.current?.select();
  }, [view.text, focused, draft, place, input]);

  const send = async (): Promise<void> => {
    const draft = readDraft(view.text, props);
    if (!draft.ok) return setEditing({ ...editing, draft: view.text, problem: draft.problem, place: null });
    setEditing({ ...notEditing, focused: true, sending: draft.value });
    const problem = await props.onSend(draft.value);
    setEditing((now) =>
      problem === null
        ? { ...now, sending: null }
        : { ...now, sending: null, draft: now.draft ?? view.text, problem },
    );
  };

  const choose = (way: -1 | 1): void => {
    const place = editing.place === null ? firstDigit(view.text) : nextDigit(view.text, editing.place, way);
    if (place >= 0) setEditing({ ...editing, place });
  };
  const step = (way: -1 | 1): void => {
    const place = editing.place ?? firstDigit(view.text);
    const stepped = stepDigit(view.text, place, way, props);
    if (stepped) setEditing({ ...editing, draft: stepped.text, place: stepped.place, problem: null });
    else if (place >= 0) setEditing({ ...editing, place });
  };

  return {
    view,
    focus: () => input.current?.focus(),
    focused: () => {
      justFocused.current = true;
      setEditing((now) => ({ ...now, focused: true }));
      input.current?.select();
    },
    blurred: () => setEditing((now) => ({ ...now, focused: false, place: null })),
    change: (text) => {
      // A digit typed over the chosen one goes to its place, and the next one is chosen.
      const overwritten =
        editing.place !== null &&
        text.length === view.text.length &&
        /^[\d.\u2212-]+( ?\p{L}+)?$/u.test(text);
      const place = overwritten && editing.place !== null ? nextDigit(text, editing.place, 1) : null;
      setEditing({ ...editing, draft: text, problem: null, place });
    },
    keyDown: (event) => {
      const act = keys[event.key];
      if (event.ctrlKey || event.altKey || event.metaKey || act === undefined) return;
      if (act === 'cancel') {
        // Not stopped here: Esc also closes what is open, and arms the emergency stop.
        // With nothing to take back it leaves the field, so that the keys of the panel work again.
        if (editing.draft === null) event.currentTarget.closest<HTMLElement>('[data-panel]')?.focus();
        else setEditing({ ...notEditing, focused: true });
        return;
      }
      // While a text is being typed, left and right move the caret as everywhere.
      if (act.choose !== undefined && editing.place === null && editing.draft !== null) return;
      event.preventDefault();
      if (act.choose !== undefined) choose(act.choose);
      else if (act.step !== undefined) step(act.step);
      else void send();
    },
    pressBox: (event) => {
      if (event.target === input.current || props.disabled) return;
      event.preventDefault();
      input.current?.focus();
    },
    pressed: (event) => {
      const caret = event.currentTarget.selectionStart;
      // The first press selects all, so that typing starts anew; the next one chooses the digit under the pointer.
      if (justFocused.current) input.current?.select();
      else if (
        caret !== null &&
        caret === event.currentTarget.selectionEnd &&
        /\d/u.test(view.text[caret] ?? '')
      )
        setEditing({ ...editing, place: caret });
      justFocused.current = false;
    },
  };
}

type KeyAct = { readonly choose?: -1 | 1; readonly step?: -1 | 1 } | 'cancel';
const keys: Readonly<Record<string, KeyAct>> = {
  ArrowLeft: { choose: -1 },
  ArrowRight: { choose: 1 },
  ArrowUp: { step: 1 },
  ArrowDown: { step: -1 },
  Enter: {},
  Escape: 'cancel',
};
