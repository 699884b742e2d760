/** What the script of the page reads: see html-data.ts for what it is given. */
const READ = `
const data = JSON.parse(document.getElementById('data').textContent);
const $ = (id) => document.getElementById(id);
const names = data.categories.map(({ name }) => name);
const NONE = names.indexOf('none'), LEFT = names.indexOf('left-out');
const make = (tag, className, text) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
};
const UNITS = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];
const size = (pages) => {
  let value = pages * data.pageSize / 1024, unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) { value /= 1024; unit += 1; }
  return value.toFixed(Number.isInteger(value) || value >= 100 ? 0 : value >= 10 ? 1 : 2) + ' ' + UNITS[unit];
};
const hex = (page) => '0x' + (BigInt(page) * BigInt(data.pageSize)).toString(16);
const range = (page, pages) => hex(page) + '-' + hex(page + pages);
const count = (number, one, many = one + 's') => number + ' ' + (number === 1 ? one : many);
const countStrips = (number, kind = '') => count(number, kind + data.what.one, kind + data.what.many);
const hasContent = (category) => category !== NONE && category !== LEFT;
const isUsed = (category) => hasContent(category) && names[category] !== 'not-read';
const usedOf = (counts) => counts.reduce((sum, [category, pages]) => sum + (isUsed(category) ? pages : 0), 0);
const say = (counts) => counts.map(([category, pages]) => names[category] + ' ' + size(pages)).join(', ');

/* A strip: runs of cells that hold the same, with their pages counted from its beginning. */
const readStrip = (strip, group) => {
  const runs = [];
  let page = 0;
  for (const [times, ...numbers] of strip.cells) {
    const pages = Math.min(times * strip.per, strip.pages - page);
    const counts = [];
    if (numbers.length === 1) counts.push([numbers[0], pages]);
    else for (let i = 0; i < numbers.length; i += 2) counts.push([numbers[i], numbers[i + 1] * times]);
    runs.push({ page, pages, counts });
    page += pages;
  }
  return { ...strip, group, runs };
};
const sum = (lists) => {
  const all = new Map();
  for (const counts of lists) for (const [category, pages] of counts) all.set(category, (all.get(category) || 0) + pages);
  return [...all].sort((a, b) => b[1] - a[1]);
};
const groups = data.groups.map((given, index) => {
  const group = { index, isFold: false, title: given.title, name: given.name };
  group.strips = given.strips.map((strip) => readStrip(strip, group));
  group.runs = group.strips.flatMap((strip) => strip.runs.map((run) => ({ strip, run })));
  group.counts = sum(group.runs.map(({ run }) => run.counts));
  group.pages = group.strips.reduce((all, { pages }) => all + pages, 0);
  group.used = usedOf(group.counts);
  group.text = [given.name, ...group.strips.map(({ page, perms }) => hex(page) + ' ' + perms)].join(' ').toLowerCase();
  return group;
});
if (data.empty.count > 0) {
  const { count: number, pages, strips } = data.empty;
  const group = { index: groups.length, isFold: true, name: '', title: countStrips(number, 'empty ') };
  group.strips = strips.map((strip) => readStrip({ ...strip, per: strip.pages, cells: [[1, NONE]] }, group));
  Object.assign(group, { runs: [], counts: [[NONE, pages]], pages, used: 0, count: number });
  group.text = strips.map(({ page, name }) => hex(page) + ' ' + name).join(' ').toLowerCase();
  groups.push(group);
}
const inOrder = groups.flatMap(({ strips }) => strips).sort((a, b) => a.page - b.page);
`;

/** Drawing: columns of pixels, each with its pages stacked by state. */
const DRAW = `
let colours = [], ground = '';
const wanted = new Set();
const readColours = () => {
  const style = getComputedStyle(document.documentElement);
  colours = data.categories.map(({ colour }) => style.getPropertyValue(colour).trim());
  ground = style.getPropertyValue('--c-none').trim();
};
const fit = (canvas) => {
  const ratio = devicePixelRatio || 1;
  canvas.width = Math.max(1, Math.round(canvas.clientWidth * ratio));
  canvas.height = Math.max(1, Math.round(canvas.clientHeight * ratio));
  return ratio;
};
/* Spreads the pages of a strip over the columns from x to x + width. */
const spread = (columns, strip, x, width) => {
  for (const { page, pages, counts } of strip.runs) {
    const from = x + width * page / strip.pages, to = x + width * (page + pages) / strip.pages;
    for (let at = Math.floor(from); at < Math.ceil(to) && at < columns.length; at += 1) {
      const share = (Math.min(to, at + 1) - Math.max(from, at)) / (to - from);
      const column = columns[at] || (columns[at] = new Map());
      for (const [category, number] of counts) column.set(category, (column.get(category) || 0) + number * share);
    }
  }
};
/* Each state in a column has three pixels at least: nothing rare is hidden by what is common. */
const paint = (canvas, columns, ratio) => {
  const context = canvas.getContext('2d');
  const { width, height } = canvas;
  context.clearRect(0, 0, width, height);
  columns.forEach((column, x) => {
    if (!column) return;
    context.globalAlpha = column.size === 1 && column.has(LEFT) ? .4 : 1;
    context.fillStyle = ground;
    context.fillRect(x, 0, 1, height);
    let all = 0;
    for (const pages of column.values()) all += pages;
    const parts = [...column].filter(([category]) => hasContent(category))
      .map(([category, pages]) => ({ category, tall: Math.max(3 * ratio, Math.round(height * pages / all)) }))
      .sort((a, b) => b.tall - a.tall);
    const over = parts.reduce((total, { tall }) => total + tall, 0) - height;
    if (over > 0) parts[0].tall = Math.max(2 * ratio, parts[0].tall - over);
    let y = height;
    for (const { category, tall } of parts) {
      context.globalAlpha = wanted.size === 0 || wanted.has(category) ? 1 : .18;
      context.fillStyle = colours[category];
      context.fillRect(x, y - tall, 1, tall);
      y -= tall;
    }
  });
};
/* Lengths grow with the logarithm: 4 KiB and 4 GiB can both be seen. */
const LONGEST = Math.log2(1 + Math.max(1, ...groups.map(({ pages }) => pages)));
const lengthOf = (pages) => Math.log2(1 + pages) / LONGEST;
const layOut = (group, width) => {
  const length = Math.max(2, width * lengthOf(group.pages));
  const { strips } = group;
  const gap = strips.length * 6 < length ? 2 : 0;
  const weights = strips.map(({ pages }) => Math.log2(1 + pages));
  const unit = (length - gap * (strips.length - 1)) / weights.reduce((all, weight) => all + weight, 0);
  let x = 0;
  return strips.map((strip, index) => {
    const place = { strip, x, width: weights[index] * unit };
    x += place.width + gap;
    return place;
  });
};
const drawGroup = (group) => {
  const ratio = fit(group.canvas);
  group.places = layOut(group, group.canvas.width);
  const columns = new Array(group.canvas.width);
  for (const { strip, x, width } of group.places) spread(columns, strip, x, width);
  paint(group.canvas, columns, ratio);
  mark(group);
};
/* The address space in its order: as wide as what is in use is worth, holes of a gibibyte and more as gaps. */
const WORTH = 8, LARGE = 2 ** 30 / data.pageSize, REGION = 64 * LARGE;
let space = [];
const drawSpace = () => {
  const canvas = $('space');
  const ratio = fit(canvas);
  const gap = 4 * ratio;
  let end, gaps = 0;
  const weighed = inOrder.map((strip) => {
    const hole = end === undefined ? 0 : strip.page - end;
    end = strip.page + strip.pages;
    if (hole >= LARGE) gaps += 1;
    return { strip, hole, weight: Math.cbrt(Math.min(strip.pages, Math.max(1, WORTH * usedOf(sum(strip.runs.map(({ counts }) => counts)))))) };
  });
  const unit = Math.max(0, canvas.width - gaps * gap) / weighed.reduce((all, { weight }) => all + weight, 0);
  const columns = new Array(canvas.width);
  let x = 0;
  space = weighed.map(({ strip, hole, weight }) => {
    if (hole >= LARGE) x += gap;
    const place = { strip, x, width: weight * unit, begins: hole >= REGION };
    spread(columns, strip, x, place.width);
    x += place.width;
    return place;
  });
  paint(canvas, columns, ratio);
  $('places').replaceChildren();
  let free = 0;
  for (const [index, { strip, x: at, begins }] of space.entries()) {
    const left = at / ratio;
    const text = hex(strip.page);
    if ((index > 0 && !begins) || left < free || left + text.length * 7 + 6 > canvas.clientWidth) continue;
    const label = make('span', '', text);
    label.style.left = left + 'px';
    $('places').append(label);
    free = left + text.length * 7 + 12;
  }
};
const drawChosen = () => {
  const canvas = $('chosen');
  fit(canvas);
  const context = canvas.getContext('2d');
  context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--focus').trim();
  for (const { strip, x, width } of space)
    if (strip.group === current) context.fillRect(Math.floor(x), 0, Math.max(2, Math.ceil(width)), canvas.height);
};
`;

/** What the reader does: choosing, moving, finding. */
const ACT = `
let current = groups[0], at = -1;
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
  const mappings = group.isFold ? '' : ', ' + countStrips(group.strips.length);
  row.setAttribute('aria-label', group.title + mappings + ', ' + size(group.pages) + ', ' + (group.used > 0 ? 'in use ' + size(group.used) : 'nothing in use') + ': ' + say(group.counts));
  const bar = make('div', 'bar');
  group.canvas = make('canvas');
  group.mark = make('div', 'mark');
  group.mark.hidden = true;
  bar.append(group.canvas, group.mark);
  const title = make('span', 'name', group.title + (group.strips.length > 1 && !group.isFold ? ' (' + group.strips.length + ')' : ''));
  title.title = group.name || group.title;
  row.append(title, make('span', 'n', size(group.pages)), make('span', 'n', group.used > 0 ? size(group.used) : '-'), bar);
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
  $('status').textContent = !block ? 'Left and right, or the pointer, name a block of the row.' :
    range(block.strip.page + block.run.page, block.run.pages) + ', ' + count(block.run.pages, 'page') + ': ' +
    block.run.counts.map(([category, pages]) => names[category] + ' ' + pages).join(', ');
}
const MOST_ROWS = 300;
const CLASSES = { address: 'address', pages: 'n', size: 'n', 'in use': 'n', name: 'long' };
function tableOf(heading, rows) {
  const table = make('table');
  const top = table.createTHead().insertRow();
  for (const text of heading) {
    const cell = make('th', CLASSES[text], text);
    cell.scope = 'col';
    top.append(cell);
  }
  const body = table.createTBody();
  for (const row of rows) body.insertRow().append(...row.map((text, index) => make('td', CLASSES[heading[index]], text)));
  return table;
}
function showDetails(group) {
  const about = $('about');
  about.replaceChildren(make('h3', '', group.name || group.title));
  about.append(make('p', '', (group.isFold ? group.title : countStrips(group.strips.length)) + ', ' + size(group.pages) + ', in use ' + (group.used > 0 ? size(group.used) : 'nothing')));
  if (!group.isFold) about.append(tableOf(['state', 'pages', 'size'], group.counts.map(([category, pages]) => [names[category], Math.round(pages), size(pages)])));
  const rows = group.strips.slice(0, MOST_ROWS).map((strip) => {
    const used = usedOf(sum(strip.runs.map(({ counts }) => counts)));
    return [range(strip.page, strip.pages), strip.perms, size(strip.pages), used > 0 ? size(used) : '-', ...(group.isFold ? [strip.name] : [])];
  });
  about.append(tableOf(['address', 'mode', 'size', 'in use', ...(group.isFold ? ['name'] : [])], rows));
  const left = (group.count || group.strips.length) - rows.length;
  if (left > 0) about.append(make('p', 'hint', 'and ' + left + ' more'));
}
function choose(group, block, isQuiet) {
  const before = current;
  current = group;
  at = block;
  if (before) { before.row.setAttribute('aria-selected', 'false'); before.row.tabIndex = -1; mark(before); }
  group.row.setAttribute('aria-selected', 'true');
  group.row.tabIndex = 0;
  if (before !== group || $('about').childElementCount === 0) showDetails(group);
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
(() => {${READ}${DRAW}${ACT}})();
`;
