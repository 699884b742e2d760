import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { arrayOf, property, stringOf } from './json.ts';

/** Pages before or after an event, as test/fixtures/events/README.md describes them. */
export interface EventPage {
  readonly word: bigint;
  readonly vmFlags: readonly string[];
  /** Categories of PAGEMAP_SCAN; null where it said nothing. */
  readonly scan: number | null;
}

/** One kind of memory in one mode before and after one event. */
export interface EventGroup {
  readonly name: string;
  readonly before: readonly EventPage[];
  readonly after: readonly EventPage[];
}

function pageOf(row: unknown, when: 'before' | 'after'): EventPage {
  const scan = property(row, `scan_${when}`);
  return {
    word: BigInt(stringOf(row, when)),
    vmFlags: arrayOf(row, `vmflags_${when}`).map(String),
    scan: typeof scan === 'string' ? Number(scan) : null,
  };
}

/** What events did on one kernel. @param release `6.1`, `6.12` or `6.18` */
export function eventGroups(release: string): readonly EventGroup[] {
  const path = new URL(`../fixtures/events/${release}.jsonl.gz`, import.meta.url);
  const rows = gunzipSync(readFileSync(path)).toString().trimEnd().split('\n');
  const groups = new Map<string, { before: EventPage[]; after: EventPage[] }>();
  for (const text of rows) {
    const row: unknown = JSON.parse(text);
    if (property(row, 'failed') === true) continue;
    const name = ['kind', 'mode', 'event'].map((key) => stringOf(row, key)).join(' ');
    const group = groups.get(name) ?? { before: [], after: [] };
    groups.set(name, group);
    group.before.push(pageOf(row, 'before'));
    group.after.push(pageOf(row, 'after'));
  }
  return [...groups].map(([name, pages]) => ({ name, ...pages }));
}

/** The pages one behind the other as a dump, and the mappings that they lie in as smaps shows them. */
export function filesOfPages(pages: readonly EventPage[]): { dump: Uint8Array; smaps: string } {
  let smaps = '';
  for (let at = 0; at < pages.length;) {
    const flags = pages[at]?.vmFlags.join(' ');
    let end = at;
    while (end < pages.length && pages[end]?.vmFlags.join(' ') === flags) end += 1;
    const hex = (page: number): string => (0x10000 + page).toString(16).padStart(9, '0') + '000';
    const share = pages[at]?.vmFlags.includes('sh') === true ? 's' : 'p';
    // Unmapped pages have no mapping: their words are left out by the dump's reader only if we leave them out here.
    smaps += `${hex(at)}-${hex(end)} rw-${share} 00000000 00:00 0 \nRss: 0 kB\nSwap: 0 kB\nVmFlags: ${flags ?? ''}\n`;
    at = end;
  }
  return { dump: new Uint8Array(BigUint64Array.from(pages.map(({ word }) => word)).buffer), smaps };
}
