import { describe, expect, test } from '@jest/globals';
import { readEntry } from '../../../src/core/entry/entry.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { conclude } from '../../../src/logs/conclude/conclude.ts';
import { subjectOf } from '../../helpers/log-subject.ts';

const kernel = resolveKernel({ kernel: 'debian-6.12' });
/** What is said of a pte that `pte_bad()` is true for: hints alone. */
const codesOf = (raw: bigint): string[] =>
  conclude('bad-entry', subjectOf(readEntry(kernel, raw, 'pte'))).map(({ code }) => code);

describe('what the value itself shows', () => {
  // Entries that were overwritten in a running kernel (test/fixtures/realkernel), and what was written over them.
  test.each([
    { raw: 0x6f77_206f_6c6c_6568n, code: 'ascii-text' },
    { raw: 0x0000_3a72_6f72_7265n, code: 'ascii-text' },
    { raw: 0x6b6b_6b6b_6b6b_6b6bn, code: 'poison-byte' },
    { raw: 0xffff_8880_03a4_1c00n, code: 'kernel-pointer' },
    { raw: 4n, code: 'single-bit' },
    { raw: 0x1000_0000n, code: 'single-bit' },
    { raw: 0x4000_0000_0000_0000n, code: 'single-bit' },
    { raw: 0x8000_0000_0208_7866n, code: 'present-bit-lost' },
  ])('$code', ({ raw, code }) => {
    expect(codesOf(raw)).toEqual([code]);
  });

  // Entries as the same kernel makes them: nothing to hint at.
  test.each([
    0x8000_0000_02e7_3867n,
    0x8400_0000_02e5_1c25n,
    0x040f_ffff_fd19_3920n,
    0x07ff_ffff_ffff_e80an,
    0x07ff_ffff_ffff_d60en,
    0xffff_ffff_ffff_fc00n,
    0xffff_ffff_ffff_fa00n,
    0xdfff_ffff_fe7c_3400n,
    0x0fff_ffff_ffdb_9600n,
    0n,
    0x20n,
  ])('nothing about %s', (raw) => {
    expect(codesOf(raw)).toEqual([]);
  });
});

// v6.12 include/linux/poison.h; an object that is counted down after it was freed keeps seven bytes of eight.
test.each([
  { arch: 'x86_64', raw: 0x6b6b_6b6b_6b6b_6b6an, said: 'every byte but bits 7-0 is 0x6b' },
  { arch: 'x86_64', raw: 0x5a5a_5a5a_5a5a_5aa5n, said: 'every byte but bits 7-0 is 0x5a' },
  { arch: 'x86_64', raw: 0x6b6b_6b4b_6b6b_6b6bn, said: 'every byte but bits 39-32 is 0x6b' },
  { arch: 'x86_64', raw: 0x6b6b_6b6b_6b6b_6a6an, said: undefined },
  { arch: 'i386', raw: 0x6b6b_6b6bn, said: 'every byte is 0x6b' },
  { arch: 'x86_64', raw: 0x6b6b_6b6bn, said: undefined },
  { arch: 'x86_64', raw: 0xffff_ffff_ffff_ffffn, said: 'every byte is 0xff' },
  { arch: 'x86_64', raw: 0xffff_ffff_ffff_ff00n, said: undefined },
])('poison of $arch: $raw', ({ arch, raw, said }) => {
  const paging = arch === 'i386' ? { paging: 2 } : {};
  const other = readEntry(resolveKernel({ arch, kernel: '6.12', ...paging }), raw, 'pte');
  const texts = conclude('bad-entry', subjectOf(other)).filter(({ code }) => code !== 'single-bit');
  expect(texts.find(({ code }) => code === 'poison-byte')?.text.split(':')[0]).toBe(said);
  if (said !== undefined) expect(texts.map(({ code }) => code)).toEqual(['poison-byte']);
});

describe('each machine has its own', () => {
  // v6.12 Documentation: arch/x86/x86_64/mm.rst (direct map with 5 levels), arch/arm64/memory.rst (linear map, 48 bits);
  // z/Architecture Principles of Operation: no halves. RISC-V privileged specification 20211203, 4.4: PPN from bit 10.
  test.each([
    { name: 'a pointer, 5 levels', spec: { paging: 5 }, raw: 0xff11_8880_03a4_1c00n, said: 'kernel memory' },
    { name: 'no pointer, 4 levels', spec: {}, raw: 0xff11_8880_03a4_1c00n, said: '' },
    {
      name: 'a pointer of arm64',
      spec: { arch: 'arm64' },
      raw: 0xffff_0000_03a4_1400n,
      said: 'kernel memory',
    },
    { name: 'no pointer of s390x', spec: { arch: 's390x' }, raw: 0xffff_8880_03a4_1c04n, said: '' },
    // v6.12 arch/powerpc/include/asm/book3s/64/pgtable.h pte_protnone, _PAGE_PRESENT, _PAGE_PTE; no kernel sets bit 6.
    { name: 'no pointer of powerpc64', spec: { arch: 'powerpc64' }, raw: 0xc000_0000_1234_0100n, said: '' },
    {
      name: 'a pointer of powerpc64',
      spec: { arch: 'powerpc64' },
      raw: 0xc000_0000_1234_5140n,
      said: 'kernel memory',
    },
    {
      name: 'a page of riscv64',
      spec: { arch: 'riscv64' },
      raw: 0x2008_00d6n,
      said: 'with bit 0 it would be an ordinary page of a process, pfn 0x80200:',
    },
  ])('$name', ({ spec, raw, said }) => {
    const entry = readEntry(resolveKernel({ kernel: '6.12', ...spec }), raw, 'pte');
    expect(
      conclude('bad-entry', subjectOf(entry))
        .map(({ text }) => text)
        .join(),
    ).toMatch(said === '' ? /^$/ : said);
  });
});
