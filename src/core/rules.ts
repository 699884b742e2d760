import { type EntryFacts, matchingForm, passes } from './facts.ts';
import type { FrameKind, Level } from './layout.ts';
import type { Kernel, ResolvedRow } from './model.ts';
import { SWAP_HEADER_PAGES, SWAP_TYPES, swapTypeOf } from './swap-entry.ts';
import { formatHex } from './u64.ts';
import { isAvailable } from './version.ts';

/** The rules of the special pte by number. */
export const RULE_IDS = ['1', '2', '3', '4'] as const;
export type RuleId = (typeof RULE_IDS)[number];

/** Whether a rule holds for a value, and what decided. */
export interface RuleResult {
  readonly holds: boolean;
  /** The kernel function behind the rule, and the bits that decided. */
  readonly why: string;
}

export type RuleResults = Readonly<Record<RuleId, RuleResult>>;

/** What each rule says, in words. */
export const RULE_TEXT: Readonly<Record<RuleId, string>> = {
  '1': 'not none: it triggers no missing-page fault',
  '2': 'not present: it is recognised as a swap pte',
  '3': 'the uffd-wp swap bit is set: it is tested like any swap pte',
  '4': 'no valid swap pte: whoever sees it knows that it holds no swap entry',
};

/**
 * Checks the four rules of `UFFD_WP_SWP_PTE_SPECIAL` against one entry of one kernel.
 *
 * Source: the commit message of "mm/userfaultfd: Introduce special pte for unmapped file-backed mem".
 */
export function checkRules(kernel: Kernel, facts: EntryFacts): RuleResults {
  return {
    '1': resultsOf(kernel, facts.level)[facts.form === 'none' ? 'empty' : 'notEmpty'],
    '2': checkPresent(kernel, facts),
    '3': checkUffdWp(kernel, facts),
    '4': checkNoSwapEntry(kernel, facts),
  };
}

/** The results of the first three rules that hang on kernel and level alone. */
interface LevelResults {
  readonly empty: RuleResult;
  readonly notEmpty: RuleResult;
  readonly notPresent: RuleResult;
  /** The uffd-wp swap bit; 0 when the kernel has none. */
  readonly uffdWp: bigint;
  readonly marked: RuleResult;
  readonly unmarked: RuleResult;
}

const results = new WeakMap<Kernel, Partial<Record<Level, LevelResults>>>();

function resultsOf(kernel: Kernel, level: Level): LevelResults {
  let ofKernel = results.get(kernel);
  if (!ofKernel) {
    ofKernel = {};
    results.set(kernel, ofKernel);
  }
  return (ofKernel[level] ??= {
    ...noneResults(kernel, level),
    notPresent: { holds: true, why: `${level}_present() is false: ${presentBits(kernel, level)}` },
    ...uffdWpResults(kernel, level),
  });
}

function noneResults(kernel: Kernel, level: Level): Pick<LevelResults, 'empty' | 'notEmpty'> {
  const name = `${level}_none()`;
  const none = kernel.none(level);
  if (!none) {
    const never = { holds: true, why: `${name} compares with an address: no such value is empty` };
    return { empty: never, notEmpty: never };
  }
  if (none.value !== 0n) {
    const empty = formatHex(none.value);
    return {
      empty: { holds: false, why: `${name} is true: the value is ${empty}` },
      notEmpty: { holds: true, why: `${name} is false: the value is not ${empty}` },
    };
  }
  const names = kernel
    .form(level, 'none')
    .rows.map((row) => row.short)
    .reverse();
  const beside = none.ignores === 0n ? '' : ` outside 0x${none.ignores.toString(16)} (${names.join(', ')})`;
  return {
    empty: { holds: false, why: `${name} is true: no bit${beside} is set` },
    notEmpty: { holds: true, why: `${name} is false: bits${beside} are set` },
  };
}

function checkPresent(kernel: Kernel, facts: EntryFacts): RuleResult {
  const isPresent =
    facts.form !== 'none' &&
    facts.form !== 'swap' &&
    !matchingForm(kernel, facts.raw, facts.level)?.notPresent?.includes(facts.level);
  if (!isPresent) return resultsOf(kernel, facts.level).notPresent;
  const name = `${facts.level}_present()`;
  const rows = kernel.form(facts.level, facts.form).rows;
  const decided = rows.filter(
    (row) => (row.role === 'present' || row.role === 'protnone') && (facts.raw & row.mask) !== 0n,
  );
  const shown = decided.length > 0 ? decided : decidingRows(kernel, facts, rows);
  if (shown.length === 0)
    return { holds: false, why: `${name} is true: the value is not that of an empty entry` };
  const aside = facts.invalid ? ' (a leaf that is being split)' : '';
  return { holds: false, why: `${name} is true: ${shown.map((row) => row.name).join(', ')}${aside} set` };
}

/** The rows of the bits that the form test of an entry looks at. */
function decidingRows(
  kernel: Kernel,
  facts: EntryFacts,
  rows: readonly ResolvedRow[],
): readonly ResolvedRow[] {
  const tests = matchingForm(kernel, facts.raw, facts.level)?.when.filter((when) => passes(facts.raw, when));
  return rows.filter((row) => tests?.some(({ set }) => (set & row.mask) !== 0n));
}

/** Which bits would make an entry present. */
function presentBits(kernel: Kernel, level: Level): string {
  const sets = kernel
    .formsAt(level)
    .flatMap((row) => (row.notPresent?.includes(level) ? [] : row.when.map((test) => test.set)));
  const least = sets.filter(
    (set, index) =>
      sets.indexOf(set) === index && !sets.some((other) => other !== set && (set & other) === other),
  );
  if (least.includes(0n))
    return kernel.none(level)
      ? 'the value is that of an empty entry'
      : 'its bits are those of no table and no present leaf';
  const numbers = (mask: bigint): number[] => [...Array(64).keys()].filter((n) => (mask >> BigInt(n)) & 1n);
  if (least.every((set) => numbers(set).length === 1)) {
    const bits = least.flatMap(numbers).sort((x, y) => x - y);
    return bits.length === 1 ? `bit ${bits[0]} is clear` : `bits ${bits.join(', ')} are clear`;
  }
  return least.map((set) => `bits ${numbers(set).join(' and ')} are not all set`).join(', ');
}

function uffdWpResults(kernel: Kernel, level: Level): Pick<LevelResults, 'uffdWp' | 'marked' | 'unmarked'> {
  const uffdWp = kernel.mask('swp_uffd_wp');
  const renamed = isAvailable({ since: '7.3' }, kernel.version, kernel.config);
  const name = `${level === 'pmd' ? 'pmd' : 'pte'}_swp_uffd${renamed ? '' : '_wp'}()`;
  if (uffdWp === 0n) {
    const never = {
      holds: false,
      why: `${name} is constantly false: this kernel has no uffd-wp bit in a swap entry`,
    };
    return { uffdWp, marked: never, unmarked: never };
  }
  const macros = kernel.form('pte', 'swap').rows.filter((row) => row.role === 'swp_uffd_wp');
  const at = `${macros.map((row) => row.name).join()} (bit ${uffdWp.toString(2).length - 1})`;
  return {
    uffdWp,
    marked: { holds: true, why: `${name} is true: ${at} is set` },
    unmarked: { holds: false, why: `${name} is false: ${at} is clear` },
  };
}

function checkUffdWp(kernel: Kernel, facts: EntryFacts): RuleResult {
  const { uffdWp, marked, unmarked } = resultsOf(kernel, facts.level);
  if (uffdWp === 0n) return unmarked;
  if ((facts.raw & uffdWp) === 0n) {
    const design = '; by design: a PTE marker keeps its uffd-wp state in the offset';
    return facts.state === 'pte-marker' ? { holds: false, why: unmarked.why + design } : unmarked;
  }
  if (facts.form === 'swap' || facts.form === 'none') return marked;
  const others = kernel.form(facts.level, facts.form).rows.filter((row) => (row.mask & uffdWp) !== 0n);
  const meaning = others.map((row) => row.name).join();
  return {
    holds: true,
    why: `${marked.why}; on an entry that is present the same bit is ${meaning}`,
  };
}

function checkNoSwapEntry(kernel: Kernel, facts: EntryFacts): RuleResult {
  if (facts.form !== 'swap' || !facts.swap) {
    const what = facts.form === 'none' ? 'an empty entry' : 'an entry that is present';
    return { holds: true, why: `${what} is no swap pte: no (type, offset) encodes to it` };
  }
  const usable = usability(kernel, facts.swap);
  return { holds: !usable.usable, why: usable.why };
}

/** Whether a type and offset can be that of an entry the kernel made, and why. */
interface Usability {
  readonly usable: boolean;
  readonly why: string;
}

/**
 * Decides whether (type, offset) can belong to a valid swap pte of this kernel: a slot of a swap area, a frame of
 * physical memory, or marker bits that exist.
 */
function usability(kernel: Kernel, swap: { type: number; offset: bigint }): Usability {
  const { kind, name } = swapTypeOf(kernel, swap.type);
  const offset = swap.offset & kernel.offsetMask;
  switch (kind) {
    case 'swap':
      if (swap.type >= SWAP_TYPES)
        return { usable: false, why: `type ${swap.type}: the kernel has only the types 0 to 31` };
      if (offset === 0n)
        return {
          usable: false,
          why: `type ${swap.type}, offset 0: slot 0 of a swap area is its header, never a page`,
        };
      if (offset >= SWAP_HEADER_PAGES)
        return {
          usable: false,
          why: `type ${swap.type}: the offset is beyond any swap area, whose header counts pages in 32 bits`,
        };
      return {
        usable: true,
        why: `type ${swap.type} and an offset below 2^32 name a page slot: a normal swap entry`,
      };
    case 'pte-marker':
      if (offset === 0n)
        return { usable: false, why: `${name} with no marker bit: the kernel never makes it` };
      if ((offset & ~kernel.markerMask) !== 0n)
        return { usable: false, why: `${name} with bits outside the marker mask: the kernel never makes it` };
      return { usable: true, why: `by design: a PTE marker is a valid special swap entry (${name})` };
    default: {
      const holder: FrameKind = kind;
      const bits = kernel.pfnBits + (holder === 'migration' && kernel.migrationAd ? 2 : 0);
      return offset >> BigInt(bits) === 0n
        ? { usable: true, why: `${name} and a frame number: a special swap entry (${holder})` }
        : {
            usable: false,
            why: `${name}: the frame number is beyond physical memory (${kernel.pfnBits} bits)`,
          };
    }
  }
}
