import { CATEGORIES, OTHER_CATEGORY } from '../categories.ts';
import { colourVariable, PAGE_COLOURS } from './html-colours.ts';

function variables(scheme: 'light' | 'dark'): string {
  const own = Object.entries(PAGE_COLOURS).map(([name, colours]) => `--${name}: ${colours[scheme]};`);
  const kinds = [...CATEGORIES, OTHER_CATEGORY].map((row) => `${colourVariable(row)}: ${row[scheme]};`);
  return [...own, ...kinds].join(' ');
}

/** The style of the page: light and dark after the reader's wish, from 320 pixels on. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; ${variables('light')} }
@media (prefers-color-scheme: dark) { :root { ${variables('dark')} } }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0 auto; max-width: 100rem; padding: 1rem 1.25rem; background: var(--ground); color: var(--text);
  font: 15px/1.45 system-ui, sans-serif; }
h1 { font-size: 1.2rem; margin: 0; overflow-wrap: anywhere; } h2 { font-size: 1rem; margin: .9rem 0 .3rem; }
header p, .hint { color: var(--dim); margin: .1rem 0; overflow-wrap: anywhere; font-size: 13px; }
.remark { color: var(--warning) !important; }
canvas { display: block; width: 100%; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 1px; }
#space { height: 56px; border-radius: 4px; cursor: pointer; }
#chosen { height: 5px; } #places { position: relative; height: 2.3rem; overflow: hidden; }
#places span { position: absolute; color: var(--dim); font: 11px/1.2rem ui-monospace, monospace; white-space: nowrap;
  border-left: 1px solid var(--dim); padding-left: 3px; }
#places .low { padding-top: 1.1rem; } #places .before { border-left: 0; border-right: 1px solid var(--dim); padding: 0 3px 0 0; }
#places .low.before { padding-top: 1.1rem; }
#find { display: flex; flex-wrap: wrap; gap: .4rem 1rem; align-items: center; margin: .5rem 0; }
#find label { display: inline-flex; align-items: center; gap: .4rem; color: var(--dim); }
input, select, button { font: inherit; color: var(--text); background: var(--card); border: 1px solid var(--line);
  border-radius: 5px; padding: .15rem .45rem; }
#name { width: 15rem; max-width: 60vw; }
#states { display: flex; flex-wrap: wrap; gap: .3rem; flex-basis: 100%; }
#states button { display: inline-flex; align-items: center; gap: .4rem; cursor: pointer; font-size: 13px; text-align: left; }
#states button[aria-pressed=true] { background: var(--chosen); border-color: var(--focus); box-shadow: inset 0 0 0 1px var(--focus); }
.swatch { width: .9rem; height: .9rem; border-radius: 3px; flex: none; border: 1px solid var(--dim); }
.size { color: var(--dim); font-variant-numeric: tabular-nums; }
#split { display: grid; grid-template-columns: minmax(0, 1fr) 27.5rem; gap: .8rem; }
#split > div { border: 1px solid var(--line); border-radius: 6px; background: var(--card); overflow: auto; max-height: 66vh; min-height: 14rem; }
#list { position: relative; }
.head, .group { display: grid; grid-template-columns: minmax(0, 17rem) 5.2rem 5.2rem minmax(0, 1fr); gap: 0 .6rem;
  align-items: center; padding: 1px .6rem; }
.head { position: sticky; top: 0; background: var(--card); border-bottom: 1px solid var(--line); z-index: 2; color: var(--dim); font-size: 12px; height: 1.5rem; }
.head .scale { position: relative; height: 100%; } .head .scale span { position: absolute; border-left: 1px solid var(--dim); padding-left: 3px; white-space: nowrap; }
.group { min-height: 24px; cursor: pointer; scroll-margin: 1.6rem 0 0; content-visibility: auto; contain-intrinsic-size: auto 24px; }
.group[aria-selected=true] { background: var(--chosen); }
.group:focus-visible { outline-offset: -3px; }
.group .name { font: 12.5px/1.3 ui-monospace, monospace; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; font-size: 13px; }
.bar { position: relative; height: 18px; } .bar canvas { height: 18px; }
.mark { position: absolute; top: -1px; bottom: -1px; border: 2px solid var(--text); border-radius: 2px; min-width: 6px; pointer-events: none; }
#details { padding: .5rem .8rem; font-size: 13px; }
#details h3 { font: 600 13px/1.35 ui-monospace, monospace; margin: .1rem 0 .4rem; overflow-wrap: anywhere; }
#details p { margin: .2rem 0; overflow-wrap: anywhere; }
#details td, #details th { padding: .1rem .35rem; font-size: 12px; } #details table { margin: .4rem 0; }
#details .address { font-family: ui-monospace, monospace; } #details th, #details td + td { white-space: nowrap; } #details td.long { white-space: normal; }
#details code { display: block; overflow-wrap: anywhere; } #details a.value { font-family: ui-monospace, monospace; white-space: nowrap; }
#entries .address { overflow-wrap: normal; }
#status { min-height: 2.6em; color: var(--dim); font-family: ui-monospace, monospace; border-left: 3px solid var(--focus); padding-left: .5rem; }
table { border-collapse: collapse; width: 100%; background: var(--card); }
caption { text-align: left; font-weight: 600; padding: .9rem 0 .3rem; }
th, td { text-align: left; padding: .12rem .5rem; font-size: 13px; border-bottom: 1px solid var(--line); font-weight: 400; overflow-wrap: anywhere; }
a { color: var(--focus); } thead th { color: var(--dim); } th { overflow-wrap: break-word; }
@media (max-width: 60rem) {
  #split { grid-template-columns: minmax(0, 1fr); } #split > div { max-height: 52vh; min-height: 0; } #split > #details { max-height: 40vh; }
  .head { display: none; } .group { grid-template-columns: minmax(0, 1fr) auto auto; padding: .25rem .5rem; }
  .group .bar { grid-column: 1 / -1; } .group .n { font-size: 12px; }
  body { padding: .6rem; } th, td { padding: .1rem .3rem; }
}
@media (max-width: 30rem) { .share { display: none; } tbody th { overflow-wrap: anywhere; min-width: 5rem; } }
`;
