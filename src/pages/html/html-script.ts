import { DRAW_SCRIPT, READ_SCRIPT } from './html-draw.ts';
import { READ_ENTRIES_SCRIPT, SHOW_ENTRIES_SCRIPT } from './html-entries.ts';

/** What the reader does: choosing, moving, finding. */
const ACT = `
let current = groups[0], at = -1, isChosen = false;
const list = $('list');
const head = make('div', 'head');
head.setAttribute('aria-hidden', 'true');
const scale = make('div', 'scale');
head.append(make('span', '', data.what.one === 'mapping' ? 'file' : 'from'), make('span', 'n', 'size'), make('span', 'n', 'in use'), scale);
for (let pages = 1, free = -1; lengthOf(pages) < .88; pages *= 1024) {
  const tick = make('span', '', size(pages));
  tick.style.left = lengthOf(pages) * 100 + '%';
  if (lengthOf(pages) > free) scale.append(tick);
  free = Math.max(free, lengthOf(pages) + .1);
}
const seen = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    const group = groups[target.dataset.index];
    group.isSeen = isIntersecting;
    if (isIntersecting) drawGroup(group);
  }
}, { root: list, rootMargin: '200px' });
for (const group of groups) {
  const row = make('div', 'group');
  row.id = 'group-' + group.index;
  row.dataset.index = group.index;
  row.setAttribute('role', 'option');
  row.setAttribute('aria-selected', 'false');
  row.tabIndex = -1;
  const bar = make('div', 'bar');
  group.canvas = make('canvas');
  group.mark = make('div', 'mark');
  group.mark.hidden = true;
  bar.append(group.canvas, group.mark);
  const shown = group.title + (group.strips.length > 1 && !group.isFold ? ' (' + group.strips.length + ')' : '');
  const title = make('span', 'name', shown);
  title.title = group.name || group.title;
  /* What is heard begins with what is seen. */
  const all = group.isFold ? '' : ', ' + countStrips(group.strips.length);
  row.setAttribute('aria-label', shown + ' ' + size(group.pages) + ' ' + (group.used > 0 ? size(group.used) : '-') + ' in use' + all + ': ' + say(group.counts));
  row.append(title, ' ', make('span', 'n', size(group.pages)), ' ', make('span', 'n', group.used > 0 ? size(group.used) : '-'), bar);
  group.row = row;
  row.addEventListener('click', (event) => choose(group, blockAt(group, event)));
  bar.addEventListener('mousemove', (event) => { const block = blockAt(group, event); if (block >= 0) sayBlock(group, block); });
  bar.addEventListener('mouseleave', () => sayBlock(current, at));
}
/* The block of a group under the pointer; -1 beside its bar. */
function blockAt(group, { clientX, clientY }) {
  const box = group.canvas.getBoundingClientRect();
  if (clientX < box.left || clientY < box.top || clientY > box.bottom || !group.places || group.isFold) return -1;
  const x = (clientX - box.left) * group.canvas.width / box.width;
  const place = group.places.find((each) => x >= each.x && x <= each.x + each.width + 1);
  if (!place) return -1;
  const page = (x - place.x) / place.width * place.strip.pages;
  return group.runs.findIndex(({ strip, run }) => strip === place.strip && page < run.page + run.pages);
}
function mark(group) {
  const block = group === current ? group.runs[at] : undefined;
  const place = block && group.places && group.places.find(({ strip }) => strip === block.strip);
  group.mark.hidden = !place;
  if (!place) return;
  const unit = 100 / group.canvas.width;
  group.mark.style.left = unit * (place.x + place.width * block.run.page / block.strip.pages) + '%';
  group.mark.style.width = unit * place.width * block.run.pages / block.strip.pages + '%';
}
function sayBlock(group, index) {
  const block = group.runs[index];
  $('status').replaceChildren(...(!block ? ['Left and right, or the pointer, name a block of the row.'] :
    [range(block.strip.page + block.run.page, block.run.pages) + ', ' + count(block.run.pages, 'page') + ': ',
      ...linked(block.strip, block.run, String)]));
}
const MOST_ROWS = 300;
const CLASSES = { address: 'address', pages: 'n', size: 'n', 'in use': 'n', name: 'long', 'an entry of each state': 'long', entry: 'long' };
function tableOf(heading, rows) {
  const table = make('table');
  const top = table.createTHead().insertRow();
  for (const text of heading) {
    const cell = make('th', CLASSES[text], text);
    cell.scope = 'col';
    top.append(cell);
  }
  table.createTBody();
  addRows(table, heading, rows);
  return table;
}
function addRows(table, heading, rows) {
  return rows.map((row) => {
    const line = table.tBodies[0].insertRow();
    line.append(...row.map((content, index) => {
      const cell = make('td', CLASSES[heading[index]]);
      cell.append(...[content].flat());
      return cell;
    }));
    return line;
  });
}
function showDetails(group) {
  const about = $('about');
  about.replaceChildren(make('h3', '', group.name || group.title));
  about.append(make('p', '', (group.isFold ? group.title : countStrips(group.strips.length)) + ', ' + size(group.pages) + ', in use ' + (group.used > 0 ? size(group.used) : 'nothing')));
  if (!group.isFold) about.append(tableOf(['state', 'pages', 'size'], group.counts.map(([category, pages]) => [names[category], Math.round(pages), size(pages)])));
  const hasNames = group.strips.some(({ name }) => name !== undefined);
  const hasModes = group.strips.some(({ perms }) => perms);
  const rows = group.strips.slice(0, MOST_ROWS).map((strip) => {
    const used = usedOf(sum(strip.runs.map(({ counts }) => counts)));
    return [range(strip.page, strip.pages), ...(hasModes ? [strip.perms] : []), size(strip.pages), used > 0 ? size(used) : '-', ...(hasNames ? [strip.name] : [])];
  });
  about.append(tableOf(['address', ...(hasModes ? ['mode'] : []), 'size', 'in use', ...(hasNames ? ['name'] : [])], rows));
  const left = (group.count || group.strips.length) - rows.length;
  if (left > 0) about.append(make('p', 'hint', 'and ' + left + ' more'));
}
function choose(group, block, isQuiet) {
  const before = current;
  const isOther = before !== group || at !== block || !isChosen;
  isChosen = true;
  current = group;
  at = block;
  if (before) { before.row.setAttribute('aria-selected', 'false'); before.row.tabIndex = -1; mark(before); }
  group.row.setAttribute('aria-selected', 'true');
  group.row.tabIndex = 0;
  if (before !== group || $('about').childElementCount === 0) showDetails(group);
  if (isOther) showEntries(group, block);
  mark(group);
  sayBlock(group, block);
  drawChosen();
  if (isQuiet) return;
  group.row.focus({ preventScroll: true });
  group.row.scrollIntoView({ block: 'nearest' });
}
let shown = [];
list.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const index = shown.indexOf(current);
  const rows = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };
  const blocks = { ArrowRight: 1, ArrowLeft: -1, Escape: -Infinity };
  if (event.key in rows) choose(shown[Math.min(shown.length - 1, Math.max(0, index + rows[event.key]))], -1);
  else if (event.key in blocks) choose(current, Math.min(current.runs.length - 1, Math.max(-1, at + blocks[event.key])));
  else return;
  event.preventDefault();
});
const ORDERS = {
  address: (a, b) => a.index - b.index, use: (a, b) => b.used - a.used || a.index - b.index,
  size: (a, b) => b.pages - a.pages || a.index - b.index, name: (a, b) => a.title.localeCompare(b.title) || a.index - b.index,
};
function find() {
  const words = $('name').value.toLowerCase().split(' ').filter((word) => word !== '');
  shown = groups.filter((group) => words.every((word) => group.text.includes(word)) &&
    (wanted.size === 0 || group.counts.some(([category, pages]) => wanted.has(category) && pages > 0)));
  shown.sort((a, b) => a.isFold - b.isFold || ORDERS[$('order').value](a, b));
  list.replaceChildren(head, ...shown.map(({ row }) => row));
  if (shown.length === 0) list.append(make('p', 'hint', 'Nothing has such a name and such pages.'));
  $('found').textContent = count(shown.length, 'row') + (shown.length < groups.length ? ' of ' + groups.length : '');
  for (const group of groups) { group.isSeen = false; seen.unobserve(group.row); }
  for (const { row } of shown) seen.observe(row);
  if (shown.length > 0 && !shown.includes(current)) choose(shown[0], -1, true);
}
const states = $('states');
data.categories.forEach(({ name }, index) => {
  const button = make('button');
  button.type = 'button';
  button.tabIndex = index === 0 ? 0 : -1;
  button.setAttribute('aria-pressed', 'false');
  const swatch = make('span', 'swatch');
  const pages = groups.reduce((all, { counts }) => all + (counts.find(([category]) => category === index) || [0, 0])[1], 0);
  button.append(swatch, name, make('span', 'size', size(pages)));
  button.addEventListener('click', () => {
    if (!wanted.delete(index)) wanted.add(index);
    button.setAttribute('aria-pressed', String(wanted.has(index)));
    drawSpace();
    drawChosen();
    find();
    showEntries(current, at);
  });
  states.append(button);
});
states.addEventListener('keydown', (event) => {
  const buttons = [...states.children];
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const now = buttons.indexOf(document.activeElement);
  const next = buttons[Math.min(buttons.length - 1, Math.max(0, now + step))];
  buttons[now].tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
});
$('name').addEventListener('input', find);
$('order').addEventListener('change', find);
const placeAt = (event) => {
  const canvas = $('space');
  const box = canvas.getBoundingClientRect();
  const x = (event.clientX - box.left) * canvas.width / box.width;
  return space.find((place) => x < place.x + place.width) || space[space.length - 1];
};
$('space').addEventListener('click', (event) => {
  const { strip } = placeAt(event);
  if (!shown.includes(strip.group)) return;
  choose(strip.group, strip.group.runs.findIndex((each) => each.strip === strip));
});
$('space').addEventListener('mousemove', (event) => {
  const { strip } = placeAt(event);
  $('space').title = range(strip.page, strip.pages) + ' ' + size(strip.pages) + ' ' + strip.group.title;
});
function drawAll() {
  readColours();
  data.categories.forEach((_, index) => { states.children[index].firstChild.style.background = colours[index]; });
  drawSpace();
  drawChosen();
  for (const group of groups) if (group.isSeen) drawGroup(group);
}
if (groups.length > 0) {
  find();
  drawAll();
  choose(groups[0], -1, true);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
  new ResizeObserver(drawAll).observe($('split'));
}
`;

/** The script of the page: draws the overview and the list, answers to pointer and keys, and finds. */
export const PAGE_SCRIPT = `'use strict';
(() => {${READ_SCRIPT}${READ_ENTRIES_SCRIPT}${DRAW_SCRIPT}${SHOW_ENTRIES_SCRIPT}${ACT}})();
`;
