import { describe, expect, test } from '@jest/globals';
import { imageRecord, type ImageReport, renderImage } from '../../../../src/cli/commands/image/view.ts';
import { plainPalette } from '../../../../src/records/text/palette.ts';
import { pagesMemory } from '../../../helpers/real-kernels.ts';

const report: ImageReport = {
  info: {
    ...pagesMemory([]).info,
    path: 'vm\u001b[31mcore',
    summary: 'ELF core, 64 bits',
    fileSize: Infinity,
    machine: 'x86_64',
    release: '6.12.117+deb12-amd64',
    cpus: [{ cpu: 0, cr3: 0x3851801n, cr4: 0x6f0n }, { cpu: 1 }],
    notes: ['the file is cut short'],
  },
  ranges: [{ start: 0n, end: 0x9_f000n }],
  rangeCount: 3,
  bytes: 0x10_0000n,
  kernel: 'debian-6.12',
  paging: 4,
  encBit: undefined,
};

describe('renderImage', () => {
  const text = renderImage(report, plainPalette);

  test.each([
    { line: 'format      ELF core, 64 bits, x86_64' },
    { line: 'kernel      6.12.117+deb12-amd64 (--kernel debian-6.12)' },
    { line: 'paging      4 levels' },
    { line: 'CPU 0       CR3 0x3851801, CR4 0x6f0' },
    { line: 'CPU 1       no registers that pte-decode reads' },
    { line: 'memory      1 MiB in 3 ranges' },
    { line: '            … and 2 more (--json has all)' },
    { line: 'note        the file is cut short' },
  ])('$line', ({ line }) => {
    expect(text.split('\n')).toContain(line);
  });

  test('leaves out what is not known; a hostile name stays text', () => {
    expect(text).not.toMatch(/^(size|encryption|KASLR|phys_base)/m);
    expect(text).not.toContain('\u001b');
  });
});

test('imageRecord: null for what is not known, addresses as text', () => {
  expect(imageRecord(report)).toMatchObject({
    file_size: null,
    release: '6.12.117+deb12-amd64',
    kernel: 'debian-6.12',
    enc_bit: null,
    phys_base: null,
    symbols: {},
    cpus: [
      { cpu: 0, cr3: '0x3851801', cr4: '0x6f0', pc: null },
      { cpu: 1, cr3: null, cr4: null, pc: null },
    ],
    memory: [{ start: '0x0', end: '0x9f000' }],
    memory_bytes: 0x10_0000,
  });
});

test('imageRecord: what VMCOREINFO says; a kernel loaded below its link address has a negative phys_base', () => {
  const vmcoreinfo = {
    release: '6.12.0',
    pageSize: 4096,
    buildId: 'abcd',
    physBase: -0x200000n,
    kernelOffset: 0x1c00_0000n,
    smeMask: 1n << 47n,
    maxPhysmemBits: undefined,
    numbers: new Map<string, bigint>(),
    members: new Map<string, bigint>(),
    offsets: new Map<string, bigint>(),
    settings: new Set<string>(),
    doubts: [],
    symbols: new Map([['swapper_pg_dir', 0xffff_ffff_8220_0000n]]),
  };
  expect(imageRecord({ ...report, info: { ...report.info, vmcoreinfo } })).toMatchObject({
    release: '6.12.0',
    phys_base: '-0x200000',
    kernel_offset: '0x1c000000',
    sme_mask: '0x800000000000',
    symbols: { swapper_pg_dir: '0xffffffff82200000' },
  });
});
