import { describe, expect, test } from '@jest/globals';
import { decodeEntry } from '../../../src/core/verdicts/decode.ts';
import { parseConfigText } from '../../../src/kernel/dot-config.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { kernelLine, kernelName } from '../../../src/records/text/kernel-id.ts';
import { meansText, renderLong, wrap } from '../../../src/records/text/text.ts';
import { ARCHITECTURES } from '../../../src/arch/index.ts';
import { QUESTIONS } from '../../../src/core/verdicts/questions.ts';
import { kernelsOf } from '../../helpers/architectures.ts';
import { randomValues } from '../../helpers/values.ts';
import { plainPalette } from '../../../src/records/text/palette.ts';

const style = { palette: plainPalette, width: 60 };

describe('the long view', () => {
  test('a kernel in a few words', () => {
    expect(kernelName(resolveKernel({ kernel: 'debian-6.1' }))).toBe('Linux 6.1.192 (debian-6.1), x86_64');
    expect(kernelName(resolveKernel({ kernel: 'uffd-wp-special' }))).toMatch(
      /^Linux 5\.11 with the patch, x86_64$/,
    );
    expect(
      kernelName(resolveKernel({ kernel: '6.1', paging: 5, config: new Map([['DEVICE_PRIVATE', true]]) })),
    ).toBe('Linux 6.1 (1 symbol differs), x86_64, paging=5');
    expect(kernelLine(resolveKernel({ kernel: 'debian-6.1' }))).toBe(
      'kernel debian-6.1: Linux 6.1.192, x86_64, 4-level paging',
    );
  });

  test('an ordinary page: what it is and whether uffd-wp is set, the rules in one line', () => {
    const kernel = resolveKernel({ kernel: '6.12' });
    const heading = { kernel: kernelName(kernel), why: '--explain' };
    const wide = { ...style, width: 80 };
    // A page of a real kernel: test/fixtures/realkernel, written and write-protected again.
    expect(renderLong(decodeEntry(kernel, 0x8400000002bcbc25n), { kernel }, wide, { heading })).toBe(
      [
        '0x8400000002bcbc25  present  uffd-wp                          Linux 6.12, x86_64',
        '  page     4 KiB, pfn 0x2bcb, physical 0x2bcb000',
        '  access   user, read-only, no-execute',
        '  state    uffd-wp yes  soft-dirty yes  dirty yes (saved)  accessed yes',
        '  flags    _PAGE_NX _PAGE_SAVED_DIRTY _PAGE_SOFT_DIRTY _PAGE_UFFD_WP',
        '           _PAGE_ACCESSED _PAGE_USER _PAGE_PRESENT',
        '  rules    1 holds  2 fails  3 (bit 2 is _PAGE_USER)  4 holds  why: --explain',
        '',
      ].join('\n'),
    );
  });

  test('a kernel whose name has no room beside the entry is said in fewer words', () => {
    const kernel = resolveKernel({ kernel: 'uffd-wp-special' });
    const heading = {
      kernel: `assumed: ${kernelName(kernel)}`,
      brief: 'assumed: Linux 5.11 with the patch',
      why: '',
    };
    const lines = renderLong(decodeEntry(kernel, 4n), { kernel }, { ...style, width: 80 }, { heading }).split(
      '\n',
    );
    expect(lines[0]).toBe('0x0000000000000004  uffd-wp-special  uffd-wp  assumed: Linux 5.11 with the patch');
    expect(lines.at(-2)).toBe('  kernel   x86_64');
  });

  test('a page that may not be touched gives no access now', () => {
    const kernel = resolveKernel({ kernel: 'debian-6.12' });
    // A page of a real kernel under PROT_NONE: test/fixtures/realkernel, anon_protnone.
    expect(renderLong(decodeEntry(kernel, 0x000ffffffd616960n), { kernel }, style)).toMatch(
      /^ {2}access {3}none now; its mapping says what it allows else$/m,
    );
  });

  // v6.12 arch/loongarch/include/asm/pgtable.h pmd_none: an empty pmd points to invalid_pte_table.
  test('a table of loongarch64 can be the one that an empty entry points to', () => {
    const kernel = resolveKernel({ arch: 'loongarch64', kernel: '6.12' });
    const meaning = (raw: bigint, level: 'pmd' | 'pte'): string =>
      renderLong(decodeEntry(kernel, raw, { level }), { kernel }, { ...style, width: 200 });
    expect(meaning(0x9000_0000_0022_4000n, 'pmd')).toContain(
      'or to that of invalid entries (another in each kernel)',
    );
    expect(meaning(0n, 'pte')).not.toContain('invalid entries');
  });

  test('red is for what is wrong', () => {
    const marked = { palette: (role: string, text: string) => `<${role}>${text}`, width: 100 };
    const kernel = resolveKernel({ kernel: '6.12' });
    for (const raw of [0n, 0x67n, 0x8400000002bcbc25n, 0x0fffffffffdb9600n, 0x0fffffffffdb9604n])
      expect(renderLong(decodeEntry(kernel, raw), { kernel }, marked, { reasons: true })).not.toContain(
        '<bad>',
      );
    expect(renderLong(decodeEntry(kernel, 0x07fffffffffbfe1en), { kernel }, marked)).toContain('<bad>');
  });

  test('every entry says whether uffd-wp is set, and of a page what pte_young() answers', () => {
    const wide = { ...style, width: 1000 };
    for (const { arch } of ARCHITECTURES)
      for (const kernel of kernelsOf(arch))
        for (const raw of [0n, ...randomValues(40, kernel.entryBits)]) {
          const entry = decodeEntry(kernel, raw);
          const said = /^ {2}state {4}(.*)$/m.exec(renderLong(entry, { kernel }, wide))?.[1];
          const uffdWp = QUESTIONS.uffd_wp.of(entry);
          expect(said).toMatch(
            uffdWp ? /^uffd-wp yes/ : uffdWp === null ? /^uffd-wp - \(no such bit in / : /^uffd-wp no(?! \()/,
          );
          if (entry.form === 'leaf' || entry.form === 'protnone')
            expect(QUESTIONS.accessed_bit.of(entry)).toBe(QUESTIONS.young.of(entry));
        }
  });

  test('what was assumed of the machine where a .config only allows it', () => {
    const config = parseConfigText('CONFIG_RISCV_ISA_SVNAPOT=y\nCONFIG_RISCV_ISA_SVPBMT=y\n');
    expect(kernelLine(resolveKernel({ arch: 'riscv64', kernel: '6.12', config }))).toMatch(
      / 4-level paging; assumed of the CPU: without Svnapot \(RISCV_ISA_EXT_SVNAPOT=n\), without Svpbmt \(RISCV_ISA_EXT_SVPBMT=n\)$/,
    );
  });

  // v6.19 arch/riscv/include/asm/pgtable.h pgtable_supports_uffd_wp(), pgtable_supports_soft_dirty(): asked of the CPU at run time.
  test('what was assumed of the machine where nobody says a word', () => {
    const line = (kernel: string): string => kernelLine(resolveKernel({ arch: 'riscv64', kernel }));
    expect(line('6.19')).toMatch(/; assumed of the CPU: with Svrsw60t59b \(RISCV_ISA_EXT_SVRSW60T59B=y\)$/);
    expect(line('6.19,RISCV_ISA_EXT_SVRSW60T59B=y')).not.toContain('assumed');
    expect(line('6.19,RISCV_ISA_EXT_SVRSW60T59B=n')).not.toContain('assumed');
    expect(line('6.19,CONFIG_RISCV_ISA_SVRSW60T59B=n')).not.toContain('assumed');
    expect(line('6.18')).not.toContain('assumed');
  });

  test('says what the special pte is, with the four rules', () => {
    const kernel = resolveKernel({ kernel: 'uffd-wp-special' });
    const lines = renderLong(decodeEntry(kernel, 4n), { kernel }, style).split('\n');
    expect(lines[0]).toMatch(/^0x0000000000000004 {2}uffd-wp-special/);
    expect(lines.filter((line) => /^ {2}rule [1-4] {3}holds {2}/.test(line))).toHaveLength(4);
  });

  test('unknown, reserved and missing bits are shown as masks', () => {
    const kernel = resolveKernel({ kernel: '6.12' });
    const text = renderLong(decodeEntry(kernel, 0x07fffffffffbfe1en), { kernel }, style);
    expect(text).toContain('  reserved 0x10: must be zero\n');
  });

  test('the device of a swap entry is named where it is known', () => {
    const kernel = resolveKernel({ kernel: 'debian-6.12' });
    const devices = new Map([[0, '/dev/zram0']]);
    expect(renderLong(decodeEntry(kernel, 0x07fffffffffbfe0en), { kernel, devices }, style)).toContain(
      '/dev/zram0',
    );
  });

  test('no line is wider than the terminal, and no word is lost', () => {
    const words = Array.from({ length: 40 }, (_, n) => `word${n}`);
    const lines = wrap('note', words.join(' '), 40);
    expect(lines.every((line) => line.length <= 40)).toBe(true);
    expect(lines[0]).toMatch(/^ {2}note {5}word0 /);
    expect(lines.join(' ').match(/word\d+/g)).toEqual(words);
  });

  test('a word that is wider than the terminal stays whole', () => {
    expect(wrap('flags', 'x'.repeat(50), 20)).toEqual([`  flags    ${'x'.repeat(50)}`]);
  });
});

// v6.12 mm/swapfile.c get_swap_device: such entries are bad, the kernel finds no page by them.
test.each([
  { raw: 0x12380n, arch: 'arm64', kernel: '5.10', why: 'type 32' },
  { raw: 0x4n, arch: 'x86_64', kernel: '6.12', why: 'an offset of 50 bits' },
  { raw: 0x07ff_ffff_ffff_fe00n, arch: 'x86_64', kernel: '6.12', why: 'slot 0, the header' },
])('$why: nothing is said to be swapped out', ({ raw, ...spec }) => {
  expect(meansText(decodeEntry(resolveKernel(spec), raw))).toBe(
    'no slot of any swap area: nothing is swapped out to it',
  );
});

// v6.12 arch/arm/include/asm/pgtable-3level.h pud_bad; arch/x86/include/asm/pgtable.h p4d_bad: present, and no table for the CPU.
test.each([
  { spec: { kernel: '6.12', arch: 'arm', paging: 3 }, level: 'pgd', raw: 0x4000_0711n },
  { spec: { kernel: '6.12' }, level: 'pgd', raw: 0x4000_00e7n },
] as const)('a table that is none for the CPU: $raw', ({ spec, level, raw }) => {
  expect(meansText(decodeEntry(resolveKernel(spec), raw, { level }))).toBe(
    'a table for the kernel, and none for the CPU',
  );
});

test('a slot that can be: the page is swapped out to it', () => {
  expect(meansText(decodeEntry(resolveKernel({ kernel: '6.12' }), 0x0fff_ffff_ffdb_9600n))).toMatch(
    /^the page is swapped out to this slot/,
  );
});

// include/linux/swap.h: with CONFIG_DEVICE_PRIVATE the types of swap areas end before those of device memory.
test('an entry whose type hangs on how the kernel is built is said to be the one or the other', () => {
  const means = (config: readonly (readonly [string, boolean])[]): string => {
    const kernel = resolveKernel({ kernel: '6.1', config: new Map(config) });
    return renderLong(decodeEntry(kernel, 0xcfff_ffff_fffd_b604n), { kernel }, { ...style, width: 200 });
  };
  expect(means([])).toMatch(/means .*swapped out to this slot.*; or migration, if CONFIG_DEVICE_PRIVATE=y/);
  expect(means([['DEVICE_PRIVATE', false]])).not.toContain('migration, if');
  expect(means([['DEVICE_PRIVATE', true]])).toMatch(/migration/);
});
