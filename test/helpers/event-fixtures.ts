import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { MEMORY_KINDS, type MemoryKind, type WpMode } from '../../src/kernel/uffd/model.ts';

/** A page of test/fixtures/events. */
export interface EventPage {
  readonly page: number;
  readonly before: bigint;
  readonly after: bigint;
  readonly flagsBefore: readonly string[];
  readonly flagsAfter: readonly string[];
}

/** What a kernel did to the pages of one kind of memory in one event. */
export interface EventCase {
  readonly name: string;
  /** For `--kernel`. */
  readonly kernel: string;
  readonly kind: MemoryKind;
  readonly mode: WpMode;
  /** The name of the fixture. */
  readonly event: string;
  readonly pages: readonly EventPage[];
}

const KERNELS = ['6.1', '6.12', '6.18'];

function record(line: string): Record<string, unknown> {
  const value: unknown = JSON.parse(line);
  if (typeof value !== 'object' || value === null) throw new Error(line);
  return Object.fromEntries(Object.entries(value));
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(text) : []);

/** All groups of the fixtures: events that failed are left out. */
export function eventCases(): readonly EventCase[] {
  const cases = new Map<string, EventCase & { readonly pages: EventPage[] }>();
  for (const kernel of KERNELS) {
    const bytes = readFileSync(new URL(`../fixtures/events/${kernel}.jsonl.gz`, import.meta.url));
    for (const line of gunzipSync(bytes).toString().split('\n').filter(Boolean)) {
      const row = record(line);
      const kind = MEMORY_KINDS.find((known) => known === row['kind']);
      if (row['failed'] === true || kind === undefined) continue;
      const mode = row['mode'] === 'async' ? 'async' : 'sync';
      const name = `${kernel} ${kind} ${mode} ${text(row['event'])}`;
      let group = cases.get(name);
      if (!group)
        cases.set(name, (group = { name, kernel, kind, mode, event: text(row['event']), pages: [] }));
      group.pages.push({
        page: Number(row['page']),
        before: BigInt(text(row['before'])),
        after: BigInt(text(row['after'])),
        flagsBefore: texts(row['vmflags_before']),
        flagsAfter: texts(row['vmflags_after']),
      });
    }
  }
  return [...cases.values()];
}
