/** What the script of the page reads: see html-data.ts for what it is given. */
export const READ_SCRIPT = `
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
/* The states of a block, each a link where there is a page that shows an entry of it: the first that is known. */
const linked = (strip, { page, pages: length, counts, entries }, text) => counts.flatMap(([category, pages], index) => {
  const { link } = data.categories[category];
  const from = strip.page + page;
  const [first] = link && !entries[index] ? entriesIn(from, from + length, (other) => other === category) : [];
  const digits = entries[index] || (first ? first.value.toString(16) : '');
  const node = make(link && digits ? 'a' : 'span', '', names[category]);
  if (link && digits) node.href = link + digits;
  return [index > 0 ? ', ' : '', node, ' ' + text(pages)];
});
const say = (counts) => counts.map(([category, pages]) => names[category] + ' ' + size(pages)).join(', ');

/* A strip: runs of cells that hold the same, with their pages counted from its beginning. */
const readStrip = (strip, group) => {
  const runs = [];
  let page = 0;
  for (const [index, [times, ...numbers]] of strip.cells.entries()) {
    const pages = Math.min(times * strip.per, strip.pages - page);
    const counts = [];
    if (numbers.length === 1) counts.push([numbers[0], pages]);
    else for (let i = 0; i < numbers.length; i += 2) counts.push([numbers[i], numbers[i + 1] * times]);
    runs.push({ page, pages, counts, entries: strip.entries ? strip.entries[index] : [] });
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
  group.text = [given.name, ...group.strips.map(({ page, perms, name = '' }) => hex(page) + ' ' + perms + ' ' + name)].join(' ').toLowerCase();
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
export const DRAW_SCRIPT = `
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
    return { strip, hole, weight: Math.sqrt(Math.min(strip.pages, Math.max(1, WORTH * usedOf(sum(strip.runs.map(({ counts }) => counts)))))) };
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
  /* Two lines of addresses, from the right: a lower one has its mark left of all that stands above it. */
  const free = [canvas.clientWidth, canvas.clientWidth];
  for (const { strip, x: at } of space.filter(({ begins }, index) => begins || index === 0).reverse()) {
    const text = hex(strip.page);
    const left = at / ratio, wide = text.length * 7 + 6;
    const isLast = left + wide > canvas.clientWidth;
    const [from, to] = isLast ? [left - wide, left] : [left, left + wide];
    const line = free.findIndex((until) => to <= until);
    if (line < 0) continue;
    const label = make('span', (line > 0 ? 'low' : '') + (isLast ? ' before' : ''), text);
    if (isLast) label.style.right = canvas.clientWidth - left + 'px';
    else label.style.left = left + 'px';
    $('places').append(label);
    free[line] = from;
    free[0] = Math.min(free[0], from);
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
