import type { CSSProperties } from 'react';
import { vars } from '#renderer/ui/vars.ts';
import type { Rect } from './arrange.ts';

/** px of the tabs of a group (renderer/ui/TabStrip.css). */
export const stripHeight = 30;

/** Puts an element of the class `dock-placed` there. */
export const placed = ({ x, y, width, height }: Rect): CSSProperties =>
  vars({ '--x': `${x}px`, '--y': `${y}px`, '--w': `${width}px`, '--h': `${height}px` });

/** An id that a panel's key makes: an id has no spaces, and a key is any text. */
const idOf = (key: string): string =>
  [...new TextEncoder().encode(key)].map((byte) => byte.toString(36).padStart(2, '0')).join('');

/** Ids of the elements of a panel and of its tab, by its key. */
export const panelId = (key: string): string => `dock-panel-${idOf(key)}`;
export const tabId = (key: string): string => `dock-tab-${idOf(key)}`;
