import { printable } from '../core/printable.ts';
import { formatU64 } from '../core/u64.ts';
import { PAGE_SCRIPT, PAGE_STYLE } from './html-parts.ts';
import { formatBytes } from './size-text.ts';
import type { Strip } from './strips.ts';

/** Strips of mappings without anything in them beyond this number are left out; the table still counts them. */
const MOST_STRIPS = 5000;

/** Longest name of a mapping that is shown, in characters. */
const NAME_LIMIT = 4096;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in HTML; control and format characters become visible escapes. */
export function escapeHtml(text: string): string {
  return text
    .replace(
      /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
      (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
    )
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** JSON that may stand in a script element: nothing in it can end the element or start a comment. */
function embeddedJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Cells as numbers: how often the cell repeats, then category and pages in turn. */
function cellsData(strip: Strip, categories: Map<string, number>): number[][] {
  const data: number[][] = [];
  let before = '';
  for (const cell of strip.row.cells) {
    const numbers = [...cell].flatMap(([category, pages]) => {
      const known = categories.get(category) ?? categories.size;
      categories.set(category, known);
      return [known, pages];
    });
    const text = numbers.join();
    const last = data.at(-1);
    if (last && text === before) last[0] = (last[0] ?? 0) + 1;
    else data.push([1, ...numbers]);
    before = text;
  }
  return data;
}

function hasContent(strip: Strip): boolean {
  return strip.row.cells.some((cell) => [...cell.keys()].some((category) => category !== 'none'));
}

function pickStrips(strips: readonly Strip[]): readonly Strip[] {
  if (strips.length <= MOST_STRIPS) return strips;
  return strips.filter(hasContent).slice(0, MOST_STRIPS);
}

function summaryTable({ rows, pageSize }: HtmlPage): string {
  const all = rows.reduce((sum, { pages }) => sum + pages, 0);
  const cells = rows.map(
    ({ label, flags, pages }) =>
      `<tr><th scope="row">${escapeHtml(label)}</th><td>${escapeHtml(flags.join(', '))}</td>` +
      `<td class="n">${pages}</td><td class="n">${formatBytes(pages * pageSize)}</td>` +
      `<td class="n">${((100 * pages) / (all || 1)).toFixed(1)} %</td></tr>`,
  );
  return `<table><caption>Pages by state and flags</caption><thead><tr><th scope="col">state</th><th scope="col">flags</th><th scope="col" class="n">pages</th><th scope="col" class="n">size</th><th scope="col" class="n">share</th></tr></thead><tbody>
${cells.join('\n')}
</tbody></table>`;
}

/** What a page says beside its picture. All texts are plain; they are escaped here. */
export interface HtmlPage {
  readonly title: string;
  /** Kernel and page size. */
  readonly subtitle: string;
  readonly remarks: readonly string[];
  /** Rows of the summary table. */
  readonly rows: readonly {
    readonly label: string;
    readonly flags: readonly string[];
    readonly pages: number;
  }[];
  /** Bytes of a page. */
  readonly pageSize: number;
  /** What one bar of the picture stands for: `mapping`. */
  readonly barName: string;
}

/**
 * Writes a page that needs nothing but itself: a summary table and a picture with a bar for every strip.
 *
 * @returns the text of the HTML file
 */
export function renderHtmlPage(page: HtmlPage, strips: readonly Strip[]): string {
  const categories = new Map<string, number>();
  const size = BigInt(page.pageSize);
  const shown = pickStrips(strips);
  const data = {
    pageSize: page.pageSize,
    strips: shown.map((strip) => ({
      page: strip.page,
      pages: strip.row.pages,
      per: strip.row.pagesPerCell,
      start: formatU64(BigInt(strip.page) * size),
      name: strip.vma ? printable(strip.vma.name, NAME_LIMIT) : null,
      perms: strip.vma?.perms ?? null,
      cells: cellsData(strip, categories),
    })),
    categories: [...categories.keys()],
  };
  const title = escapeHtml(page.title);
  const left = strips.length - shown.length;
  const remarks = [...(left > 0 ? [`${left} ${page.barName}s are not drawn.`] : []), ...page.remarks];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p>${escapeHtml(page.subtitle)}</p>
${remarks.map((text) => `<p class="remark">${escapeHtml(text)}</p>`).join('\n')}
</header>
<main>
<section aria-label="Summary">
${summaryTable(page)}
</section>
<section aria-label="Mappings">
<h2>Mappings</h2>
<p class="hint">Each bar is one ${escapeHtml(page.barName)}, each cell a block of pages in the colour of most of them that are not empty. Point at a cell, or move to a bar with Tab and along it with the arrow keys, Home and End.</p>
<fieldset id="filter"><legend>Show states</legend></fieldset>
<p id="status" role="status" aria-live="polite">&nbsp;</p>
<ol id="strips"></ol>
</section>
</main>
<noscript><p class="remark">The picture of the mappings is drawn by a script in this file.</p></noscript>
<script type="application/json" id="data">${embeddedJson(data)}</script>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}
