/** Reading the values of entries: see entry-lists.ts for how they are written. */
export const READ_ENTRIES_SCRIPT = `
const lists = (data.entries || []).map(([page, size, every, category, count, shift, values]) =>
  ({ page, size, every, category, count, shift, values, end: page + every * (count - 1) + size }));
const toNumber = (digits) => digits.startsWith('-') ? -BigInt('0x' + digits.slice(1)) : BigInt('0x' + digits);
function* valuesOf({ shift, values }) {
  const [first, ...steps] = values.split(',');
  let value = toNumber(first);
  yield value;
  for (const text of steps) {
    const [digits, times = '1'] = text.split('*');
    const step = toNumber(digits) << BigInt(shift);
    for (let left = Number(times); left > 0; left -= 1) yield value += step;
  }
}
/* The lists with entries from a page to before another. */
function* listsIn(from, to) {
  let low = 0, high = lists.length;
  while (low < high) {
    const middle = low + high >> 1;
    if (lists[middle].end > from) high = middle;
    else low = middle + 1;
  }
  for (; low < lists.length && lists[low].page < to; low += 1) yield lists[low];
}
/* The entries from a page to before another of some categories; equal ones behind each other are one. */
function* entriesIn(from, to, isAsked) {
  let last;
  for (const list of listsIn(from, to)) {
    if (!isAsked(list.category)) continue;
    const { size, every, category } = list;
    let page = list.page;
    for (const value of valuesOf(list)) {
      if (page >= to) break;
      if (page + size > from) {
        if (last && last.value === value && last.category === category && last.page + last.pages === page) {
          last.pages += size;
          last.count += 1;
        } else {
          if (last) yield last;
          last = { page, pages: size, category, value, count: 1 };
        }
      }
      page += every;
    }
  }
  if (last) yield last;
}
/* How many entries there are, without those of which no value is known. */
const countIn = (from, to, isAsked) => {
  let all = 0;
  for (const { page, size, every, category, count } of listsIn(from, to)) if (isAsked(category))
    all += Math.min(count, Math.ceil((to - page) / every)) - Math.max(0, Math.floor((from - page - size) / every) + 1);
  return all;
};
`;

/** The table of the entries of a row of the list, or of a block of it. */
export const SHOW_ENTRIES_SCRIPT = `
const MOST_ENTRIES = 100;
const hasLinks = data.categories.some(({ link }) => link);
const isShown = (category) => wanted.size === 0 || wanted.has(category);
/* What is shown: the addresses, and the entries in them that are not shown yet. */
let asked = [], rest;
function* entriesOf(ranges) { for (const [from, to] of ranges) yield* entriesIn(from, to, isShown); }
function entryRow({ page, pages, category, value, count: times }) {
  const link = make('a', 'value', '0x' + value.toString(16).padStart(data.digits, '0'));
  link.href = data.categories[category].link + value.toString(16);
  return times > 1 ? [range(page, pages), names[category], [link, ' \\u00d7 ' + times]] : [hex(page), names[category], link];
}
function moreEntries(table, button, isAsked) {
  const rows = [];
  for (let next; rows.length < MOST_ENTRIES && !(next = rest.next()).done;) rows.push(entryRow(next.value));
  const added = addRows(table, ENTRY_COLUMNS, rows);
  button.hidden = rows.length < MOST_ENTRIES;
  /* What had the focus may be gone: it goes on where there is something new. */
  if (isAsked && added.length > 0) added[0].querySelector('a').focus();
}
const ENTRY_COLUMNS = ['address', 'state', 'entry'];
function showEntries(group, block) {
  const box = $('entries');
  if (!hasLinks || group.isFold) return box.replaceChildren();
  const one = group.runs[block];
  asked = one ? [[one.strip.page + one.run.page, one.strip.page + one.run.page + one.run.pages]] :
    group.strips.map(({ page, pages }) => [page, page + pages]);
  rest = entriesOf(asked);
  const table = tableOf(ENTRY_COLUMNS, []);
  const button = make('button', '', 'More entries');
  button.type = 'button';
  button.addEventListener('click', () => moreEntries(table, button, true));
  const all = asked.reduce((sum, [from, to]) => sum + countIn(from, to, isShown), 0);
  const title = make('h3', '', (one ? 'Entries of this block: ' : 'Entries: ') + all);
  title.id = 'entries-title';
  table.setAttribute('aria-labelledby', title.id);
  box.replaceChildren(title, ...(all > 0 ? [table, button] : []), ...leftOut(group, one));
  moreEntries(table, button, false);
}
/* Entries of which the page has no more than one for each block: there are too many of their kind. */
function leftOut(group, one) {
  const blocks = (one ? [one] : group.runs).filter(({ run }) => run.counts.some(([category]) => data.categories[category].isPart && isShown(category)));
  if (blocks.length === 0) return [];
  const [from, to] = [asked[0][0], asked[asked.length - 1][1]];
  return [
    make('p', 'hint', 'Not all of these entries are in this page, since it would be too large. Those of a part of the addresses are in the page that scan --html writes with'),
    make('code', '', '--range ' + range(from, to - from)),
    tableOf(['address', 'an entry of each state'], blocks.slice(0, MOST_ROWS).map(({ strip, run }) =>
      [range(strip.page + run.page, run.pages), linked(strip, run, size)])),
    ...(blocks.length > MOST_ROWS ? [make('p', 'hint', 'and ' + (blocks.length - MOST_ROWS) + ' more')] : []),
  ];
}
`;
