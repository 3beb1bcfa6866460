import { type ReactNode, useEffect, useRef } from 'react';

/** Title of a step. Takes the focus when the step has no field that does, so that a screen reader says where it is. */
export function StepHead(props: {
  readonly number: number;
  readonly title: string;
  readonly children: ReactNode;
  readonly aside?: ReactNode;
  readonly focus?: boolean;
}): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  const { focus = false } = props;
  useEffect(() => {
    if (focus) heading.current?.focus();
  }, [focus]);
  return (
    <header className="fr-head">
      <div className="ui-row">
        <b className="fr-number" aria-hidden="true">
          {props.number}
        </b>
        <h1 ref={heading} tabIndex={-1} className="ui-grow">
          {props.title}
        </h1>
        {props.aside}
      </div>
      <p className="ui-mute">{props.children}</p>
    </header>
  );
}
