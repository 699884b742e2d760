import { type Entry, readEntry } from '../entry/entry.ts';
import { joinKeys, type Key } from '../entry/keys.ts';
import type { Form } from '../rows/layout.ts';
import type { Kernel } from '../rows/model.ts';
import type { Ask, QuestionName } from './answers.ts';
import { asking, keyOfReads } from './questions.ts';
import { because, notEmpty, presentBits, resultsOf, type RuleResult } from './level-results.ts';
import { tellingLevel } from '../functions/telling-level.ts';
import { buildUnsaid, otherBuildOf } from './unknowns.ts';

/** The rules of the special pte by number. */
export const RULE_IDS = ['1', '2', '3', '4'] as const;
export type RuleId = (typeof RULE_IDS)[number];

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
    reads: ['level', 'form', 'none'],
    of(ask, kernel) {
      const level = ask('level');
      const isNone = ask('none');
      if (isNone === (ask('form') === 'none')) return resultsOf(kernel, level)[isNone ? 'empty' : 'notEmpty'];
      const is = isNone ? 'is true of it, though it is not' : 'is false of it, though it is';
      return because(!isNone, () => `${tellingLevel(kernel, level)}_none() ${is} the empty entry`);
    },
  }),
  '2': rule({
    id: '2',
    reads: ['level', 'form', 'present', 'looks_present', 'present_bits', 'form_bits', 'invalid'],
    of(ask, kernel) {
      const name = `${tellingLevel(kernel, ask('level'))}_present()`;
      if (!ask('present')) {
        if (!ask('looks_present')) return resultsOf(kernel, ask('level')).notPresent;
        return {
          holds: true,
          why: `${name} is false of it, though its bits are those of a ${ask('form') === 'table' ? 'table' : 'page'}`,
        };
      }
      if (ask('form') === 'unmapped')
        return { holds: false, why: `${name} is true of it, though the page is not mapped` };
      if (!ask('looks_present'))
        return because(
          false,
          () =>
            `${name} is true of it, though it is no table and no page: ${presentBits(kernel, ask('level'))}`,
        );
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

const resultsBy = (of: (id: RuleId) => RuleResult): RuleResults => ({
  '1': of('1'),
  '2': of('2'),
  '3': of('3'),
  '4': of('4'),
});

/** Checks the four rules of the special pte against one entry; what hangs on how the kernel is built, and nobody said it, is not known. */
export function checkRules(entry: Entry): RuleResults {
  const here = rulesAsBuilt(entry);
  const other = otherBuildOf(entry);
  if (!other) return here;
  const there = rulesAsBuilt(readEntry(other, entry.raw, entry.level));
  return resultsBy((id) => {
    const { holds, why } = here[id];
    if (there[id].holds !== holds) return { holds: null, why: buildUnsaid(entry.kernel) };
    if (there[id].why === why) return here[id];
    return { holds, why: `${why}; or ${there[id].why}, if CONFIG_${entry.kernel.otherBuild?.symbol}=y` };
  });
}

/** Checks the rules against an entry of a kernel that is built as it is taken to be. */
export function rulesAsBuilt(entry: Entry): RuleResults {
  const ask = asking(entry);
  return resultsBy((id) => RULES[id].of(ask, entry.kernel));
}

/** What rules say of the values of a shape depends on. @param builds how each build reads them, where nobody said in which */
export function keyOfRules(ids: readonly RuleId[], builds: readonly Pick<Entry, 'shape' | 'kernel'>[]): Key {
  const reads = ids.flatMap((id) => RULES[id].reads);
  return joinKeys(builds.map(({ shape, kernel }) => keyOfReads(reads, shape, kernel)));
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
