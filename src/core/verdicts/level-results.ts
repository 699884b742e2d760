import { answerOf } from '../functions/predicates.ts';
import { later, oncePer } from '../later.ts';
import type { Level } from '../rows/layout.ts';
import type { Kernel } from '../rows/model.ts';
import { formatHex, topBit } from '../u64.ts';
import { swpUffdWp } from './questions.ts';
import { tellingLevel } from '../functions/telling-level.ts';

/** Whether a rule holds for a value, and what decided. */
export interface RuleResult {
  /** null: unknown, because nobody knows whether this kernel has the bit that would decide. */
  readonly holds: boolean | null;
  /** The kernel function behind the rule, and the bits that decided. */
  readonly why: string;
}

/** A result whose reason is worked out when somebody asks: the short view of a value does not. */
export function because(holds: boolean | null, reason: () => string): RuleResult {
  const why = later(reason);
  return {
    holds,
    get why() {
      return why();
    },
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

const results = oncePer<Kernel, Partial<Record<Level, LevelResults>>>(() => ({}));

/** What the first three rules say of any entry of a level. */
export function resultsOf(kernel: Kernel, level: Level): LevelResults {
  return (results(kernel)[level] ??= {
    ...noneResults(kernel, level),
    notPresent: because(
      true,
      () => `${tellingLevel(kernel, level)}_present() is false: ${presentBits(kernel, level)}`,
    ),
    ...uffdWpResults(kernel, level),
  });
}

/** Why a value without a bit that says so is taken for no empty entry. */
export function notEmpty(kernel: Kernel, level: Level): string {
  return kernel.none(level)
    ? 'the value is not that of an empty entry'
    : 'unless this is the address of the table of invalid entries, another in each kernel, which an empty entry points to';
}

function noneResults(kernel: Kernel, level: Level): Pick<LevelResults, 'empty' | 'notEmpty'> {
  const name = later(() => `${tellingLevel(kernel, level)}_none()`);
  const none = kernel.none(level);
  if (!none) {
    const never = because(true, () => `${level}_none() is false: ${notEmpty(kernel, level)}`);
    return { empty: never, notEmpty: never };
  }
  if (none.value !== 0n) {
    const empty = formatHex(none.value);
    return {
      empty: because(false, () => `${name()} is true: the value is ${empty}`),
      notEmpty: because(true, () => `${name()} is false: the value is not ${empty}`),
    };
  }
  const beside = (): string => {
    const names = kernel.form(level, 'none').rows.map((row) => row.short);
    return none.ignores === 0n
      ? ''
      : ` outside 0x${none.ignores.toString(16)} (${names.reverse().join(', ')})`;
  };
  return {
    empty: because(false, () => `${name()} is true: no bit${beside()} is set`),
    notEmpty: because(true, () => `${name()} is false: bits${beside()} are set`),
  };
}

/** The numbers of the bits of a mask, from the lowest. */
function numbers(mask: bigint): number[] {
  const found: number[] = [];
  for (let rest = mask; rest !== 0n; rest &= rest - 1n) found.push(topBit(rest & -rest));
  return found;
}

/** Which bits would make an entry present. */
export function presentBits(kernel: Kernel, level: Level): string {
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
