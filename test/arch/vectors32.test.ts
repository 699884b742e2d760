import { describe, expect, test } from '@jest/globals';
import { decodeEntry } from '../../src/core/verdicts/decode.ts';
import { encodeEntry } from '../../src/core/encode/encode.ts';
import { numberOf, swapOf } from '../../src/core/entry/entry.ts';
import { applyFunction, type FunctionInputs, kernelFunctions } from '../../src/core/functions/functions.ts';
import type { Kernel } from '../../src/core/rows/model.ts';
import { evaluatePredicates } from '../../src/core/functions/predicates.ts';
import type { State } from '../../src/core/entry/state.ts';
import { ARCH32_STEMS, kernelOf32, readArch32Vectors } from '../helpers/arch32-vectors.ts';
import type { VectorRow } from '../helpers/vectors.ts';

const number = (row: VectorRow, key: string): bigint => BigInt(String(row[key]));

/** An answer as it stands in a vector: numbers as `0x…`. */
const spell = (answer: boolean | bigint | null | undefined): unknown =>
  typeof answer === 'bigint' ? `0x${answer.toString(16)}` : answer;

/** The states that the answers of the kernel's functions allow for a pte. */
function statesOf(row: VectorRow): readonly State[] {
  if (row['pte_none']) return ['none'];
  if (row['pte_present']) return ['present', 'protnone'];
  if (row['is_migration_entry'] ?? row['softleaf_is_migration']) return ['migration'];
  if (row['is_hwpoison_entry'] ?? row['softleaf_is_hwpoison']) return ['hwpoison'];
  if (row['is_pte_marker_entry'] ?? row['softleaf_is_marker']) return ['pte-marker'];
  return ['swap', 'swapin-error'];
}

/** What differs between an answer of the kernel and ours, by what was asked. */
type Wrong = Map<string, string>;

function compareDecoding(kernel: Kernel, rows: readonly VectorRow[]): { wrong: Wrong; absent: Set<string> } {
  const wrong: Wrong = new Map();
  const absent = new Set<string>();
  for (const row of rows) {
    const raw = number(row, 'raw');
    const differ = (what: string, theirs: unknown, ours: unknown): void => {
      if (theirs !== ours) wrong.set(what, `${String(row['raw'])}: ${String(theirs)}, not ${String(ours)}`);
    };
    const answers = evaluatePredicates(kernel, raw);
    for (const [name, theirs] of Object.entries(row)) {
      if (name === 'raw' || name === 'cat') continue;
      if (name in answers) differ(name, theirs, spell(answers[name]));
      else absent.add(name);
    }
    const entry = decodeEntry(kernel, raw);
    const states = statesOf(row);
    if (!states.includes(entry.state)) differ('state', states.join('/'), entry.state);
    if (row['pte_present']) differ('pfn', row['pte_pfn'], spell(numberOf(entry, 'pfn')));
    else if (!row['pte_none']) {
      const swap = swapOf(entry);
      differ('swap.type', row['swp_type'], spell(swap && BigInt(swap.type)));
      differ('swap.offset', row['swp_offset'], spell(swap?.offset));
    }
    const upper = decodeEntry(kernel, raw, { level: 'pmd' });
    // PROT_NONE in an entry of the page directory that is no large page: no kernel makes it.
    const isImpossible = kernel.arch === 'i386' && (raw & 0x181n) === 0x100n;
    if (isImpossible) continue;
    if (row['pmd_none']) differ('pmd state', 'none', upper.state);
    else if (row['pmd_present'])
      differ('pmd form', row['pmd_leaf'] ? 'mapped' : 'table', upper.form === 'table' ? 'table' : 'mapped');
  }
  return { wrong, absent };
}

function compareMaking(kernel: Kernel, rows: readonly VectorRow[]): { wrong: Wrong; absent: Set<string> } {
  const wrong: Wrong = new Map();
  const absent = new Set<string>();
  const known = new Set(kernelFunctions(kernel).map(({ name }) => name));
  for (const row of rows) {
    const op = String(row['op']);
    const theirs = row['raw'] ?? row['result'];
    const inputs: FunctionInputs = {
      ...Object.fromEntries(
        ['pte', 'other', 'prot', 'pfn', 'offset'].flatMap((name) =>
          row[name] === undefined ? [] : [[name, number(row, name)]],
        ),
      ),
      ...(row['type'] === undefined ? {} : { type: Number(number(row, 'type')) }),
    };
    const differ = (what: string, ours: unknown): void => {
      if (theirs !== ours) wrong.set(what, `${JSON.stringify(row)}: ${String(theirs)}, not ${String(ours)}`);
    };
    if (known.has(op)) differ(op, spell(applyFunction(kernel, op, inputs)));
    else absent.add(op);
    const { pfn, prot, type, offset = 0n } = inputs;
    if (op === 'swp_entry_to_pte' && type !== undefined)
      differ('swap', spell(encodeEntry(kernel, { state: 'swap', swap: { type, offset } }, { force: true })));
    if (op === 'pfn_pte' && pfn !== undefined && prot !== undefined)
      differ('present', spell(encodeEntry(kernel, { state: 'present', pfn, prot }, { force: true })));
  }
  return { wrong, absent };
}

describe.each(ARCH32_STEMS)('$stem', (about) => {
  test('every answer is that of the kernel, and none is missing', () => {
    const { wrong, absent } = compareDecoding(kernelOf32(about), readArch32Vectors(about, 'decode'));
    expect({ wrong: Object.fromEntries(wrong), absent: [...absent] }).toEqual({ wrong: {}, absent: [] });
  });

  test('every entry is made as the kernel makes it', () => {
    const { wrong, absent } = compareMaking(kernelOf32(about), readArch32Vectors(about, 'encode'));
    expect({ wrong: Object.fromEntries(wrong), absent: [...absent] }).toEqual({ wrong: {}, absent: [] });
  });
});
