import { afterAll, expect, test } from '@jest/globals';
import { runOnDisk } from '../../../helpers/fake-io.ts';
import { writeCore, writeNote } from '../../../helpers/image-writer.ts';
import { temporaryFolder } from '../../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** From 0x1000 on; at 0x2000 an empty entry of a region-second table of s390x: _REGION2_ENTRY_EMPTY. */
const MEMORY = new Uint8Array(0x8000);
MEMORY[0x1007] = 0x28;
let cores = 0;
/** A core of a machine with one page of zeros at 0x1000, and VMCOREINFO with these lines. */
function core(machine: number, ...lines: string[]): string {
  const littleEndian = machine !== S390;
  const text = Buffer.from([...lines, ''].join('\n'));
  const note = { type: 4, bytes: writeNote('VMCOREINFO', 0, text, littleEndian) };
  return folder.write(
    `core-${cores++}`,
    writeCore({
      machine,
      littleEndian,
      segments: [note, { paddr: 0x1000n, bytes: MEMORY }],
    }),
  );
}

const X86 = 62;
const RISCV = 243;
const ARM64 = 183;
const S390 = 22;
const raw = (): readonly string[] => [
  '--memory',
  folder.write('raw', new Uint8Array(0x9000)),
  '--memory-base',
  '0',
];
const PGD = ['--pgd', '0x1000'];

test.each([
  {
    name: 'levels of the image, release of the image',
    words: [core(X86, 'OSRELEASE=6.6.30', 'NUMBER(pgtable_l5_enabled)=1'), ...PGD],
    says: '5 levels (from the image: 6.6.30); top',
  },
  {
    name: 'levels of the image alone',
    words: [core(X86, 'NUMBER(pgtable_l5_enabled)=0'), ...PGD],
    says: '4 levels (release assumed: the image does not say); top',
  },
  {
    name: 'an option that the image contradicts',
    words: [core(X86, 'OSRELEASE=6.6.30', 'NUMBER(pgtable_l5_enabled)=1'), '--paging', '4', ...PGD],
    says: '4 levels (from the image: 6.6.30; levels by --paging); top',
  },
  {
    name: 'satp as --pgd',
    words: [core(RISCV, 'OSRELEASE=6.6.30'), '--pgd', '0x8000000000000001'],
    says: '3 levels (from the image: 6.6.30; levels by --pgd); top',
  },
  {
    name: 'satp and --paging',
    words: [core(RISCV), '--pgd', '0x9000000000000001', '--paging', '4'],
    says: '4 levels; assumed of the CPU: with Svrsw60t59b (RISCV_ISA_EXT_SVRSW60T59B=y) (release assumed: the image does not say; levels by --pgd and --paging); top',
  },
  {
    name: 'the whole ASCE as --pgd',
    words: [core(S390, 'OSRELEASE=6.6.30'), '--pgd', '0x100b'],
    says: '4 levels (from the image: 6.6.30; levels by --pgd); top',
  },
  {
    name: 'the address of a region-second table: its entries say it',
    words: [core(S390, 'OSRELEASE=6.6.30'), '--pgd', '0x2000'],
    says: '4 levels (from the image: 6.6.30; levels by the entries of the top table); top',
  },
  {
    name: 'TCR_EL1',
    words: [core(ARM64, 'OSRELEASE=6.6.30'), '--tcr', '0xb5103510', ...PGD, '--user'],
    says: '4 levels (from the image: 6.6.30; levels by --tcr); top',
  },
  {
    name: 'CR4 of raw memory',
    words: [...raw(), '--cr4', '0x6f0', ...PGD],
    says: '4 levels (release and machine assumed: the image does not say; levels by --cr4); top',
  },
  {
    name: 'CR4 of raw memory of a machine',
    words: [...raw(), '--arch', 'x86_64', '--cr4', '0x16f0', ...PGD],
    says: '5 levels (release assumed: the image does not say; levels by --cr4); top',
  },
  {
    name: '--kernel',
    words: [...raw(), '-k', '6.12,paging=5', ...PGD],
    says: '5 levels (as given; machine assumed: the image does not say; levels by --kernel); top',
  },
  {
    name: 'as given',
    words: [core(X86, 'NUMBER(pgtable_l5_enabled)=1'), '-k', '6.12', ...PGD],
    says: '5 levels (as given); top',
  },
])('says where the number of levels comes from: $name', async ({ words, says }) => {
  const { stdout } = await runOnDisk(['walk', ...words, '0x1000']);
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(says);
});
