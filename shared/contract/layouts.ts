import { z } from '#shared/schema.ts';
import { command, stream } from './declare.ts';
import { instrumentKinds } from './instruments.ts';
import { Nothing } from './nothing.ts';

/** Layouts that one person may keep. */
export const mostLayouts = 32;
/** Bytes of one layout, as it is stored (JSON, UTF-8). */
export const mostLayoutBytes = 65_536;
/** Panels in one layout; in one group of tabs; parts of one split; splits within splits. */
export const mostPanels = 64;
const mostTabs = 24;
const mostParts = 12;
const mostDepth = 8;

/**
 * An instrument as a layout remembers it: by where it was and who it said it is, so that it is found again after it was removed and
 * connected anew. Name and kind are for saying what is missing.
 */
export const LayoutInstrument = z.strictObject({
  address: z.string().max(256),
  /** Both empty where it had not identified itself. */
  model: z.string().max(128),
  serial: z.string().max(128),
  name: z.string().max(64),
  kind: z.enum(instrumentKinds),
});
export type LayoutInstrument = z.infer<typeof LayoutInstrument>;

/** What a panel shows of an instrument: everything, how its readings went, or what tells most at a glance. */
export const panelShows = ['instrument', 'trend', 'glance'] as const;
export type PanelShows = (typeof panelShows)[number];

export const LayoutPanel = z.strictObject({ shows: z.enum(panelShows), of: LayoutInstrument });
export type LayoutPanel = z.infer<typeof LayoutPanel>;

/** Panels in one place, one of which is seen. */
export interface LayoutGroup {
  readonly tabs: readonly LayoutPanel[];
  /** Which one is seen, from 0. */
  readonly chosen: number;
}
/** Places side by side (`row`) or one above the other (`column`), each with its share of the room. */
export interface LayoutSplit {
  readonly way: 'row' | 'column';
  readonly parts: readonly { readonly share: number; readonly node: LayoutNode }[];
}
export type LayoutNode = LayoutGroup | LayoutSplit;

const Group = z.strictObject({
  tabs: z.array(LayoutPanel).max(mostTabs),
  chosen: z.number().int().min(0).max(mostTabs),
});

/** Built to its greatest depth, not recursive: what is deeper is refused before it is walked. */
const nodeOf = (depth: number): z.ZodType<LayoutNode, LayoutNode> =>
  depth === 0
    ? Group
    : z.union([
        Group,
        z.strictObject({
          way: z.enum(['row', 'column']),
          parts: z
            .array(z.strictObject({ share: z.number().gt(0).max(1), node: nodeOf(depth - 1) }))
            .min(2)
            .max(mostParts),
        }),
      ]);

/** Every panel of an arrangement, in reading order. */
export const layoutPanels = (node: LayoutNode): readonly LayoutPanel[] =>
  'tabs' in node ? node.tabs : node.parts.flatMap((part) => layoutPanels(part.node));

/** An arrangement of panels. One group without tabs is an empty bench. */
export const LayoutTree = nodeOf(mostDepth).refine((tree) => layoutPanels(tree).length <= mostPanels, {
  error: `A layout has at most ${mostPanels} panels.`,
});

const Id = z.string().min(1).max(64);
const Name = z.string().trim().min(1).max(48);

export const Layout = z.object({
  id: Id,
  name: z.string(),
  /** Null where what is stored cannot be read by this version. */
  tree: LayoutTree.nullable(),
});
export type Layout = z.infer<typeof Layout>;

/** How a person arranges the panels of the bench. Everybody has their own, and sees nobody else's. */
export const layouts = {
  /** One's own, in their order, again whenever one of them changes, in whichever window. */
  list: stream({ needs: 'session:own', input: Nothing, output: z.array(Layout) }),
  /** Keeps a new one, as the last. LAYOUT_NAME_TAKEN, LAYOUTS_FULL, LAYOUT_TOO_LARGE. */
  create: command({
    needs: 'session:own',
    input: z.strictObject({ name: Name, tree: LayoutTree }),
    output: z.object({ id: Id }),
    audit: ['name'],
  }),
  /** Puts this arrangement in the place of the one that was kept. LAYOUT_UNKNOWN, LAYOUT_TOO_LARGE. */
  save: command({
    needs: 'session:own',
    input: z.strictObject({ id: Id, tree: LayoutTree }),
    output: Nothing,
    audit: ['id'],
  }),
  /** LAYOUT_UNKNOWN, LAYOUT_NAME_TAKEN. */
  rename: command({
    needs: 'session:own',
    input: z.strictObject({ id: Id, name: Name }),
    output: Nothing,
    audit: ['id', 'name'],
  }),
  /** LAYOUT_UNKNOWN. */
  remove: command({
    needs: 'session:own',
    input: z.strictObject({ id: Id }),
    output: Nothing,
    audit: ['id'],
  }),
  /** Brings them into this order; what is not named comes after. LAYOUT_UNKNOWN, and nothing is moved. */
  order: command({
    needs: 'session:own',
    input: z.strictObject({ ids: z.array(Id).min(1).max(mostLayouts) }),
    output: Nothing,
    audit: [],
  }),
};
