import { describe, expect, test } from '@jest/globals';
import { CONFIG_SYMBOLS, parseOverride } from '../../src/kernel/config.ts';
import { parseConfigText } from '../../src/kernel/dot-config.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';

const DOT_CONFIG = `#
# Automatically generated file; DO NOT EDIT.
CONFIG_USERFAULTFD=y
CONFIG_HAVE_ARCH_USERFAULTFD_WP=y
CONFIG_PTE_MARKER_UFFD_WP=y
CONFIG_MIGRATION=y
# CONFIG_DEVICE_PRIVATE is not set
CONFIG_MEMORY_FAILURE=m
CONFIG_PAGE_TABLE_ISOLATION=y
CONFIG_LOCALVERSION="-test"
`;

describe('configuration', () => {
  test('a .config: what it sets is on, what it does not set is off, properties of the machine stay open', () => {
    const config = parseConfigText(DOT_CONFIG);
    expect(config.get('USERFAULTFD')).toBe(true);
    expect(config.get('DEVICE_PRIVATE')).toBe(false);
    expect(config.get('MEMORY_FAILURE')).toBe(true);
    expect(config.get('MEM_SOFT_DIRTY')).toBe(false);
    expect(config.get('MITIGATION_PAGE_TABLE_ISOLATION')).toBe(true);
    expect(config.has('CPU_SHADOW_STACK')).toBe(false);
    expect(resolveKernel({ kernel: '6.12', config }).config('MEM_SOFT_DIRTY')).toBe(false);
  });

  test('a .config only allows what the machine may have; a single symbol states it', () => {
    // arch/arm64/Kconfig of v6.12: ARM64_LPA2 is y wherever 52-bit addresses are chosen, lpa2_is_enabled() asks the CPU.
    const config = parseConfigText(
      'CONFIG_ARM64_4K_PAGES=y\nCONFIG_ARM64_PA_BITS_52=y\nCONFIG_ARM64_LPA2=y\n',
    );
    expect(config.has('ARM64_LPA2')).toBe(false);
    const plain = resolveKernel({ arch: 'arm64', kernel: '6.12', config });
    expect(plain.config('ARM64_LPA2')).toBe(false);
    expect(plain.assumed).toEqual(['without LPA2 (ARM64_LPA2=n)']);
    for (const [on, paging] of [
      [true, 5],
      [false, 4],
    ] as const) {
      const given = new Map([
        ...config,
        ['ARM64_VA_BITS_52', true] as const,
        parseOverride(`ARM64_LPA2=${on ? 'y' : 'n'}`),
      ]);
      const stated = resolveKernel({ arch: 'arm64', kernel: '6.12', config: given });
      expect([stated.config('ARM64_LPA2'), stated.paging, stated.assumed]).toEqual([on, paging, []]);
      expect(resolveKernel({ kernel: stated.id }).config('ARM64_LPA2')).toBe(on);
    }
  });

  // arch/arm64/Kconfig of v6.12: ARM64_LPA2 depends on !ARM64_64K_PAGES; v6.8 has no such symbol.
  test.each(['6.12,arch=arm64,ARM64_64K_PAGES=y', '6.8,arch=arm64', '6.8,arch=arm64,ARM64_64K_PAGES=y'])(
    'LPA2 says nothing of %s: addresses of 52 bits are those of ARM64_PA_BITS_52 alone',
    (kernel) => {
      for (const words of [kernel, `${kernel},ARM64_PA_BITS_52=y`])
        expect(resolveKernel({ kernel: `${words},ARM64_LPA2=y` }).id).toBe(
          resolveKernel({ kernel: words }).id,
        );
    },
  );

  test('five levels on arm64 prove LPA2', () => {
    // 52-bit virtual addresses with pages of 4 KiB: VA_BITS_MIN of v6.12 arch/arm64/include/asm/memory.h.
    const kernel = resolveKernel({ arch: 'arm64', kernel: '6.12', paging: 5 });
    expect([kernel.config('ARM64_LPA2'), kernel.id]).toEqual([
      true,
      '6.12,CONFIG_ARM64_PA_BITS_52=y,ARM64_LPA2=y,paging=5,arch=arm64',
    ]);
    expect(resolveKernel({ kernel: kernel.id }).id).toBe(kernel.id);
    expect(resolveKernel({ kernel: '6.12,arch=arm64,paging=5,ARM64_LPA2=n' }).config('ARM64_LPA2')).toBe(
      false,
    );
    expect(resolveKernel({ kernel: '6.1,arch=arm64,paging=4' }).config('ARM64_LPA2')).toBe(false);
  });

  test('a .config without the support rules a property of the machine out', () => {
    const config = parseConfigText('CONFIG_64BIT=y\n# CONFIG_RISCV_ISA_SVNAPOT is not set\n');
    const given = new Map([...config, parseOverride('RISCV_ISA_EXT_SVNAPOT=y')]);
    const kernel = resolveKernel({ arch: 'riscv64', kernel: '6.12', config: given });
    expect([kernel.config('RISCV_ISA_EXT_SVNAPOT'), kernel.assumed]).toEqual([false, []]);
  });

  test('what is no .config is refused', () => {
    expect(() => parseConfigText('hello\n')).toThrow(expect.objectContaining({ code: 'ERR_CONFIG' }));
  });

  test.each([
    ['CONFIG_DEVICE_PRIVATE=y', 'DEVICE_PRIVATE', true],
    ['MEM_SOFT_DIRTY=n', 'MEM_SOFT_DIRTY', false],
    ['CPU_SHADOW_STACK=y', 'CPU_SHADOW_STACK', true],
    ['CONFIG_PAGE_TABLE_ISOLATION=n', 'MITIGATION_PAGE_TABLE_ISOLATION', false],
  ])('override %s', (text, symbol, on) => {
    expect(parseOverride(text)).toEqual([symbol, on]);
  });

  test.each(['CONFIG_NR_CPUS=y', 'CONFIG_SWAP', 'CONFIG_SWAP=maybe', ''])(
    'override "%s" is refused',
    (text) => {
      expect(() => parseOverride(text)).toThrow(expect.objectContaining({ code: 'ERR_CONFIG' }));
    },
  );

  test('a symbol falls with what it needs, and what became unconditional stays', () => {
    const without = (kernel: string) => resolveKernel({ kernel: `${kernel},CONFIG_USERFAULTFD=n` });
    expect(without('6.1').config('PTE_MARKER')).toBe(false);
    expect(without('6.2').config('PTE_MARKER')).toBe(true);
    expect(without('7.3').config('USERFAULTFD_RWP')).toBe(false);
    expect(resolveKernel({ kernel: '7.3' }).config('USERFAULTFD_RWP')).toBe(true);
    expect(resolveKernel({ kernel: '6.5,CPU_SHADOW_STACK=y' }).config('CPU_SHADOW_STACK')).toBe(false);
    expect(resolveKernel({ kernel: '6.16' }).config('X86_5LEVEL')).toBe(true);
  });

  // 7212b58d6d71 "x86/mm/64: Make 5-level paging support unconditional", in x86-core-2025-05-25 for v6.16.
  test.each([
    { kernel: '6.15', is: false },
    { kernel: '6.16', is: true },
  ])('5-level paging of $kernel whose .config does not set it: $is', ({ kernel, is }) => {
    const config = new Map([['X86_5LEVEL', false]]);
    expect(resolveKernel({ kernel, config }).config('X86_5LEVEL')).toBe(is);
  });

  test('every symbol comes after those it needs', () => {
    const seen = new Set<string>();
    for (const symbol of CONFIG_SYMBOLS) {
      for (const need of symbol.needs ?? [])
        expect([symbol.name, need, seen.has(need)]).toEqual([symbol.name, need, true]);
      seen.add(symbol.name);
    }
  });
});

// v7.3 renames ARCH_ENABLE_THP_MIGRATION of v6.12 (mm/Kconfig) to ARCH_HAS_PMD_SOFTLEAVES; v6.17 removes ARCH_HAS_PTE_DEVMAP.
describe('a .config and kernels of other releases', () => {
  const lines = 'CONFIG_X86_64=y\nCONFIG_MIGRATION=y\nCONFIG_TRANSPARENT_HUGEPAGE=y\n';
  const of = (release: string, kernel: string): ((symbol: string) => boolean) => {
    const config = parseConfigText(`# Linux/x86 ${release} Kernel Configuration\n${lines}`);
    return (symbol) => resolveKernel({ kernel, config }).config(symbol);
  };

  test('a symbol that its release does not have is left open', () => {
    expect(of('6.12.117', '7.3')('ARCH_HAS_PMD_SOFTLEAVES')).toBe(true);
    expect(of('7.3.4', '6.12')('ARCH_HAS_PTE_DEVMAP')).toBe(true);
  });

  test('one that it has and does not set is off', () => {
    expect(of('7.3.4', '7.3')('ARCH_HAS_PMD_SOFTLEAVES')).toBe(false);
    expect(of('6.12.117', '6.12')('ARCH_HAS_PTE_DEVMAP')).toBe(false);
    expect(of('6.12.117', '7.3')('DEVICE_PRIVATE')).toBe(false);
  });
});

// v6.12 scripts/kconfig/confdata.c conf_write() ends each menu so; lib/Kconfig.debug has the menu "Kernel hacking" on every machine.
test('a .config that was cut off is refused: what is no more in it would count as off', () => {
  const start =
    '# Linux/x86 6.12.1 Kernel Configuration\n#\n# IRQ subsystem\n#\nCONFIG_MMU=y\n# end of IRQ subsystem\n';
  expect(() => parseConfigText(start)).toThrow(
    expect.objectContaining({ code: 'ERR_CONFIG', message: expect.stringContaining('cut off') }),
  );
  expect(parseConfigText(`${start}CONFIG_SWAP=y\r\n# end of Kernel hacking\r\n`).get('SWAP')).toBe(true);
  expect(parseConfigText('CONFIG_SWAP=y\n# end of what a person wrote\n').get('SWAP')).toBe(true);
  expect(parseConfigText(start.replace(/^# end.*\n/m, 'CONFIG_SWAP=y\n')).get('SWAP')).toBe(true);
});

// v6.12 scripts/kconfig/confdata.c conf_read_simple(): "override: reassigning to symbol".
test.each([
  { lines: ['CONFIG_SWAP=y', '# CONFIG_SWAP is not set'], isOn: false },
  { lines: ['# CONFIG_SWAP is not set', 'CONFIG_SWAP=y'], isOn: true },
  { lines: ['CONFIG_SWAP=y', 'CONFIG_SWAP=n'], isOn: false },
])('of $lines the last counts', ({ lines, isOn }) => {
  expect(parseConfigText(lines.join('\n')).get('SWAP')).toBe(isOn);
});
