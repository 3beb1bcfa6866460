import { type ReactNode, useMemo } from 'react';
import { Icon } from '#renderer/ui/icons.tsx';
import { classes } from '#renderer/ui/vars.ts';
import type { FrameRoom } from '#shared/contract/profiles.ts';
import { type FlameLayout, nowhere, shareText } from './layout.ts';
import { roomLooks, roomsOf } from './rooms.ts';
import { t } from '#shared/language/t.ts';
import { tx } from '#renderer/ui/phrase.ts';

/** The colour and the pattern of a room. Decoration: its word stands beside it. */
export function RoomSwatch({ room }: { readonly room: FrameRoom }): ReactNode {
  const { tint, pattern } = roomLooks[room];
  return <i aria-hidden="true" className={classes('flame-swatch', `tint-${tint}`, pattern)} />;
}

/** What the colours mean, with the part of the whole that each room takes itself; or what the marks of a comparison mean. */
export function Legend({ layout }: { readonly layout: FlameLayout }): ReactNode {
  const rooms = useMemo(
    () => roomsOf(layout.flame.frames.filter((_, index) => layout.depth[index] !== nowhere)),
    [layout],
  );
  if (layout.flame.against !== null)
    return (
      <ul className="flame-legend" aria-label={t`What the colours mean`}>
        <li>
          <i aria-hidden="true" className="flame-swatch tint-more" />
          <Icon name="slower" size={9} /> {t`more than then`}
        </li>
        <li>
          <i aria-hidden="true" className="flame-swatch tint-less" />
          <Icon name="faster" size={9} /> {t`less than then`}
        </li>
        <li>{tx`${<i aria-hidden="true" className="flame-swatch tint-native" />}no difference shown`}</li>
      </ul>
    );
  return (
    <ul className="flame-legend" aria-label={t`Rooms of the code`}>
      {rooms.map(({ room, self }) => (
        <li
          key={room}
          title={`${roomLooks[room].word}: ${shareText(layout.base > 0 ? self / layout.base : 0)}`}
        >
          <RoomSwatch room={room} />
          {roomLooks[room].word}
        </li>
      ))}
    </ul>
  );
}
