import { splitData } from '#main/scpi/program-data.ts';

/** Characters of a name at most. */
export const nameLength = 160;

/** A channel list, `(@1,3:5)`: it says where, and is no value. source: SCPI-99 vol. 1, 8.3.2. */
const channelList = /^\(@[\d!:,\s]{1,60}\)$/;
const header = /^[*:A-Z][A-Z0-9_:*]{0,60}\??$/;

/**
 * What a program message is called in figures: its headers without values, in upper case, as they were sent, with channel lists:
 * `MEAS:VOLT? (@1)`, `SOUR1:VOLT`. Two messages that differ in values alone have one name. What cannot be read is `unreadable`; a
 * name that is too long is cut, with a count of what follows.
 */
export function commandName(text: string): string {
  const units = (splitData(text, ';') ?? []).map((unit) => unit.trim()).filter((unit) => unit !== '');
  const names = units.map(unitName);
  if (names.length === 0 || names.includes(null)) return 'unreadable';
  let name = '';
  for (const [index, each] of names.entries()) {
    const next = index === 0 ? each! : `${name};${each}`;
    const more = ` +${names.length - index}`;
    if (next.length > nameLength - more.length && index > 0) return name + more;
    name = next;
  }
  return name.slice(0, nameLength);
}

/** One program message unit without values; null when its header cannot be read. */
function unitName(unit: string): string | null {
  const space = unit.search(/[\t ]/);
  const written = (space === -1 ? unit : unit.slice(0, space)).toUpperCase();
  if (!header.test(written)) return null;
  const data = space === -1 ? '' : unit.slice(space).trim();
  if (!data.includes('(@')) return written;
  const lists = (splitData(data, ',') ?? [])
    .map((item) => item.trim())
    .filter((item) => channelList.test(item));
  return lists.length === 0
    ? written
    : `${written} ${lists.map((list) => list.replaceAll(/\s/g, '')).join(',')}`;
}
