import { expect, test } from '@jest/globals';
import { type Level, LEVELS } from '../../../../src/core/rows/layout.ts';
import { levelOf } from '../../../../src/cli/options/kernel/level.ts';
import { Invocation } from '../../../../src/cli/spec.ts';
import { runCli } from '../../../helpers/fake-io.ts';

const level = (name: string | undefined): Level =>
  levelOf(new Invocation([], new Map(name === undefined ? [] : [['level', [name]]]), new Set()));

test('--level names a level, pte without it', () => {
  expect(level(undefined)).toBe('pte');
  for (const name of LEVELS) expect(level(name)).toBe(name);
});

// include/asm-generic/pgtable-nop4d.h, pgtable-nopud.h: the functions of folded levels are there on every architecture.
test.each(['i386', 'arm', 'loongarch64'])('%s answers at every level', async (arch) => {
  for (const name of LEVELS)
    expect(await runCli(['--arch', arch, '--level', name, '--json', '0x67'])).toMatchObject({ code: 0 });
});
