import type { Entry } from '../entry/entry.ts';
import { later, oncePer } from '../later.ts';
import type { Form, Level } from '../rows/layout.ts';
import type { Kernel } from '../rows/model.ts';
import { answerOf } from '../functions/predicates.ts';
import type { Ask, QuestionName } from './answers.ts';
import { asking, swpUffdWp } from './questions.ts';
import { formatHex, topBit } from '../u64.ts';

/** The rules of the special pte by number. */
export const RULE_IDS = ['1', '2', '3', '4'] as const;
export type RuleId = (typeof RULE_IDS)[number];

/** Whether a rule holds for a value, and what decided. */
export interface RuleResult {
  /** null: unknown, because nobody knows whether this kernel has the bit that would decide. */
  readonly holds: boolean | null;
  /** The kernel function behind the rule, and the bits that decided. */
  readonly why: string;
}

/** A result whose reason is worked out when somebody asks: the short view of a value does not. */
function because(holds: boolean | null, reason: () => string): RuleResult {
  const why = later(reason);
  return {
    holds,
    get why() {
      return why();
    },
  };
}

/** Whether a rule holds, in one word. */
export function verdictWord({ holds }: Pick<RuleResult, 'holds'>): 'holds' | 'fails' | 'unknown' {
  if (holds === null) return 'unknown';
  return holds ? 'holds' : 'fails';
}

export type RuleResults = Readonly<Record<RuleId, RuleResult>>;

/** What each rule says, in words. */
export const RULE_TEXT: Readonly<Record<RuleId, string>> = {
  '1': 'not none: it triggers no missing-page fault',
  '2': 'not present: it is recognised as a swap pte',
  '3': 'the uffd-wp swap bit is set: it is tested like any swap pte',
  '4': 'no valid swap pte: whoever sees it knows that it holds no swap entry',
};

/** One rule: what it reads of an entry, and what it says. */
interface RuleRow<Name extends QuestionName = QuestionName> {
  readonly id: RuleId;
  readonly reads: readonly Name[];
  readonly of: (ask: Ask<Name>, kernel: Kernel) => RuleResult;
}

function rule<Name extends QuestionName>(row: RuleRow<Name>): RuleRow {
  return row;
}

/**
 * The four rules of `UFFD_WP_SWP_PTE_SPECIAL`.
 *
 * Source: the commit message of "mm/userfaultfd: Introduce special pte for unmapped file-backed mem".
 */
export const RULES: Readonly<Record<RuleId, RuleRow>> = {
  '1': rule({
    id: '1',
    reads: ['level', 'form'],
    of: (ask, kernel) => resultsOf(kernel, ask('level'))[ask('form') === 'none' ? 'empty' : 'notEmpty'],
  }),
  '2': rule({
    id: '2',
    reads: ['level', 'present', 'present_bits', 'form_bits', 'invalid'],
    of(ask, kernel) {
      if (!ask('present')) return resultsOf(kernel, ask('level')).notPresent;
      const name = `${ask('level')}_present()`;
      const decided = ask('present_bits');
      const shown = decided.length > 0 ? decided : ask('form_bits');
      if (shown.length === 0)
        return { holds: false, why: `${name} is true: ${notEmpty(kernel, ask('level'))}` };
      // Only larger pages are split.
      const what = ask('level') === 'pte' ? 'the CPU ignores the entry' : 'a leaf that is being split';
      const aside = ask('invalid') ? ` (${what})` : '';
      return { holds: false, why: `${name} is true: ${shown.join(', ')}${aside} set` };
    },
  }),
  '3': rule({
    id: '3',
    reads: ['level', 'form', 'state', 'swp_uffd_wp_bit', 'swp_uffd_wp_meaning'],
    of(ask, kernel) {
      const { uffdWp, marked, unmarked } = resultsOf(kernel, ask('level'));
      if (uffdWp === 0n) return unmarked;
      if (!ask('swp_uffd_wp_bit')) {
        const design = '; by design: a PTE marker keeps its uffd-wp state in the offset';
        return ask('state') === 'pte-marker' ? because(false, () => unmarked.why + design) : unmarked;
      }
      if (['swap', 'none', 'unmapped'].includes(ask('form'))) return marked;
      const meaning = ask('swp_uffd_wp_meaning').join();
      return because(
        marked.holds,
        () => `${marked.why}; on an entry that is present the same bit is ${meaning}`,
      );
    },
  }),
  '4': rule({
    id: '4',
    reads: [
      'form',
      'kind',
      'type',
      'type_name',
      'type_beyond',
      'kept_offset_zero',
      'slot_beyond',
      'frame_beyond',
      'marker_beyond',
    ],
    of(ask, kernel) {
      if (ask('form') !== 'swap') {
        const what = NO_SWAP_PTE[ask('form')] ?? 'an entry that is present';
        return { holds: true, why: `${what} is no swap pte: no (type, offset) encodes to it` };
      }
      const usable = usability(ask, kernel);
      return { holds: !usable.usable, why: usable.why };
    },
  }),
};

/** What an entry that is neither present nor a swap pte is. */
const NO_SWAP_PTE: Readonly<Partial<Record<Form, string>>> = {
  none: 'an empty entry',
  unmapped: 'an entry of a page of the kernel',
};

/** Checks the four rules of the special pte against one entry. */
export function checkRules(entry: Entry): RuleResults {
  const ask = asking(entry);
  const result = (id: RuleId): RuleResult => RULES[id].of(ask, entry.kernel);
  return { '1': result('1'), '2': result('2'), '3': result('3'), '4': result('4') };
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

const results = oncePer<Kernel, Partial<Record<Level, LevelResults>>>(() => ({}));

function resultsOf(kernel: Kernel, level: Level): LevelResults {
  return (results(kernel)[level] ??= {
    ...noneResults(kernel, level),
    notPresent: because(true, () => `${level}_present() is false: ${presentBits(kernel, level)}`),
    ...uffdWpResults(kernel, level),
  });
}

/** Why a value without a bit that says so is taken for no empty entry. */
function notEmpty(kernel: Kernel, level: Level): string {
  return kernel.none(level)
    ? 'the value is not that of an empty entry'
    : 'unless this is the address of the table of invalid entries, another in each kernel, which an empty entry points to';
}

function noneResults(kernel: Kernel, level: Level): Pick<LevelResults, 'empty' | 'notEmpty'> {
  const name = `${level}_none()`;
  const none = kernel.none(level);
  if (!none) {
    const never = { holds: true, why: `${name} is false: ${notEmpty(kernel, level)}` };
    return { empty: never, notEmpty: never };
  }
  if (none.value !== 0n) {
    const empty = formatHex(none.value);
    return {
      empty: { holds: false, why: `${name} is true: the value is ${empty}` },
      notEmpty: { holds: true, why: `${name} is false: the value is not ${empty}` },
    };
  }
  const beside = (): string => {
    const names = kernel.form(level, 'none').rows.map((row) => row.short);
    return none.ignores === 0n
      ? ''
      : ` outside 0x${none.ignores.toString(16)} (${names.reverse().join(', ')})`;
  };
  return {
    empty: because(false, () => `${name} is true: no bit${beside()} is set`),
    notEmpty: because(true, () => `${name} is false: bits${beside()} are set`),
  };
}

/** The numbers of the bits of a mask, from the lowest. */
function numbers(mask: bigint): number[] {
  const found: number[] = [];
  for (let rest = mask; rest !== 0n; rest &= rest - 1n) found.push(topBit(rest & -rest));
  return found;
}

/** Which bits would make an entry present. */
function presentBits(kernel: Kernel, level: Level): string {
  const sets = kernel
    .formsAt(level)
    .flatMap((row) =>
      row.form === 'swap' || row.notPresent?.includes(level) ? [] : row.when.map((test) => test.set),
    );
  const least = sets.filter(
    (set, index) =>
      sets.indexOf(set) === index && !sets.some((other) => other !== set && (set & other) === other),
  );
  if (least.includes(0n))
    return kernel.none(level)
      ? 'the value is that of an empty entry'
      : 'its bits are those of no table and no present leaf';
  if (least.every((set) => numbers(set).length === 1)) {
    const bits = least.flatMap(numbers).sort((x, y) => x - y);
    return bits.length === 1 ? `bit ${bits[0]} is clear` : `bits ${bits.join(', ')} are clear`;
  }
  return least.map((set) => `bits ${numbers(set).join(' and ')} are not all set`).join(', ');
}

function uffdWpResults(kernel: Kernel, level: Level): Pick<LevelResults, 'uffdWp' | 'marked' | 'unmarked'> {
  const uffdWp = swpUffdWp(kernel);
  const isKnown = kernel.mask('swp_uffd_wp') !== 0n;
  const macros = later(() =>
    kernel.form('pte', 'swap').rows.filter((row) => row.kind === 'flag' && (row.mask & uffdWp) !== 0n),
  );
  // The functions are called as the bit is: since 7.3 both without _WP.
  const isRenamed = (): boolean =>
    macros().length > 0
      ? !macros().some((row) => row.name.endsWith('_WP'))
      : answerOf(kernel, 'pte_swp_uffd', 0n) !== undefined;
  const name = (): string => `${level === 'pmd' ? 'pmd' : 'pte'}_swp_uffd${isRenamed() ? '' : '_wp'}()`;
  if (uffdWp === 0n) {
    const never = because(
      false,
      () => `${name()} is constantly false: this kernel has no uffd-wp bit in a swap entry`,
    );
    return { uffdWp, marked: never, unmarked: never };
  }
  const at = (): string =>
    `${macros()
      .map((row) => row.name)
      .join()} (bit ${topBit(uffdWp)})`;
  return {
    uffdWp,
    marked: isKnown
      ? because(true, () => `${name()} is true: ${at()} is set`)
      : because(null, () => `whether this build has ${name()} is not known: ${at()} is set`),
    unmarked: because(false, () => `${name()} is false: ${at()} is clear`),
  };
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
function usability(
  ask: Ask<
    | 'kind'
    | 'type'
    | 'type_name'
    | 'type_beyond'
    | 'kept_offset_zero'
    | 'slot_beyond'
    | 'frame_beyond'
    | 'marker_beyond'
  >,
  kernel: Kernel,
): Usability {
  const kind = ask('kind');
  const type = `type ${ask('type')}`;
  if (kind === null || kind === 'swap') {
    if (ask('type_beyond')) return { usable: false, why: `${type}: the kernel has only the types 0 to 31` };
    if (ask('kept_offset_zero'))
      return { usable: false, why: `${type}, offset 0: slot 0 of a swap area is its header, never a page` };
    if (ask('slot_beyond'))
      return {
        usable: false,
        why: `${type}: the offset is beyond any swap area, whose header counts pages in 32 bits`,
      };
    return {
      usable: true,
      why: `${type} and an offset below 2^32 name a page slot: a normal swap entry`,
    };
  }
  const name = ask('type_name');
  if (kind === 'pte-marker') {
    if (ask('kept_offset_zero'))
      return { usable: false, why: `${name} with no marker bit: the kernel never makes it` };
    if (ask('marker_beyond'))
      return { usable: false, why: `${name} with bits outside the marker mask: the kernel never makes it` };
    return { usable: true, why: `by design: a PTE marker is a valid special swap entry (${name})` };
  }
  return ask('frame_beyond')
    ? { usable: false, why: `${name}: the frame number is beyond physical memory (${kernel.pfnBits} bits)` }
    : { usable: true, why: `${name} and a frame number: a special swap entry (${kind})` };
}
