import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

/** v6.12 arch/arm64/mm/fault.c show_pte(): "[%016lx] pgd=%016llx", ", p4d=%016llx", …, ", pte=%016llx". */
const ARM64 =
  '[ffff800081a3c000] pgd=1000000103ad1003, p4d=1000000103ad2003, pud=1000000103ad3003, pmd=1000000103ad4003, pte=0060000103ad5403';
const ARM64_VALUES = ['pgd table 0x103ad1', 'p4d table 0x103ad2', 'pud table 0x103ad3', 'pmd table 0x103ad4'];

/** That walk with a line feed in front of some of its text; `rows`: the line of each level. */
const wrapped = (before: string, front: string, ...rows: number[]): LogKind => {
  const at = ARM64.indexOf(before, 30) + before.length;
  return {
    name: `arm64, wrapped behind ${before}`,
    log: [`${front}${ARM64.slice(0, at)}`, `${front.includes('[') ? '' : front}${ARM64.slice(at)}`],
    values: [...ARM64_VALUES, 'pte present 0x103ad5'].map((value, level) => `${rows[level] ?? 2} ${value}`),
    never: [/unfinished|cut off/],
  };
};

// prettier-ignore
const KINDS: readonly LogKind[] = [
  ...[', pm', ', p4', ', pu', ', pt'].map((before) => wrapped(before, '[    3.000000] ', ...Array<number>(['p4', 'pu', 'pm', 'pt'].indexOf(before.slice(2)) + 1).fill(1))),
  wrapped('3003, p', '> ', 1, 1, 1), wrapped(', pmd', '', 1, 1, 1), wrapped(', pmd=', '', 1, 1, 1), wrapped('4003, p', '| ', 1, 1, 1, 1),
  // v4.14 the same: "*pgd=%016llx", ", *pud=%016llx".
  ...(['*', '*p', '*pm'] as const).map((end): LogKind => ({ name: `arm64, wrapped behind ${end}`, log: [`[ffffffc0100a3c00] *pgd=00000000b8a1d003, *pud=00000000b8a1e003, ${end}`, `${'*pmd=00000000b8a1f003, *pte=0000000000000000'.slice(end.length)}`],
    values: ['1 pgd table 0xb8a1d', '1 pud table 0xb8a1e', '2 pmd table 0xb8a1f', '2 pte none'], never: [/unfinished/] })),
  { name: 'arm64, torn, and what follows is not the rest', log: [ARM64.slice(0, ARM64.indexOf('md=')), 'Modules linked in: a'], values: ['1 pgd table 0x103ad1', '1 p4d table 0x103ad2', '1 pud table 0x103ad3'], said: [/unfinished/] },
];

describe('walks as pages and mail have them', () => {
  test.each(KINDS)('$name', expectKind);
});
