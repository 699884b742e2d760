import { createHash } from 'node:crypto';
import type { KnownEntries } from '../entry-lists.ts';
import { EXPLORER_FILE } from '../explorer-link.ts';
import { pageData } from './html-data.ts';
import { PAGE_SCRIPT } from './html-script.ts';
import { PAGE_STYLE } from './html-style.ts';
import { formatBytes } from '../../core/size-text.ts';
import { MAPPINGS, type Strip, type StripName } from '../strips.ts';

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

/** The source of a text for a policy: its digest, so that this text may stand in the page and no other. */
const digest = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** What the page may do: nothing but its own style and script. */
function policy(): string {
  return [
    "default-src 'none'",
    `style-src ${digest(PAGE_STYLE)}`,
    `script-src ${digest(PAGE_SCRIPT)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}

/** Markup of a text, as a link where it has one. */
function linked(markup: string, link: string | undefined): string {
  return link === undefined ? markup : `<a href="${escapeHtml(link)}">${markup}</a>`;
}

/** What says where the links of the table lead; empty without any. */
function linkHint({ rows }: HtmlPage): string {
  if (rows.every(({ link }) => link === undefined)) return '';
  return `<p class="hint">States of this table lead to such an entry in ${EXPLORER_FILE}, bit by bit, and so does each entry that is listed when a row or a block of it is chosen: <code>pte-decode explorer -o ${EXPLORER_FILE}</code> puts it beside this file.</p>`;
}

function summaryTable({ rows, pageSize }: HtmlPage): string {
  const all = rows.reduce((sum, { pages }) => sum + pages, 0);
  const cells = rows.map(
    ({ label, flags, pages, link }) =>
      `<tr><th scope="row">${linked(escapeHtml(label), link)}</th><td>${escapeHtml(flags.join(', '))}</td>` +
      `<td class="n">${pages}</td><td class="n">${formatBytes(pages * pageSize)}</td>` +
      `<td class="n share">${((100 * pages) / (all || 1)).toFixed(1)} %</td></tr>`,
  );
  return `<table><caption>Pages by state and flags</caption><thead><tr><th scope="col">state</th><th scope="col">flags</th><th scope="col" class="n">pages</th><th scope="col" class="n">size</th><th scope="col" class="n share">share</th></tr></thead><tbody>
${cells.join('\n')}
</tbody></table>`;
}

/** What a page says beside its picture. All texts are plain; they are escaped here. */
interface HtmlPage {
  readonly title: string;
  /** Kernel and page size. */
  readonly subtitle: string;
  readonly remarks: readonly string[];
  /** Rows of the summary table. */
  readonly rows: readonly {
    readonly label: string;
    readonly flags: readonly string[];
    readonly pages: number;
    /** Where an entry of the row can be looked at. */
    readonly link?: string;
  }[];
  /** Bytes of a page. */
  readonly pageSize: number;
  /** What a strip of the picture is: one, and several of them. */
  readonly strip: StripName;
  /** Where entries of a category of the picture can be looked at: a link without the digits of their values, which end it. */
  readonly linkOf?: (category: string) => string | undefined;
  /** The entries whose values the page has. */
  readonly entries?: KnownEntries;
  /** Hexadecimal digits of a value. */
  readonly digits?: number;
}

/**
 * Writes a page that needs nothing but itself: an overview of the address space, a list of what is in it with a picture
 * of each, and a summary table.
 *
 * @param strips in order of addresses
 * @returns the text of the HTML file
 */
export function renderHtmlPage(page: HtmlPage, strips: readonly Strip[]): string {
  const { data, left } = pageData(strips, page.pageSize, page.strip, page);
  const title = escapeHtml(page.title);
  const what = escapeHtml(page.strip.many);
  const remarks = [...(left > 0 ? [`${left} ${page.strip.many} are not drawn.`] : []), ...page.remarks];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
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
<noscript><p class="remark">The picture is drawn by a script in this file; the table below needs none.</p></noscript>
<section aria-labelledby="space-title">
<h2 id="space-title">Address space</h2>
<canvas id="space" role="img" aria-label="All ${what} in order of addresses; the list below says the same in words"></canvas>
<canvas id="chosen" aria-hidden="true"></canvas>
<div id="places" aria-hidden="true"></div>
<p class="hint">Wide where much is in use, gaps where nothing is mapped or nothing was asked for. A column is stacked by state, the rarest still three pixels high.</p>
</section>
<section aria-labelledby="list-title">
<h2 id="list-title">${page.strip === MAPPINGS ? 'By file' : 'By address'}</h2>
<div id="find" role="search">
<label>Name, address or mode <input id="name" type="search" autocomplete="off" spellcheck="false"></label>
<label>Order <select id="order"><option value="address">address</option><option value="use">in use</option><option value="size">size</option><option value="name">name</option></select></label>
<span id="found" role="status" class="size"></span>
<div id="states" role="toolbar" aria-label="Show only rows with these states"></div>
</div>
<p class="hint" id="keys">Up and down: rows. Left and right: blocks of a row. Lengths grow with the logarithm of the size.</p>
<div id="split">
<div id="list" role="listbox" aria-label="Files and other ${what}" aria-describedby="keys"></div>
<div id="details" role="region" aria-label="Details" tabindex="0"><p id="status" role="status"></p><div id="about"></div><div id="entries"></div></div>
</div>
</section>
<section aria-label="Summary">
${summaryTable(page)}
${linkHint(page)}
</section>
</main>
<script type="application/json" id="data">${embeddedJson(data)}</script>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}
