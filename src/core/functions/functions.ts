import { defined } from '../defined.ts';
import { oncePer } from '../later.ts';
import { PteDecodeError, usageError } from '../errors.ts';
import { isTooWide } from '../entry/entry.ts';
import { bitTest, isInKernel, maskOfBits, otherSpelling } from './function-bits.ts';
import type { ChangeRow, FunctionInputs, InputName, MakeRow, OperationRow } from '../rows/function-rows.ts';
import type { Kernel } from '../rows/model.ts';
import { meantText } from '../nearest.ts';
import { predicateNames } from './predicates.ts';
import { passes } from '../entry/shapes.ts';
import { printable } from '../printable.ts';
import { genericEntry, makeSwapPte, makeSwapWord } from '../entry/swap-entry.ts';
import { formatU64, not64 } from '../u64.ts';
import type { Availability } from '../version.ts';

export type { FunctionInputs, InputName };

/** A kernel function that makes or changes an entry. */
export interface FunctionRow extends Availability {
  readonly name: string;
  /** The inputs it needs, in the order of its C parameters. */
  readonly takes: readonly InputName[];
  /** What comes out: an entry, a `swp_entry_t`, or a truth value. */
  readonly gives: 'pte' | 'val' | 'result';
}

type Inputs = Required<FunctionInputs>;
type Apply = (inputs: Inputs) => bigint | boolean;

const PTE: readonly InputName[] = ['pte'];

function describeRow(row: OperationRow): FunctionRow {
  const { name, since, until, config } = row;
  return {
    name,
    ...defined({ since, until, config }),
    takes: row.takes ?? PTE,
    gives: ('gives' in row ? row.gives : undefined) ?? 'pte',
  };
}

function change(kernel: Kernel, { cases, level }: ChangeRow): Apply {
  const known = cases
    .filter((row) => isInKernel(kernel, row))
    .flatMap((row) => {
      const test = bitTest(kernel, row, level);
      const thenSet = maskOfBits(kernel, row.thenSet ?? [], level);
      const kept = not64(maskOfBits(kernel, row.thenClear ?? [], level));
      return test ? [{ test, thenSet, kept }] : [];
    });
  return ({ pte }) => {
    const found = known.find(({ test }) => passes(pte, test));
    return found ? (pte & found.kept) | found.thenSet : pte;
  };
}

function make(kernel: Kernel, { makes, takes, level = 'pte' }: MakeRow): Apply {
  const special = kernel.swapTypes.find(({ name }) => name === makes.type);
  const isStub = makes.type !== undefined && !special;
  return (inputs) => {
    const taken = takenOffset(kernel, takes, inputs);
    const entry = isStub
      ? { type: 0, offset: 0n }
      : { type: special?.number ?? inputs.type, offset: makes.offset ?? taken };
    if (makes.as === 'generic') return genericEntry(kernel, entry);
    const layout = kernel.swapAt(level);
    return makes.as === 'word' ? makeSwapWord(layout, entry) : makeSwapPte(layout, entry);
  };
}

/** The marker, or the offset; that of a migration entry has young and dirty above it in kernels that keep them. */
function takenOffset(kernel: Kernel, takes: readonly InputName[], inputs: Inputs): bigint {
  const { offset, marker, young, dirty } = inputs;
  if (takes.includes('marker')) return marker;
  if (!takes.includes('young') || !kernel.migrationAd || kernel.swpPfnBits === undefined) return offset;
  const first = BigInt(kernel.swpPfnBits);
  return offset | (young ? 1n << first : 0n) | (dirty ? 1n << (first + 1n) : 0n);
}

/** A function of one kernel, whose masks are put in place when it is first applied. */
interface Operation {
  readonly row: FunctionRow;
  readonly source: OperationRow;
  readonly apply: Apply;
}

function compile(kernel: Kernel, row: OperationRow): Apply {
  if ('cases' in row) return change(kernel, row);
  if ('makes' in row) return make(kernel, row);
  return (inputs) => row.of(inputs, kernel);
}

function operation(kernel: Kernel, row: OperationRow): Operation {
  let made: Apply | undefined;
  return { row: describeRow(row), source: row, apply: (inputs) => (made ??= compile(kernel, row))(inputs) };
}

/** The functions of a kernel by name: of several rows of a name the first one that it has. */
const operationsOf = oncePer((kernel: Kernel): ReadonlyMap<string, Operation> => {
  const mine = new Map<string, Operation>();
  for (const row of kernel.layout.operations())
    if (!mine.has(row.name) && isInKernel(kernel, row)) mine.set(row.name, operation(kernel, row));
  return mine;
});

/** What a function of this kernel can not do: `change` an entry, or make one of a swap type by name; undefined of all others. */
export function lackOf(kernel: Kernel, name: string): string | undefined {
  const { row, source } = findOperation(kernel, name);
  if ('makes' in source) {
    const { type } = source.makes;
    return kernel.swapTypes.some((known) => known.name === type) ? undefined : type;
  }
  if (!('cases' in source) || !row.takes.includes('pte')) return undefined;
  const { level } = source;
  const isIdle = source.cases
    .filter((one) => isInKernel(kernel, one) && bitTest(kernel, one, level) !== undefined)
    .every(
      ({ thenSet = [], thenClear = [] }) => maskOfBits(kernel, [...thenSet, ...thenClear], level) === 0n,
    );
  return isIdle ? 'change' : undefined;
}

/** The functions that a kernel has, in the order of the table. */
export function kernelFunctions(kernel: Kernel): readonly FunctionRow[] {
  return [...operationsOf(kernel).values()].map(({ row }) => row);
}

/**
 * Finds a function of this kernel by name. The names before and after the renaming of the userfaultfd functions are
 * both accepted.
 *
 * @throws PteDecodeError `ERR_UNKNOWN_NAME` when the kernel has no such function; the message says which kernels do
 */
export function findFunction(kernel: Kernel, name: string): FunctionRow {
  return findOperation(kernel, name).row;
}

/** So many of the functions are named to somebody who asks for one that is not there. */
const NAMED = 6;

function findOperation(kernel: Kernel, name: string): Operation {
  const mine = operationsOf(kernel);
  const found = mine.get(name) ?? mine.get(otherSpelling(name) ?? '');
  if (found) return found;
  const elsewhere = kernel.layout.operations().filter((row) => row.name === name);
  const isAnswer = predicateNames(kernel).includes(name);
  const names = [...mine.keys()];
  throw new PteDecodeError(
    'ERR_UNKNOWN_NAME',
    `function "${printable(name)}": ${
      elsewhere.length > 0
        ? `${kernel.id} does not have it (${elsewhere.map(describeAvailability).join('; ')})`
        : isAnswer
          ? 'it answers and changes nothing: --predicates of decode shows its answer'
          : meantText(
              name,
              names,
              `not one of the ${mine.size} that there are: ${names.slice(0, NAMED).join(', ')}, …`,
            )
    }`,
  );
}

function describeAvailability(row: Availability): string {
  const parts = [
    row.since === undefined ? [] : [`since ${row.since}`],
    row.until === undefined ? [] : [`until ${row.until}`],
    row.config?.includes('UFFD_WP_SPECIAL_PATCH') ? ['only with the uffd-wp special pte patch'] : [],
    (row.config ?? [])
      .filter((symbol) => symbol !== 'UFFD_WP_SPECIAL_PATCH')
      .map((symbol) =>
        symbol.startsWith('!') ? `without CONFIG_${symbol.slice(1)}` : `with CONFIG_${symbol}`,
      ),
  ].flat();
  return parts.join(', ');
}

/**
 * Applies one of the kernel's own operations, bit for bit as its inline function computes it in this release and
 * configuration; out-of-range numbers lose the bits that the kernel's arithmetic loses.
 *
 * The functions are rows of the architecture (`ArchLayout.operations`).
 *
 * @param name the kernel's name, such as `pte_mkuffd_wp`
 * @param inputs what the function takes (`findFunction(kernel, name).takes`); `young` and `dirty` default to false
 * @returns an entry (0 .. 2^64-1), a `swp_entry_t` value, or for `pte_same` a truth value
 * @throws PteDecodeError `ERR_UNKNOWN_NAME` for a function this kernel lacks, `ERR_USAGE` for a missing input,
 * `ERR_VALUE_RANGE` for an entry of more bits than this kernel's
 */
export function applyFunction(kernel: Kernel, name: string, inputs: FunctionInputs): bigint | boolean {
  const { row, apply } = findOperation(kernel, name);
  for (const input of row.takes)
    if (inputs[input] === undefined && input !== 'young' && input !== 'dirty')
      throw usageError(`${row.name}: wants ${row.takes.join(', ')}; ${input} is missing`);
  for (const input of ENTRIES)
    if (row.takes.includes(input) && isTooWide(kernel, inputs[input] ?? 0n))
      throw new PteDecodeError(
        'ERR_VALUE_RANGE',
        `${row.name}: ${input} ${formatU64(inputs[input] ?? 0n)}: entries have ${kernel.entryBits} bits on ${kernel.id}`,
      );
  const result = apply({ ...NOTHING, ...inputs });
  return typeof result === 'bigint' ? BigInt.asUintN(kernel.entryBits, result) : result;
}

/** Inputs that are entries or the flags of one. */
const ENTRIES = ['pte', 'other', 'prot'] as const satisfies readonly InputName[];

const NOTHING: Inputs = {
  pte: 0n,
  other: 0n,
  prot: 0n,
  pfn: 0n,
  type: 0,
  offset: 0n,
  marker: 0n,
  young: false,
  dirty: false,
};
