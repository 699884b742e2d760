import { describe, expect, test } from '@jest/globals';
import { decodeEntry } from '../../src/core/decode.ts';
import { parseConfigText } from '../../src/kernel/config.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';
import { kernelLine, renderLong, wrap } from '../../src/records/text.ts';
import { plainPalette } from '../../src/records/palette.ts';

const style = { palette: plainPalette, width: 60 };

describe('the long view', () => {
  test('the kernel that was assumed, with the patch where it has it', () => {
    expect(kernelLine(resolveKernel({ kernel: 'debian-6.1' }))).toBe(
      'kernel debian-6.1: Linux 6.1.192, x86_64, 4-level paging',
    );
    expect(kernelLine(resolveKernel({ kernel: 'uffd-wp-special' }))).toContain(' + uffd-wp special pte, ');
  });

  test('what was assumed of the machine where a .config only allows it', () => {
    const config = parseConfigText('CONFIG_RISCV_ISA_SVNAPOT=y\nCONFIG_RISCV_ISA_SVPBMT=y\n');
    expect(kernelLine(resolveKernel({ arch: 'riscv64', kernel: '6.12', config }))).toMatch(
      / 4-level paging; assumed of the CPU: without Svnapot \(RISCV_ISA_EXT_SVNAPOT=n\), without Svpbmt \(RISCV_ISA_EXT_SVPBMT=n\)$/,
    );
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
    expect(text).toContain('  reserved 0x0000000000000010\n');
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
