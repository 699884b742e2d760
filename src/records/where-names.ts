import { STATES } from '../core/facts.ts';
import { LEVELS } from '../core/layout.ts';
import type { Kernel } from '../core/model.ts';
import { SHORT_NAMES, WHERE_NAMES } from './record.ts';
import { createNames, type Names, type WhereName } from './where/names.ts';

const HELP =
  'names are those of the JSON record and the flags that "pte-decode layout" shows: see docs/where.md';

/** What is not a truth value, or is more than its type. */
const TYPED: readonly WhereName[] = [
  { name: 'raw', type: 'u64', always: true },
  { name: 'arch', type: 'text', always: true },
  { name: 'kernel', type: 'text', always: true },
  { name: 'level', type: 'text', values: LEVELS, always: true },
  { name: 'state', type: 'text', values: STATES, always: true },
  { name: 'class', type: 'text', values: ['a.1', 'a.2', 'b'] },
  { name: 'pfn', type: 'u64' },
  { name: 'phys', type: 'u64' },
  { name: 'page_size', type: 'number' },
  { name: 'swap.type', type: 'number' },
  { name: 'swap.offset', type: 'u64' },
  { name: 'swap.name', type: 'text' },
  { name: 'marker', type: 'u64' },
  { name: 'marker_names', type: 'list' },
  { name: 'pkey', type: 'number' },
  { name: 'reserved', type: 'u64', always: true },
  { name: 'unknown', type: 'u64', always: true },
  { name: 'missing', type: 'u64', always: true },
  { name: 'paging', type: 'number', always: true },
  { name: 'input', type: 'text' },
  { name: 'origin', type: 'text' },
  { name: 'notes', type: 'list', always: true },
];

/**
 * The names of conditions on decoded entries: those of the record, the short name of each flag, and its macro, which
 * stands for that one bit.
 *
 * @param more names that the records have besides
 */
export function whereNames({ layout }: Kernel, more: readonly WhereName[] = []): Names {
  const rows = layout.rows.filter(({ kind }) => kind === 'flag');
  const macros = [...new Set(rows.map(({ name }) => name))];
  const typed = new Map([
    ...TYPED.map((name) => [name.name, name] as const),
    ['flags', { name: 'flags', type: 'list', values: macros, always: true }] as const,
  ]);
  const all = new Set([...WHERE_NAMES, ...SHORT_NAMES, ...rows.map(({ short }) => short), ...macros]);
  const names = [...all].map((name): WhereName => typed.get(name) ?? { name, type: 'truth' });
  return createNames([...names, ...more], HELP);
}
