/** The style of the page: light and dark after the reader's wish. */
export const PAGE_STYLE = `
:root { --bg: #fbfbfa; --fg: #1c2024; --dim: #5b6470; --line: #d5d9de; --card: #ffffff; --focus: #0b57d0;
  --none: #e3e6ea; --present: #3a7d44; --present-wp: #8a6d00; --swap: #c2571a; --swap-wp: #9a3412;
  --marker-wp: #b3268c; --marker-guard: #4338ca; --marker-poison: #b91c1c; --marker: #86198f;
  --error: #6b0f0f; --migration: #0e7490; --device: #0369a1; --hidden: #7c6f9b; --notread: #b8bec7; }
@media (prefers-color-scheme: dark) {
  :root { --bg: #15181c; --fg: #e6e8eb; --dim: #9aa4b1; --line: #363c45; --card: #1c2026; --focus: #8ab4f8;
    --none: #2a2f37; --present: #5fbf6e; --present-wp: #e0b93c; --swap: #f0883e; --swap-wp: #ffb386;
    --marker-wp: #f472d0; --marker-guard: #939bff; --marker-poison: #ff6b6b; --marker: #d58be0;
    --error: #ffc2c2; --migration: #4cc9e0; --device: #5ab3f0; --hidden: #b3a3d8; --notread: #555d69; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1.5rem; background: var(--bg); color: var(--fg);
  font: 15px/1.45 system-ui, sans-serif; }
h1 { font-size: 1.3rem; margin: 0 0 .25rem; overflow-wrap: anywhere; } h2 { font-size: 1.1rem; }
header p, .hint { color: var(--dim); margin: .2rem 0; overflow-wrap: anywhere; } .remark { color: var(--marker-poison) !important; }
table { border-collapse: collapse; margin: 1rem 0; width: 100%; background: var(--card); }
caption { text-align: left; font-weight: 600; padding: .3rem 0; }
th, td { text-align: left; padding: .25rem .6rem; border-bottom: 1px solid var(--line); font-weight: 400; }
thead th { color: var(--dim); } .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
fieldset { border: 1px solid var(--line); border-radius: 6px; margin: .6rem 0; display: flex; flex-wrap: wrap; gap: .3rem 1rem; }
legend { color: var(--dim); padding: 0 .3rem; }
label { display: inline-flex; align-items: center; gap: .35rem; }
.swatch { width: .9rem; height: .9rem; border-radius: 3px; display: inline-block; }
#status { position: sticky; top: 0; margin: .6rem 0; padding: .4rem .6rem; background: var(--card); border: 1px solid var(--line);
  border-radius: 6px; min-height: 2.2rem; font-family: ui-monospace, monospace; font-size: 13px; overflow-wrap: anywhere; z-index: 1; }
#strips { list-style: none; margin: 0; padding: 0; }
#strips li { margin: 0 0 .55rem; }
.name { font-family: ui-monospace, monospace; font-size: 12.5px; color: var(--dim); overflow-wrap: anywhere; }
.bar { display: block; width: 100%; border-radius: 3px; cursor: crosshair; background: var(--none); image-rendering: pixelated; }
.bar:focus-visible, input:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
`;

/** The script of the page: draws the bars, names what is under pointer or cursor, filters. */
export const PAGE_SCRIPT = `
'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const status = document.getElementById('status');
  const list = document.getElementById('strips');
  const COLUMNS = 256, ROW = 14;
  const NAMES = [['present +uffd_wp', '--present-wp'], ['present', '--present'],
    ['protnone', '--device'], ['uffd-wp-special', '--marker-wp'], ['swapin-error', '--error'],
    ['swap +uffd_wp', '--swap-wp'], ['swap', '--swap'], ['pte-marker:uffd_wp', '--marker-wp'],
    ['pte-marker:guard', '--marker-guard'], ['pte-marker:poisoned', '--marker-poison'], ['pte-marker', '--marker'],
    ['hwpoison', '--error'], ['migration', '--migration'], ['device', '--device'], ['hidden', '--hidden'],
    ['not-read', '--notread'], ['none', '--none']];
  const variable = (category) => (NAMES.find(([start]) => category.startsWith(start)) || ['', '--hidden'])[1];
  let colours = [];
  const readColours = () => {
    const style = getComputedStyle(document.documentElement);
    colours = data.categories.map((category) => style.getPropertyValue(variable(category)).trim());
    empty = style.getPropertyValue('--none').trim();
    mark = style.getPropertyValue('--fg').trim();
  };
  let empty = '', mark = '';
  const none = data.categories.indexOf('none');
  const wanted = new Set(data.categories.keys());
  const size = (pages) => {
    let value = pages * data.pageSize / 1024, unit = 0;
    const units = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
    while (value >= 1024 && unit < units.length - 1) { value /= 1024; unit += 1; }
    return (Number.isInteger(value) ? value : value.toFixed(1)) + ' ' + units[unit];
  };
  const hex = (page) => '0x' + (BigInt(page) * BigInt(data.pageSize)).toString(16).padStart(16, '0');
  const bars = [];
  for (const strip of data.strips) {
    const cells = [];
    for (const [times, ...numbers] of strip.cells) {
      const counts = [];
      for (let i = 0; i < numbers.length; i += 2) counts.push([numbers[i], numbers[i + 1]]);
      for (let i = 0; i < times; i += 1) cells.push(counts);
    }
    const item = document.createElement('li');
    const name = document.createElement('div');
    name.className = 'name';
    const title = strip.name === null ? '' : strip.name === '' ? '[anon]' : strip.name;
    name.textContent = strip.start + '  ' + (strip.perms || '') + '  ' + size(strip.pages) + '  ' + title;
    const canvas = document.createElement('canvas');
    canvas.className = 'bar';
    const columns = Math.min(COLUMNS, Math.max(cells.length, 1));
    canvas.width = columns * 4;
    canvas.height = Math.ceil(cells.length / columns) * ROW;
    canvas.style.height = canvas.height + 'px';
    canvas.tabIndex = 0;
    canvas.setAttribute('role', 'slider');
    canvas.setAttribute('aria-label', 'mapping ' + strip.start + ' ' + title);
    canvas.setAttribute('aria-valuemin', '0');
    canvas.setAttribute('aria-valuemax', String(Math.max(cells.length - 1, 0)));
    item.append(name, canvas);
    list.append(item);
    const bar = { strip, cells, item, canvas, columns, at: -1 };
    bars.push(bar);
    canvas.addEventListener('mousemove', (event) => {
      const box = canvas.getBoundingClientRect();
      const column = Math.min(columns - 1, Math.floor((event.clientX - box.left) / box.width * columns));
      const row = Math.max(0, Math.floor((event.clientY - box.top) / ROW));
      show(bar, row * columns + column);
    });
    canvas.addEventListener('mouseleave', () => { bar.at = -1; draw(bar); });
    canvas.addEventListener('focus', () => show(bar, Math.max(bar.at, 0)));
    canvas.addEventListener('blur', () => { bar.at = -1; draw(bar); });
    canvas.addEventListener('keydown', (event) => {
      const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns, Home: -Infinity, End: Infinity };
      if (!(event.key in steps)) return;
      event.preventDefault();
      show(bar, Math.min(cells.length - 1, Math.max(0, bar.at + steps[event.key])));
    });
  }
  function main(counts) {
    let best = -1, most = 0;
    for (const [category, pages] of counts)
      if (category !== none && wanted.has(category) && pages > most) { best = category; most = pages; }
    return best;
  }
  function draw(bar) {
    const context = bar.canvas.getContext('2d');
    context.fillStyle = empty;
    context.fillRect(0, 0, bar.canvas.width, bar.canvas.height);
    bar.cells.forEach((counts, index) => {
      const category = main(counts);
      if (category < 0) return;
      context.fillStyle = colours[category];
      context.fillRect(index % bar.columns * 4, Math.floor(index / bar.columns) * ROW, 4, ROW - 1);
    });
    if (bar.at >= 0) {
      context.strokeStyle = mark;
      context.lineWidth = 2;
      context.strokeRect(bar.at % bar.columns * 4 + .5, Math.floor(bar.at / bar.columns) * ROW + 1, 3, ROW - 3);
    }
  }
  function show(bar, index) {
    const counts = bar.cells[index];
    if (!counts) return;
    bar.at = index;
    draw(bar);
    const page = bar.strip.page + index * bar.strip.per;
    const pages = Math.min(bar.strip.per, bar.strip.pages - index * bar.strip.per);
    const text = hex(page) + '-' + hex(page + pages) + '  ' + pages + (pages === 1 ? ' page: ' : ' pages: ') +
      counts.map(([category, n]) => data.categories[category] + ' ' + n).join(', ') +
      (bar.strip.name ? '  ' + bar.strip.name : '');
    status.textContent = text;
    bar.canvas.setAttribute('aria-valuenow', String(index));
    bar.canvas.setAttribute('aria-valuetext', text);
  }
  function refresh() {
    readColours();
    for (const bar of bars) {
      bar.item.hidden = !bar.cells.some((counts) => counts.some(([category]) => wanted.has(category)));
      draw(bar);
    }
    for (const swatch of document.querySelectorAll('.swatch')) swatch.style.background = colours[swatch.dataset.category];
  }
  const filter = document.getElementById('filter');
  data.categories.forEach((category, index) => {
    const label = document.createElement('label');
    const box = document.createElement('input');
    box.type = 'checkbox';
    box.checked = true;
    box.addEventListener('change', () => { if (box.checked) wanted.add(index); else wanted.delete(index); refresh(); });
    const swatch = document.createElement('span');
    swatch.className = 'swatch';
    swatch.dataset.category = index;
    label.append(box, swatch, category);
    filter.append(label);
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', refresh);
  refresh();
})();
`;
