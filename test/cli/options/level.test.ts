import { expect, test } from '@jest/globals';
import { type Level, LEVELS } from '../../../src/core/layout.ts';
import { levelOf } from '../../../src/cli/options/level.ts';
import { Invocation } from '../../../src/cli/spec.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';

const level = (name: string | undefined, arch: string): Level =>
  levelOf(
    new Invocation([], new Map(name === undefined ? [] : [['level', [name]]]), new Set()),
    resolveKernel({ arch }),
  );

test('--level names a level, pte without it', () => {
  expect(level(undefined, 'x86_64')).toBe('pte');
  for (const name of LEVELS) expect(level(name, 'x86_64')).toBe(name);
});

// include/asm-generic/pgtable-nop4d.h, pgtable-nopud.h: p4d_t and pud_t hold the entry of the level above.
test.each([
  { arch: 'loongarch64', name: 'p4d', levels: 'pgd, pud, pmd, pte' },
  { arch: 'i386', name: 'pud', levels: 'pgd, pmd, pte' },
  { arch: 'arm', name: 'p4d', levels: 'pgd, pmd, pte' },
])('$arch has no $name of its own', ({ arch, name, levels }) => {
  expect(() => level(name, arch)).toThrow(
    `-l "${name}": ${arch} has no such table: an entry of pgd stands for it; levels are ${levels}`,
  );
  expect(level('pmd', arch)).toBe('pmd');
});
