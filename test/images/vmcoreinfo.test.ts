import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseVmcoreinfo } from '../../src/images/vmcoreinfo.ts';

const parse = (text: string) => parseVmcoreinfo(Buffer.from(text, 'latin1'));

describe('parseVmcoreinfo', () => {
  test('reads what the kernel writes (lines of a 6.1 kernel)', () => {
    const info = parse(
      'OSRELEASE=6.1.0-56-amd64\nBUILD-ID=eb4fbcd037e7253717950bf2b93bd5566f47c56f\nPAGESIZE=4096\n' +
        'SYMBOL(swapper_pg_dir)=ffffffffa7210000\nNUMBER(MAX_PHYSMEM_BITS)=46\nNUMBER(phys_base)=-478150656\n' +
        'NUMBER(pgtable_l5_enabled)=0\nKERNELOFFSET=24800000\nNUMBER(sme_mask)=0\n',
    );
    expect(info).toMatchObject({
      release: '6.1.0-56-amd64',
      buildId: 'eb4fbcd037e7253717950bf2b93bd5566f47c56f',
      pageSize: 4096,
      maxPhysmemBits: 46,
      physBase: -478150656n,
      smeMask: 0n,
      kernelOffset: 0x24800000n,
    });
    expect(info.symbols.get('swapper_pg_dir')).toBe(0xffffffffa7210000n);
  });

  test('five levels, and an encryption mask', () => {
    const info = parse(
      'NUMBER(pgtable_l5_enabled)=1\nNUMBER(sme_mask)=140737488355328\nNUMBER(VMALLOC_START)=0xffffcd2fc0000000\n',
    );
    expect(info).toMatchObject({ smeMask: 1n << 47n, release: undefined });
    expect(info.numbers.get('VMALLOC_START')).toBe(0xffffcd2fc0000000n);
  });

  test('control characters and lines of another form are passed over', () => {
    const info = parse(
      'OSRELEASE=\x1b[31m6.1\nPAGESIZE=huge\nKERNELOFFSET=zz\nSYMBOL(a)=xyz\nNUMBER(b)=\n\0\0\0',
    );
    expect(info).toMatchObject({ release: undefined, pageSize: undefined, kernelOffset: undefined });
    expect(info.symbols.size + info.numbers.size).toBe(0);
  });

  test('what stands twice, and differs, is not read, and said', () => {
    const info = parse(
      'OSRELEASE=6.12.1\nPAGESIZE=4096\nPAGESIZE=4096\nOSRELEASE=4.14.0\nNUMBER(phys_base)=0\nNUMBER(phys_base)=4096',
    );
    expect(info).toMatchObject({ release: undefined, pageSize: 4096, physBase: undefined });
    expect(info.doubts).toEqual([
      'OSRELEASE stands in VMCOREINFO as 6.12.1 and as 4.14.0: not read',
      'NUMBER(phys_base) stands in VMCOREINFO as 0 and as 4096: not read',
    ]);
  });

  test.each([
    'OSRELEASE=\x1b[31m6.1',
    `OSRELEASE=6.12.${'1'.repeat(80)}`,
    'OSRELEASE=',
    'PAGESIZE=huge',
    'PAGESIZE=0',
    'PAGESIZE=-4096',
    'PAGESIZE=4095',
    'PAGESIZE=99999999999999999999999',
    'KERNELOFFSET=zz',
    'SYMBOL(swapper_pg_dir)=xyz',
    'NUMBER(phys_base)=99999999999999999999',
    'NUMBER(phys_base)=-99999999999999999999',
    'NUMBER(sme_mask)=4096',
    'NUMBER(sme_mask)=-1',
    'NUMBER(pgtable_l5_enabled)=',
  ])('a value that cannot be is not read, and said: %j', (line) => {
    const info = parse(`${line}\nSIZE(list_head)=16\nCRASHTIME=1\n`);
    expect(info).toMatchObject({
      release: undefined,
      pageSize: undefined,
      physBase: undefined,
      smeMask: undefined,
    });
    expect(info.doubts).toEqual([expect.stringContaining(line.split('=')[0] ?? '')]);
    expect(info.doubts.join('').length).toBeLessThan(200);
  });

  test('doubts do not grow with the text', () => {
    const lines = Array.from({ length: 2000 }, (_, i) => `NUMBER(a${i})=x`);
    expect(parse(lines.join('\n')).doubts).toHaveLength(8);
  });

  test('any bytes parse', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void parseVmcoreinfo(bytes)),
      { seed: 1, numRuns: 500 },
    );
  });
});
