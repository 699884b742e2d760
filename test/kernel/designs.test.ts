import { describe, expect, test } from '@jest/globals';
import { configVariants, designsOf, kernelsOfAll } from '../../src/kernel/designs.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';
import { ARCHITECTURES } from '../../src/arch/index.ts';

const rules = (verdict: ReturnType<typeof designsOf>[number]['verdict']): string =>
  verdict
    ? ['1', '2', '3', '4']
        .filter((id) => Object.entries(verdict.rules).some(([key, rule]) => key === id && rule.holds))
        .join('')
    : '';

describe('configVariants', () => {
  test('x86_64: without CONFIG_HAVE_ARCH_USERFAULTFD_WP the value is 0 and matches every empty entry', () => {
    const [withBit, withoutBit, without] = configVariants(resolveKernel(), 0x4n);
    expect(withBit).toMatchObject({ value: 0x4n, matchesEmpty: false });
    expect(rules(withBit?.verdict ?? null)).toBe('1234');
    expect(withoutBit).toMatchObject({ value: 0n, matchesEmpty: true });
    expect(withoutBit?.text).toContain('spurious match');
    expect(withoutBit?.verdict?.rules['1'].holds).toBe(false);
    expect(without).toMatchObject({ value: null, verdict: null, matchesEmpty: false });
  });

  // docs/kernels.md: whether a 4.18 of Red Hat has the bits of 5.7 its build tells; 4.14 has none.
  test.each([
    {
      spec: { kernel: '4.18', config: new Map([['UFFD_WP_BACKPORT', true]]) },
      text: 'whether this build has',
    },
    { spec: { kernel: '4.14' }, text: 'this kernel cannot be configured so' },
  ])('$text', ({ spec, text }) => {
    expect(configVariants(resolveKernel(spec), 0x4n)[0]?.text).toContain(text);
  });

  // v5.7 to v7.3 arch/x86/Kconfig: select HAVE_ARCH_USERFAULTFD_WP if X86_64 && USERFAULTFD; v6.19 arch/riscv/Kconfig: if
  // RISCV_ISA_SVRSW60T59B (and arch/riscv/include/asm/pgtable-bits.h: the mask is 0 on a CPU without the extension).
  test.each([
    { kernel: 'uffd-wp-special,CONFIG_HAVE_ARCH_USERFAULTFD_WP=n', candidate: 0x4n },
    { kernel: 'uffd-wp-special,CONFIG_USERFAULTFD=n', candidate: 0x4n },
    { kernel: '6.12,CONFIG_HAVE_ARCH_USERFAULTFD_WP=n', candidate: 0x4n },
    { kernel: '6.12,CONFIG_USERFAULTFD=n', candidate: null },
    { kernel: '6.19,CONFIG_RISCV_ISA_SVRSW60T59B=n,arch=riscv64', candidate: 0x10n },
    { kernel: '6.19,CONFIG_RISCV_ISA_SVRSW60T59B=n,arch=riscv64', candidate: null },
  ])('$kernel: the row with uffd-wp is of a build that has it', ({ kernel, candidate }) => {
    const plain = kernel.replace(/CONFIG_[^,]*,?/, '').replace(/,$/, '');
    const variants = configVariants(resolveKernel({ kernel }), candidate);
    expect(variants).toEqual(configVariants(resolveKernel({ kernel: plain }), candidate));
    const [withBit] = variants;
    expect(withBit).toMatchObject({ value: kernel.includes('riscv64') ? 0x10n : 0x4n });
    expect(rules(withBit?.verdict ?? null)).toBe('1234');
  });

  test('what the machine lacks is none of the configuration', () => {
    const kernel = resolveKernel({ kernel: '6.19,RISCV_ISA_EXT_SVRSW60T59B=n,arch=riscv64' });
    expect(configVariants(kernel, 0x10n)[0]).toMatchObject({ value: null, verdict: null });
    expect(configVariants(kernel, 0x10n)[0]?.text).toContain('on this machine');
  });

  // v6.12 arch/s390/Kconfig and v6.9 arch/arm64/Kconfig do not select HAVE_ARCH_USERFAULTFD_WP.
  test.each([
    { arch: 's390x', kernel: '6.12' },
    { arch: 'arm64', kernel: '6.9' },
  ])('$arch $kernel: no such build, with a candidate and without', (spec) => {
    const kernel = resolveKernel(spec);
    const [row] = configVariants(kernel, 0x4n);
    expect(row).toMatchObject({ value: null, verdict: null });
    expect(row?.text).toContain('cannot be configured so');
    expect(configVariants(kernel, null)).toEqual(configVariants(kernel, 0x4n));
  });

  test.each([
    { arch: 'arm64', matchesEmpty: true },
    { arch: 'riscv64', matchesEmpty: true },
    { arch: 'loongarch64', matchesEmpty: true },
    { arch: 'powerpc64', matchesEmpty: true },
    { arch: 'i386', matchesEmpty: true },
    // Empty is 0x400 there, so the value 0 is neither empty nor present.
    { arch: 's390x', matchesEmpty: false },
  ])('$arch: 0 matches empty entries: $matchesEmpty', ({ arch, matchesEmpty }) => {
    const [, withoutBit] = configVariants(resolveKernel({ arch }), 0x8n);
    expect(withoutBit?.matchesEmpty).toBe(matchesEmpty);
  });
});

describe('designsOf', () => {
  test.each([
    // Sources: the patch; arch/*/include/asm/pgtable.h of the releases; swap type 1 with offset 0 computed by hand.
    { arch: 'x86_64', kernel: '6.12', bare: 0x4n, pair: 0x0ffffffffffffe04n, marker: 0xfffffffffffffc00n },
    { arch: 'x86_64', kernel: '6.1', bare: 0x4n, pair: 0x0ffffffffffffe04n, marker: 0xf7fffffffffffc00n },
    { arch: 'arm64', kernel: '6.10', bare: 0x8n, pair: 0x48n, marker: 0x17c0n },
    { arch: 'riscv64', kernel: '6.19', bare: 0x10n, pair: 0x90n, marker: 0x1f80n },
  ])('$arch $kernel: each design has its value', ({ bare, pair, marker, ...spec }) => {
    const designs = designsOf(resolveKernel(spec));
    expect(designs.map((design) => design.value)).toEqual([bare, pair, marker]);
    expect(designs.map((design) => rules(design.verdict))).toEqual(['1234', '1234', '12']);
  });

  test('before 5.19 there is no marker, and without a uffd-wp bit no bare-bit value', () => {
    const [bare, , marker] = designsOf(resolveKernel({ arch: 'powerpc64', kernel: '5.18' }));
    expect([bare?.value, marker?.value]).toEqual([null, null]);
    expect(marker?.remark).toContain('5.19');
  });
});

describe('kernelsOfAll', () => {
  test('one kernel of each architecture, the newest where the release is too old for the tables', () => {
    const kernels = kernelsOfAll({ kernel: '5.11' });
    expect(kernels.map(({ arch }) => arch)).toEqual(ARCHITECTURES.map(({ arch }) => arch));
    expect(kernels.find(({ arch }) => arch === 'loongarch64')?.release).toBe('7.3');
    expect(kernels.find(({ arch }) => arch === 'arm64')?.release).toBe('5.11');
  });
});
