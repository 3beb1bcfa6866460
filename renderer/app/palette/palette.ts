import type { Act, PaletteWorld, Section } from './acts.ts';
import { doActs } from './do-acts.ts';
import { goActs } from './go-acts.ts';
import { type Ranked, setActs } from './set-acts.ts';
import { fit, readTyped } from './typed.ts';
import { t } from '#shared/language/t.ts';

/** Lines of one section, at most: what is further down is found by another word. */
const most = 6;

const best = (ranked: readonly Ranked[]): Ranked[] =>
  ranked.toSorted((a, b) => a.cost - b.cost).slice(0, most);

/** Everything that what was typed can mean, the likeliest first in each section. An empty line offers where to go. */
export function paletteActs(world: PaletteWorld, text: string): readonly Act[] {
  const typed = readTyped(text);
  const found = (acts: readonly Act[]): Ranked[] =>
    acts.flatMap((act) => {
      const cost = fit(typed.all, `${act.title} ${act.detail}`);
      return cost === null ? [] : [{ act, cost }];
    });
  const nothing = typed.all.length === 0;
  const search: Act[] =
    nothing || !world.may.has('history:read')
      ? []
      : [
          {
            id: 'search',
            section: 'find',
            icon: 'search',
            title: t`Search the history for “${text.trim()}”`,
            detail: t`Requests and replies`,
            change: null,
            refusal: null,
            shortcut: null,
            deed: { kind: 'search', text: text.trim() },
          },
        ];
  const [go, does] = [best(found(goActs(world))), nothing ? [] : best(found(doActs(world)))];
  // Enter does the first line: what only looks goes before what acts, unless that fits better.
  const doesFit = (does[0]?.cost ?? Infinity) < (go[0]?.cost ?? Infinity);
  const ranked = [...best(setActs(world, typed)), ...(doesFit ? [...does, ...go] : [...go, ...does])];
  return [...ranked.map(({ act }) => act), ...search];
}

/** Acts by section, in the order in which they are. */
export function bySection(
  acts: readonly Act[],
): readonly { readonly section: Section; readonly acts: readonly Act[] }[] {
  const groups: { section: Section; acts: Act[] }[] = [];
  for (const act of acts) {
    const last = groups.at(-1);
    if (last?.section === act.section) last.acts.push(act);
    else groups.push({ section: act.section, acts: [act] });
  }
  return groups;
}
