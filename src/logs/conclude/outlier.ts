import { type Entry, hasBit, numberOf, readEntry } from '../../core/entry/entry.ts';
import { topBit } from '../../core/u64.ts';
import type { Kernel } from '../../core/rows/model.ts';
import type { Level } from '../../core/rows/layout.ts';
import type { LogTraits } from '../../core/rows/log-traits.ts';

/** The step of a walk whose address is longer than all others: its highest bit, and that of the others. */
export interface Outlier {
  readonly level: Level;
  readonly bit: number;
  readonly others: number;
  /** So much longer that it stands out. */
  readonly isFar: boolean;
}

/** How many bits longer than all others an address must be to stand out. */
const OUTLIER_BITS = 4;

/**
 * Whether CPUs can have too few bits of physical addresses for one.
 *
 * @param memoryEnd where memory ends that the log shows, in bytes: addresses below it need no more bits
 */
function mayBeTooHigh({ machine }: Kernel, bit: number, memoryEnd = 0n): boolean {
  return bit >= (machine.logTraits?.leastPhysBits ?? 0) && 1n << BigInt(bit) >= memoryEnd;
}

/** The bits of a large page that are more of its address where the CPU has so many. */
export function moreAddressBits({ kernel, form, level, raw }: Entry): bigint {
  const { paging, mask = 0n } = kernel.machine.logTraits?.moreAddressBits ?? {};
  return form === 'leaf' && level !== 'pte' && kernel.paging === paging ? raw & mask : 0n;
}

type IgnoredBits = NonNullable<LogTraits['cpuIgnoresIn']>[number];

const ignoredIn = ({ kernel, form, level }: Entry): readonly IgnoredBits[] =>
  (kernel.machine.logTraits?.cpuIgnoresIn ?? []).filter(
    ({ levels, forms, paging = kernel.paging }) =>
      levels.includes(level) && (forms?.includes(form) ?? true) && paging === kernel.paging,
  );

/** Bits that are reserved, and of which no CPU, or not every one, complains when it walks. */
export function cpuIgnores(entry: Entry): bigint {
  const always = entry.kernel.machine.logTraits?.cpuIgnores ?? 0n;
  return ignoredIn(entry).reduce((bits, { mask }) => bits | mask, always);
}

/** What a reserved bit of some entries can be, where nothing tells which it is. */
export function mayBeReserved(steps: readonly Entry[], memoryEnd = 0n): readonly string[] {
  const isSmall = steps[0]?.kernel.entryBits === 32;
  const isHigh = (step: Entry): boolean =>
    mayBeTooHigh(step.kernel, topBit(numberOf(step, 'phys') ?? 0n), memoryEnd) ||
    moreAddressBits(step) !== 0n;
  const features = [
    { name: 'no-execute', has: (step: Entry) => hasBit(step, 'nx') },
    {
      name: 'large pages',
      has: ({ form, level }: Entry) => form === 'leaf' && level === (isSmall ? 'pmd' : 'pud'),
    },
    { name: 'global pages', has: (step: Entry) => isSmall && hasBit(step, 'global') },
    { name: 'PAT', has: (step: Entry) => isSmall && hasBit(step, 'pat', 'pat_large') },
  ].filter(({ has }) => steps.some(has));
  return [
    ...(steps.some(isHigh) ? ['lie above the physical addresses of this CPU'] : []),
    ...(features.length > 0
      ? [`be one of a feature that this CPU does not have (${features.map(({ name }) => name).join(', ')})`]
      : []),
  ];
}

/** Bits of an entry of which some CPUs complain, and which these are. */
export interface ReservedForSome {
  readonly bits: bigint;
  readonly by: string;
}

/** Of bits that no kernel sets there those of which some CPUs complain; undefined: none of them. */
export function reservedForSome(entry: Entry, wrong: bigint): ReservedForSome | undefined {
  for (const { mask, by } of ignoredIn(entry))
    if (by !== undefined && (wrong & mask) !== 0n) return { bits: wrong & mask, by };
  return undefined;
}

/** The step whose address is out of line; undefined when none is. */
export function outlierOf(steps: readonly Entry[], memoryEnd = 0n): Outlier | undefined {
  const [first, second] = steps
    .filter(({ form }) => form !== 'none')
    .map((step) => ({ step, width: (numberOf(step, 'phys') ?? 0n).toString(2).length }))
    .sort((a, b) => b.width - a.width);
  // One entry alone proves nothing, and an empty one beside it is none to compare with.
  if (!first || !second) return undefined;
  const { kernel, level } = first.step;
  const longer = first.width - Math.max(second.width, kernel.pageShift);
  if (longer < 1 || !mayBeTooHigh(kernel, first.width - 1, memoryEnd)) return undefined;
  return { level, bit: first.width - 1, others: second.width - 1, isFar: longer >= OUTLIER_BITS };
}

/** The bits of an entry that must be clear, whatever the page size is. */
export function alwaysWrong({ raw, level, reserved, unknown }: Entry, others: readonly Kernel[]): bigint {
  return others.reduce((wrong, kernel) => {
    const other = readEntry(kernel, raw, level);
    return wrong & (other.reserved | other.unknown);
  }, reserved | unknown);
}
