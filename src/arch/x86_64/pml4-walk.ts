import { BLANK, type Circumstances, type LogLines, pattern, START } from '../../core/rows/log-lines.ts';

/** A level alone at the end of a sentence is one that the sentence speaks of. */
export const NO_STOP = String.raw`(?!\.)`;

/** Names of the lower levels in walks of kernels before 2.6.11. */
const OLD_LOWER = [
  ['PGD', 'pud'],
  ['PMD', 'pmd'],
  ['PTE', 'pte'],
] as const;

/** The lower levels behind the beginning of an expression. */
const below = (begin: string): ReturnType<typeof pattern> =>
  pattern(
    START + begin,
    OLD_LOWER.map(([name, level]) => `(?: ?${name} (?<${level}>[0-9a-f]{1,16})${BLANK})?`).join(''),
    `(?<bad> BAD${BLANK})?`,
  );

/** v2.6.10 include/asm-x86_64/processor.h TASK_SIZE; its direct mapping begins at 0x10000000000. */
const says = (): Circumstances => ({ wordBits: 64, until: '2.6.11', userEnd: 0x80_0000_0000n });

/** Walks of kernels before 2.6.11, whose top level is called PML4. */
export const pml4Shapes = (): LogLines['shapes'] => [
  // x86_64 oops of 2.6.10 and before: v2.6.10 arch/x86_64/mm/fault.c dump_pagetable
  {
    // Its pgd is what is a pud since.
    name: 'x86-pml4-walk',
    needs: 'PML4 ',
    role: 'walk',
    announces: true,
    line: below(String.raw`PML4 (?<pml4>(?=[a-f]*\d)[0-9a-f]{1,16})${BLANK}`),
    says,
  },
  // the next levels, where mail has wrapped them: v2.6.10 arch/x86_64/mm/fault.c dump_pagetable
  {
    name: 'x86-pml4-walk-part',
    needs: ['PGD ', 'PMD ', 'PTE '],
    role: 'walk',
    partOf: ['x86-pml4-walk'],
    line: below(
      `(?<!P[GM]D [0-9a-f]{1,16} )(?!PGD [0-9a-f]{1,16} PMD )(?=(?:PGD|PMD|PTE) [0-9a-f]{1,16}${NO_STOP}${BLANK})`,
    ),
  },
  // all of them: no other kernel has PMD behind PGD, also where PML4 has been cut off
  {
    name: 'x86-pml4-walk',
    needs: 'PGD ',
    role: 'walk',
    partOf: ['x86-pml4-walk'],
    standsAlone: true,
    line: below('(?=PGD [0-9a-f]{1,16} PMD )'),
    says,
  },
];
