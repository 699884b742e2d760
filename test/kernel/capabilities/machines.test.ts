import { describe, expect, test } from '@jest/globals';
import { ARCHITECTURES, spellings } from '../../../src/arch/index.ts';
import {
  findMachine,
  levelsBy,
  machineOfElf,
  machineOfNode,
  machines,
  pageSizeConfig,
} from '../../../src/kernel/capabilities/machines.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';

// e_machine: include/uapi/linux/elf-em.h. uname -m: UTS_MACHINE in arch/*/Makefile. process.arch: the documentation of
// Node 20 and of its ports. qemu-system-*: QEMU 9.0. Byte order of page tables: arch/powerpc/include/asm/pgtable-be-types.h
// and, for s390x, the z/Architecture Principles of Operation; all others have that of the machine.
// prettier-ignore
const KNOWN = [
  { arch: 'x86_64', uname: 'x86_64', elf: 62, node: 'x64', qemu: 'x86_64', debian: 'amd64', tables: 'little' },
  { arch: 'arm64', uname: 'aarch64', elf: 183, node: 'arm64', qemu: 'aarch64', debian: 'arm64', tables: 'little' },
  { arch: 'riscv64', uname: 'riscv64', elf: 243, node: 'riscv64', qemu: 'riscv64', debian: 'riscv64', tables: 'little' },
  { arch: 's390x', uname: 's390x', elf: 22, node: 's390x', qemu: 's390x', debian: 's390x', tables: 'big' },
  { arch: 'loongarch64', uname: 'loongarch64', elf: 258, node: 'loong64', qemu: 'loongarch64', debian: 'loong64', tables: 'little' },
  { arch: 'powerpc64', uname: 'ppc64le', elf: 21, node: 'ppc64', qemu: 'ppc64', debian: 'ppc64el', tables: 'big' },
  { arch: 'i386', uname: 'i686', elf: 3, node: 'ia32', qemu: 'i386', debian: 'i386', tables: 'little' },
  { arch: 'arm', uname: 'armv7l', elf: 40, node: 'arm', qemu: 'arm', debian: 'armhf', tables: 'little' },
];

test('every architecture has a machine, and no name means two', () => {
  expect(machines().map(({ arch }) => arch)).toEqual(KNOWN.map(({ arch }) => arch));
  const names = machines().flatMap((machine) => [...new Set(spellings(machine))]);
  expect(new Set(names).size).toBe(names.length);
  for (const key of ['elf', 'node', 'qemu'] as const)
    expect(new Set(machines().map(({ names: all }) => all[key])).size).toBe(machines().length);
});

describe.each(KNOWN)('$arch', ({ arch, uname, elf, node, qemu, debian, tables }) => {
  test('is found by what others call it', () => {
    for (const name of [arch, uname, qemu, debian, uname.toUpperCase()])
      expect(findMachine(name)?.arch).toBe(arch);
    expect(machineOfElf(elf)?.arch).toBe(arch);
    expect(machineOfNode(node)?.arch).toBe(arch);
    expect(resolveKernel({ arch: uname })).toEqual(
      expect.objectContaining({ arch, id: resolveKernel({ arch }).id }),
    );
  });

  test('the byte order of its page tables', () => {
    expect(findMachine(arch)?.byteOrder.tables).toBe(tables);
  });
});

test('nothing else is a machine', () => {
  for (const name of ['', 'x86', 'armhf64', 'mips64', 'constructor'])
    expect(findMachine(name)).toBeUndefined();
  expect([machineOfElf(0), machineOfElf(8), machineOfNode('mips')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('the number of levels, where a machine has a clue', () => {
  const [x86, arm64] = [findMachine('x86_64'), findMachine('arm64')];
  if (!x86 || !arm64) throw new Error('both are there');
  expect([levelsBy(x86, true), levelsBy(x86, false), levelsBy(x86, undefined)]).toEqual([5, 4, undefined]);
  expect(levelsBy(arm64, true)).toBeUndefined();
});

// arch/arm64/Kconfig, arch/loongarch/Kconfig, arch/powerpc/Kconfig: the choice of page size.
test.each([
  { arch: 'arm64', shift: 14, symbol: 'ARM64_16K_PAGES' },
  { arch: 'arm64', shift: 16, symbol: 'ARM64_64K_PAGES' },
  { arch: 'loongarch64', shift: 16, symbol: 'PAGE_SIZE_64KB' },
  { arch: 'powerpc64', shift: 16, symbol: 'PPC_64K_PAGES' },
])('$arch with pages of 2^$shift bytes', ({ arch, shift, symbol }) => {
  const config = new Map(pageSizeConfig(arch, shift));
  expect(config.get(symbol)).toBe(true);
  expect(resolveKernel({ arch, config }).pageShift).toBe(shift);
});

test('a page size that is no choice', () => {
  expect([pageSizeConfig('x86_64', 12), pageSizeConfig('x86_64', 16), pageSizeConfig('mips', 12)]).toEqual([
    [],
    [],
    [],
  ]);
});

test('the tables are made once, and when they are asked for', () => {
  for (const architecture of ARCHITECTURES) expect(architecture.layout).toBe(architecture.layout);
});
