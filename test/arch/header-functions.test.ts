import { describe, expect, test } from '@jest/globals';
import { applyFunction, kernelFunctions } from '../../src/core/functions/functions.ts';
import { answerOf } from '../../src/core/functions/predicates.ts';
import type { Kernel } from '../../src/core/rows/model.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';

// Functions that no vector has: what is expected stands in the headers of Debian's 6.1.192 and 6.12.111, and where it is said.
const [PRESENT, PTE] = [1n << 63n, 1n << 62n];
const LEAF = PRESENT | PTE;

const hex = (value: bigint | boolean | undefined): string =>
  typeof value === 'bigint' ? `0x${value.toString(16)}` : String(value);

const has = (kernel: Kernel, name: string): boolean =>
  kernelFunctions(kernel).some((row) => row.name === name);

const kernelOf = (arch: string, kernel: string, ...config: readonly (readonly [string, boolean])[]): Kernel =>
  resolveKernel({ arch, kernel, config: new Map(config) });

// arch/powerpc/include/asm/book3s/64/pgtable.h _HPAGE_CHG_MASK: PTE_RPN_MASK, _PAGE_HPTEFLAGS, DIRTY 0x80, ACCESSED 0x100,
// H_PAGE_THP_HUGE, _PAGE_PTE, SOFT_DIRTY 0x200, and DEVMAP 0x800 since 4628a64591e6. H_PAGE_THP_HUGE is 0x2000 (_RPAGE_RPN1)
// with pages of 64 KiB and 0 with 4 KiB; SPECIAL 0x400 is not kept. arch/powerpc/mm/book3s64/pgtable.c pmd_modify(): what is
// kept, and the protection.
describe('pmd_modify() and pud_modify() of powerpc64', () => {
  const pmd = LEAF | 0x1_2340_0787n;
  const prot = PRESENT | 0x104n;
  test.each(['4.14', '4.19', '5.10', '6.1', '6.12', '7.3'])(
    'a large page of %s that becomes read-only',
    (kernel) => {
      const made = applyFunction(kernelOf('powerpc64', kernel), 'pmd_modify', { pte: pmd, prot });
      expect(hex(made)).toBe(hex(LEAF | 0x1_2340_0384n));
    },
  );

  test.each([
    { kernel: '4.18.14', keeps: false },
    { kernel: '4.18.15', keeps: true },
    { kernel: '6.12', keeps: true },
  ])('the bit of a device on $kernel: $keeps', ({ kernel, keeps }) => {
    const devmap = 0x800n;
    const made = applyFunction(kernelOf('powerpc64', kernel), 'pmd_modify', { pte: pmd | devmap, prot });
    expect(hex(BigInt(made) & devmap)).toBe(hex(keeps ? devmap : 0n));
  });

  test.each([
    { pages: '64 KiB', large: true, kept: 0x0080_0000_0000_3040n },
    { pages: '4 KiB', large: false, kept: 0x11e0_0000_0000_3040n },
  ])('bits of the hash MMU with pages of $pages', ({ large, kept }) => {
    const kernel = kernelOf('powerpc64', '6.12', ['PPC_64K_PAGES', large]);
    const bits = 0x11e0_0000_0000_3040n;
    const made = BigInt(applyFunction(kernel, 'pmd_modify', { pte: LEAF | bits, prot: 0n }));
    // Bits 12 and 13 are of the frame with small pages.
    expect(hex(made & bits)).toBe(hex(kept));
  });

  // pud_modify() is in the header of 6.12.111, and not in that of 6.1.192; as that of x86 it came with mprotect() of such pages.
  test('of a pud since 6.12', () => {
    const pud = LEAF | 0x1_4000_0187n;
    const made = applyFunction(kernelOf('powerpc64', '6.12'), 'pud_modify', { pte: pud, prot });
    expect(hex(made)).toBe(hex(LEAF | 0x1_4000_0184n));
    for (const kernel of ['6.1', '6.11'])
      expect(has(kernelOf('powerpc64', kernel), 'pud_modify')).toBe(false);
  });
});

// 4628a64591e6: 4.14.77 is of the day of 4.18.15, which has it, and the last 4.14 has it.
describe('the bit of a device in 4.14, where it is not known which release keeps it', () => {
  test.each([
    { arch: 'x86_64', name: 'pte_modify', bit: 1n << 58n, pte: 0x1067n, prot: 0x25n },
    { arch: 'x86_64', name: 'pmd_modify', bit: 1n << 58n, pte: 0x20_00e7n, prot: 0x25n },
    { arch: 'powerpc64', name: 'pte_modify', bit: 0x800n, pte: LEAF | 0x1_0107n, prot: PRESENT | 0x104n },
    { arch: 'powerpc64', name: 'pmd_modify', bit: 0x800n, pte: LEAF | 0x20_0107n, prot: PRESENT | 0x104n },
  ])('$name of $arch', ({ arch, name, bit, pte, prot }) => {
    const modify = (kernel: string, entry: bigint) =>
      applyFunction(kernelOf(arch, kernel), name, { pte: entry, prot });
    for (const kernel of ['4.14.77', '4.14.200', '4.14.335']) {
      expect(() => modify(kernel, pte | bit)).toThrow(/is not known of 4\.14\.77 to 4\.14\.335/);
      expect(modify(kernel, pte)).toBe(modify('4.14', pte));
    }
    expect(BigInt(modify('4.14.76', pte | bit)) & bit).toBe(0n);
    expect(BigInt(modify('4.14.336', pte | bit)) & bit).toBe(bit);
  });
});

// v6.1 arch/powerpc/include/asm/book3s/64/pgtable.h pte_mk_savedwrite(), pte_clear_savedwrite(), pmd_savedwrite(); without NUMA
// balancing its own pte_clear_savedwrite(), and pte_mkwrite() of the generic header. Dropped in 6.2, with pte_savedwrite().
describe('the write permission that a PROT_NONE page of powerpc64 keeps', () => {
  const [protnone, saved] = [LEAF | 0x1_0108n, LEAF | 0x1_0100n];
  const numa = (on: boolean, kernel = '6.1'): Kernel => kernelOf('powerpc64', kernel, ['NUMA_BALANCING', on]);

  test.each(['pte', 'pmd'])('%s: it is kept by not being privileged', (level) => {
    for (const release of ['4.14', '4.19', '5.10', '6.1']) {
      const kernel = numa(true, release);
      const apply = (name: string, pte: bigint) => hex(applyFunction(kernel, `${level}_${name}`, { pte }));
      expect(apply('mk_savedwrite', protnone)).toBe(hex(saved));
      expect(apply('clear_savedwrite', saved)).toBe(hex(protnone));
      expect(answerOf(kernel, `${level}_savedwrite`, saved)).toBe(true);
      expect(answerOf(kernel, `${level}_savedwrite`, protnone)).toBe(false);
      expect(answerOf(kernel, `${level}_savedwrite`, saved | 0x4n)).toBe(false);
    }
  });

  test('without NUMA balancing', () => {
    const kernel = numa(false);
    const apply = (name: string, pte: bigint) => hex(applyFunction(kernel, name, { pte }));
    expect(apply('pte_mk_savedwrite', protnone)).toBe(hex(protnone | 0x6n));
    expect(apply('pmd_mk_savedwrite', protnone)).toBe(hex(protnone | 0x6n));
    expect(apply('pte_clear_savedwrite', saved | 0x6n)).toBe(hex(saved | 0x4n));
    expect(apply('pmd_clear_savedwrite', saved | 0x6n)).toBe(hex(saved | 0x4n));
    expect(answerOf(kernel, 'pmd_savedwrite', saved)).toBe(false);
  });

  test('not since 6.2', () => {
    for (const name of [
      'pte_mk_savedwrite',
      'pte_clear_savedwrite',
      'pmd_mk_savedwrite',
      'pmd_clear_savedwrite',
    ])
      expect([name, has(numa(true, '6.2'), name)]).toEqual([name, false]);
    expect(answerOf(numa(true, '6.2'), 'pmd_savedwrite', saved)).toBeUndefined();
  });
});

// arch/arm64/include/asm/pgtable.h pud_mkyoung, pud_mkhuge: of KVM's pages of pud size (5.0), whose kvm_pud_mkhuge() asks it.
// include/linux/mm.h pud_mkspecial(): no such pages are special, since there is no HAVE_ARCH_TRANSPARENT_HUGEPAGE_PUD.
describe('operations on a pud of arm64', () => {
  test.each([
    { name: 'pud_mkyoung', pte: 0x60_0000_4000_0b43n, is: 0x60_0000_4000_0f43n },
    { name: 'pud_mkhuge', pte: 0x60_0000_4000_0f43n, is: 0x60_0000_4000_0f41n },
  ])('$name', ({ name, pte, is }) => {
    for (const kernel of ['5.0', '5.10', '6.1', '6.12', '7.3'])
      expect([kernel, hex(applyFunction(kernelOf('arm64', kernel), name, { pte }))]).toEqual([
        kernel,
        hex(is),
      ]);
    expect(has(kernelOf('arm64', '4.19'), name)).toBe(false);
  });

  test.each(['arm64', 'i386', 'riscv64', 's390x', 'loongarch64'])(
    'pud_mkspecial() of %s changes nothing',
    (arch) => {
      expect(applyFunction(kernelOf(arch, '6.12'), 'pud_mkspecial', { pte: 0x4000_0041n })).toBe(
        0x4000_0041n,
      );
      expect(has(kernelOf(arch, '6.11'), 'pud_mkspecial')).toBe(false);
    },
  );

  // pte_user_exec(): no UXN. 42b2547137f5 (5.19), with pmd_user_exec().
  test('pud_user_exec()', () => {
    const answer = (kernel: string, value: bigint) =>
      answerOf(kernelOf('arm64', kernel), 'pud_user_exec', value);
    expect([answer('6.12', 0x4000_0041n), answer('6.12', (1n << 54n) | 0x4000_0041n)]).toEqual([true, false]);
    expect(answer('5.18', 0x4000_0041n)).toBeUndefined();
  });
});

// arch/x86/include/asm/pgtable.h has them for i386 too. With PAE __pud() and pud_val() leave PGD_ALLOWED_BITS alone since 4.19:
// no RW, no accessed and no dirty bit, but the SavedDirty bit 10 of 6.6. Without PAE every bit is left.
describe('operations on a pud of i386', () => {
  const pud = 0x1234_5001n;
  test.each([
    { name: 'pud_mkwrite', pte: pud | 0x62n, before: 0x1234_5063n },
    { name: 'pud_wrprotect', pte: pud | 0x62n, before: 0x1234_5061n },
    { name: 'pud_mkdirty', pte: pud, before: 0x1234_5041n },
    { name: 'pud_mkclean', pte: pud | 0x62n, before: 0x1234_5023n },
    { name: 'pud_mkyoung', pte: pud, before: 0x1234_5021n },
    { name: 'pud_mkold', pte: pud | 0x62n, before: 0x1234_5043n },
    { name: 'pud_mkhuge', pte: pud, before: 0x1234_5081n },
  ])('$name with PAE', ({ name, pte, before }) => {
    const made = (kernel: string) => hex(applyFunction(kernelOf('i386', kernel), name, { pte }));
    for (const kernel of ['4.14', '4.18']) expect([kernel, made(kernel)]).toEqual([kernel, hex(before)]);
    for (const kernel of ['4.19', '5.10', '6.1', '6.12', '7.3'])
      expect([kernel, made(kernel)]).toEqual([kernel, hex(pud)]);
  });

  test('pud_mkclean() with PAE clears SavedDirty since 6.6', () => {
    const made = (kernel: string) =>
      hex(applyFunction(kernelOf('i386', kernel), 'pud_mkclean', { pte: pud | 0x400n }));
    expect([made('6.5'), made('6.6'), made('6.12')]).toEqual([hex(pud | 0x400n), hex(pud), hex(pud)]);
  });

  test('pud_mkdevmap() and pud_modify() with PAE', () => {
    const kernel = kernelOf('i386', '6.12');
    expect(hex(applyFunction(kernel, 'pud_mkdevmap', { pte: pud | 0x62n }))).toBe(hex(pud));
    // PWT (8) and PCD (0x10) of the entry are kept, present comes from the protection.
    expect(hex(applyFunction(kernel, 'pud_modify', { pte: pud | 0x18n, prot: 0x25n }))).toBe(
      hex(pud | 0x18n),
    );
    expect(has(kernelOf('i386', '6.17'), 'pud_mkdevmap')).toBe(false);
    expect(has(kernelOf('i386', '6.11'), 'pud_modify')).toBe(false);
  });

  test('without PAE they are those of any entry', () => {
    const kernel = resolveKernel({ arch: 'i386', kernel: '5.10', paging: 2 });
    const made = (name: string, pte: bigint) => hex(applyFunction(kernel, name, { pte }));
    expect(made('pud_mkwrite', 0x1001n)).toBe('0x1003');
    expect(made('pud_wrprotect', 0x1003n)).toBe('0x1001');
    expect(made('pud_mkdirty', 0x1003n)).toBe('0x1043');
    expect(made('pud_mkclean', 0x1043n)).toBe('0x1003');
    expect(made('pud_mkold', 0x1021n)).toBe('0x1001');
    expect(made('pud_mkyoung', 0x1001n)).toBe('0x1021');
    expect(made('pud_mkhuge', 0x40_0001n)).toBe('0x400081');
  });
});

// v6.12 arch/x86/include/asm/pgtable.h pud_mkinvalid(): the frame is put in anew, without P; a frame of an entry that is not
// present and not empty is stored inverted, and cut to 1 GiB (PHYSICAL_PUD_PAGE_MASK). i386 with PAE: of the flags PWT is left.
test.each([
  { arch: 'x86_64', pte: 0x8000_0001_4000_00e7n, is: 0x800f_fffe_8000_00e6n },
  { arch: 'i386', pte: 0x1234_5009n, is: 0xf_ffff_c000_0008n },
])('pud_mkinvalid() of $arch', ({ arch, pte, is }) => {
  expect(hex(applyFunction(kernelOf(arch, '6.12'), 'pud_mkinvalid', { pte }))).toBe(hex(is));
  expect(has(kernelOf(arch, '6.11'), 'pud_mkinvalid')).toBe(false);
});

// c3cc2a4a3a23 "riscv: Add support for PUD THP" (6.16) arch/riscv/include/asm/pgtable.h, pgtable-64.h: each as of a pte; devmap (bit 9)
// up to 6.16. v7.0 pte_wrprotect() sets READ; special is bit 8.
describe('operations on a pud of riscv64', () => {
  const pud = 0x2000_00c7n;
  test.each([
    { name: 'pud_wrprotect', pte: pud, is: 0x2000_00c3n },
    { name: 'pud_mkwrite', pte: 0x2000_00c3n, is: pud },
    { name: 'pud_mkold', pte: pud, is: 0x2000_0087n },
    { name: 'pud_mkyoung', pte: 0x2000_0087n, is: pud },
    { name: 'pud_mkclean', pte: pud, is: 0x2000_0047n },
    { name: 'pud_mkdirty', pte: 0x2000_0047n, is: pud },
    { name: 'pud_mkhuge', pte: pud, is: pud },
    { name: 'pud_mkinvalid', pte: pud, is: 0x2000_00c6n },
  ])('$name', ({ name, pte, is }) => {
    for (const kernel of ['6.16', '6.18'])
      expect([kernel, hex(applyFunction(kernelOf('riscv64', kernel), name, { pte }))]).toEqual([
        kernel,
        hex(is),
      ]);
    expect(has(kernelOf('riscv64', '6.15'), name)).toBe(false);
  });

  test('the protection, the bit of a device, and special ones', () => {
    const [old, now] = [kernelOf('riscv64', '6.16'), kernelOf('riscv64', '7.2')];
    expect(hex(applyFunction(now, 'pud_modify', { pte: 0x2000_00d7n, prot: 0x13n }))).toBe('0x200000d3');
    expect(hex(applyFunction(old, 'pud_mkdevmap', { pte: pud }))).toBe(hex(pud | 0x200n));
    expect(has(kernelOf('riscv64', '6.17'), 'pud_mkdevmap')).toBe(false);
    expect([answerOf(old, 'pud_devmap', pud | 0x200n), answerOf(old, 'pud_devmap', pud)]).toEqual([
      true,
      false,
    ]);
    expect(answerOf(kernelOf('riscv64', '6.15'), 'pud_devmap', pud | 0x200n)).toBe(false);
    expect(hex(applyFunction(now, 'pud_mkspecial', { pte: pud }))).toBe(hex(pud | 0x100n));
  });
});

// Functions of upper levels that the headers of 6.1.192 and 6.12.111 have beside those that all architectures have.
describe('other functions of upper levels', () => {
  const answers = (kernel: Kernel, name: string, values: readonly bigint[]) =>
    values.map((value) => answerOf(kernel, name, value));

  // arch/x86/include/asm/pgtable.h p4d_large(), pgd_large(): no such pages, up to 6.8.
  test.each(['x86_64', 'i386'])('p4d_large() and pgd_large() of %s', (arch) => {
    for (const name of ['p4d_large', 'pgd_large']) {
      expect(answers(kernelOf(arch, '6.1'), name, [0n, 0x80n, 0x81n])).toEqual([false, false, false]);
      expect(answerOf(kernelOf(arch, '6.9'), name, 0x81n)).toBeUndefined();
    }
  });

  // include/linux/pgtable.h, and each header with transparent large pages; gone with the bit in 6.17.
  test.each(['x86_64', 'i386', 'arm64', 'riscv64', 's390x', 'powerpc64', 'loongarch64', 'arm'])(
    'pgd_devmap() of %s',
    (arch) => {
      expect(answers(kernelOf(arch, '6.12'), 'pgd_devmap', [0n, ~0n & 0xffff_ffffn])).toEqual([false, false]);
      expect(answerOf(kernelOf(arch, '6.17'), 'pgd_devmap', 0n)).toBeUndefined();
    },
  );

  // pgtable.h pgd_pfn(): PTE_PFN_MASK. i386: an unsigned long.
  test('pgd_pfn() of x86', () => {
    for (const kernel of ['6.1', '6.12']) {
      expect(answerOf(kernelOf('x86_64', kernel), 'pgd_pfn', 0x8000_0001_2345_6067n)).toBe(0x12_3456n);
      expect(answerOf(kernelOf('i386', kernel), 'pgd_pfn', 0x000f_ffff_f234_5001n)).toBe(0xffff_2345n);
    }
  });

  // pgtable_types.h p4d_flags(), pgd_flags(); pgtable.h pud_access_permitted(): of PGD_ALLOWED_BITS, no USER.
  test('flags and access of a page-directory pointer of i386 with PAE', () => {
    for (const name of ['p4d_flags', 'pgd_flags']) {
      expect(answerOf(kernelOf('i386', '6.12'), name, 0x1234_5067n | (1n << 63n))).toBe(0x1n);
      expect(answerOf(kernelOf('i386', '4.18'), name, 0x1234_5067n)).toBe(0x67n);
    }
    for (const how of ['read', 'write']) {
      expect(answerOf(kernelOf('i386', '6.12'), `pud_access_permitted_${how}`, 0x1234_5067n)).toBe(false);
      expect(answerOf(kernelOf('i386', '4.18'), `pud_access_permitted_${how}`, 0x1234_5067n)).toBe(true);
    }
  });

  // v6.12 arch/x86/include/asm/pgtable.h mksaveddirty_shift(), clear_saveddirty_shift(): bit 58, on i386 bit 10.
  test.each([
    { arch: 'x86_64', level: 'pte', bit: 58n },
    { arch: 'x86_64', level: 'pmd', bit: 58n },
    { arch: 'x86_64', level: 'pud', bit: 58n },
    { arch: 'i386', level: 'pte', bit: 10n },
    { arch: 'i386', level: 'pmd', bit: 10n },
  ])('SavedDirty of a $level of $arch', ({ arch, level, bit }) => {
    const kernel = kernelOf(arch, '6.12');
    const apply = (name: string, pte: bigint) => hex(applyFunction(kernel, `${level}_${name}`, { pte }));
    const saved = 1n << bit;
    expect(apply('mksaveddirty', 0xe5n)).toBe(hex(saved | 0xa5n));
    expect(apply('mksaveddirty', 0xe7n)).toBe('0xe7');
    expect(apply('clear_saveddirty', saved | 0xa7n)).toBe('0xe7');
    expect(apply('clear_saveddirty', saved | 0xa5n)).toBe(hex(saved | 0xa5n));
    expect(has(kernelOf(arch, '6.5'), `${level}_mksaveddirty`)).toBe(false);
  });

  // arch/arm64/include/asm/pgtable.h pmd_mkcont(): PMD_SECT_CONT, bit 52.
  test('pmd_mkcont() of arm64', () => {
    for (const kernel of ['6.1', '6.12', '7.3'])
      expect(hex(applyFunction(kernelOf('arm64', kernel), 'pmd_mkcont', { pte: 0x60_0000_4000_0f41n }))).toBe(
        '0x70000040000f41',
      );
  });

  // arch/powerpc/include/asm/book3s/64/pgtable.h p4d_write, p4d_access_permitted(): as of a pte; pmd_is_serializing(): 33258a1db165.
  test('p4d_write(), p4d_access_permitted(), pmd_is_serializing() of powerpc64', () => {
    for (const release of ['6.1', '6.12']) {
      const kernel = kernelOf('powerpc64', release);
      expect(answers(kernel, 'p4d_write', [LEAF | 0x6n, LEAF | 0xcn])).toEqual([true, false]);
      expect(
        answers(kernel, 'p4d_access_permitted_read', [LEAF | 0x4n, LEAF | 0xcn, PRESENT | 0x4n]),
      ).toEqual([true, false, false]);
      expect(answers(kernel, 'p4d_access_permitted_write', [LEAF | 0x6n, LEAF | 0x4n])).toEqual([
        true,
        false,
      ]);
      const invalid = 1n << 61n;
      expect(answers(kernel, 'pmd_is_serializing', [invalid | PTE, LEAF, invalid | LEAF, 0n])).toEqual([
        true,
        false,
        false,
        false,
      ]);
    }
    expect(answerOf(kernelOf('powerpc64', '5.1.11'), 'pmd_is_serializing', 0n)).toBeUndefined();
    expect(answerOf(kernelOf('powerpc64', '5.1.12'), 'pmd_is_serializing', 0n)).toBe(false);
  });

  // arch/arm/include/asm/pgtable.h pud_write(): pmd_write() of the same bits, L_PMD_SECT_RDONLY 1 << 58, which is a BUG() with short
  // descriptors; pgtable-3level.h, pgtable-2level.h pmd_hugewillfault(): not young (AF 0x400), or not writable.
  test('pud_write() and pmd_hugewillfault() of arm', () => {
    for (const release of ['6.1', '6.12']) {
      const [lpae, short] = [3, 2].map((paging) => resolveKernel({ arch: 'arm', kernel: release, paging }));
      if (!lpae || !short) throw new Error('two kinds');
      const readOnly = 1n << 58n;
      expect(answers(lpae, 'pud_write', [0x401n, readOnly | 0x401n])).toEqual([true, false]);
      expect(answers(lpae, 'pmd_hugewillfault', [0x401n, 0x1n, readOnly | 0x401n])).toEqual([
        false,
        true,
        true,
      ]);
      expect(answers(short, 'pmd_hugewillfault', [0n, 0x402n])).toEqual([false, false]);
      expect(answerOf(short, 'pud_write', 0n)).toBeUndefined();
    }
  });
});

// f7491d7c81db is of 14 September 2026. The pushes to the stable tree have it before "Linux 6.18.53" and "Linux 6.6.158", and the
// review of 7.2.7-rc1 begins with it of 7.2; 7.1.13, the last of 7.1, is of 2 September.
test.each([
  { kernels: ['6.6.158', '6.12.111', '6.18.53', '7.2.7', '7.2.13', '7.3'], keeps: true },
  { kernels: ['6.6', '6.6.157', '6.11', '6.12.110', '6.18.52', '7.1.13', '7.2', '7.2.6'], keeps: false },
])('pmd_modify() of x86_64 keeps a dirty page dirty on $kernels: $keeps', ({ kernels, keeps }) => {
  for (const kernel of kernels) {
    const made = applyFunction(resolveKernel({ kernel }), 'pmd_modify', {
      pte: 0x8000_0001_2340_08e7n,
      prot: 0x8000_0000_0000_0025n,
    });
    // Without RW dirty is SavedDirty, bit 58.
    expect([kernel, hex(made)]).toEqual([kernel, keeps ? '0x84000001234008a5' : '0x80000001234008a5']);
  }
});

// arm: the function of the header is read in 4.15, and 4.14 was not. powerpc64: that of 4.19 is read, and a header between 4.13 and
// 4.15-rc1 (pte_mkdevmap(), __HAVE_ARCH_PMD_WRITE) has none; which release brought it, and whether 4.14.y took it, is not known.
test.each([
  { arch: 'arm', paging: 2, unknown: ['4.14', '4.14.336'], known: ['4.15', '5.10'] },
  { arch: 'arm', paging: 3, unknown: ['4.14', '4.14.336'], known: ['4.15', '5.10'] },
  { arch: 'powerpc64', paging: undefined, unknown: ['4.14', '4.16', '4.18'], known: ['4.19', '5.10'] },
])(
  'pte_access_permitted() of $arch ($paging) has no answer on $unknown',
  ({ arch, paging, unknown, known }) => {
    const answer = (kernel: string, name: string) =>
      answerOf(resolveKernel({ arch, kernel, ...(paging === undefined ? {} : { paging }) }), name, 0n);
    const names = ['pte_access_permitted_read', 'pte_access_permitted_write'];
    for (const name of names) {
      for (const kernel of unknown) expect([kernel, answer(kernel, name)]).toEqual([kernel, undefined]);
      for (const kernel of known) expect([kernel, answer(kernel, name)]).toEqual([kernel, false]);
    }
  },
);
