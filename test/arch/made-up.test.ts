import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findArchitecture, registerArchitecture } from '../../src/arch/index.ts';
import { withCommonPredicates } from '../../src/arch/shared/pte-functions.ts';
import { MARKERS } from '../../src/arch/shared/swap-types.ts';
import { swapOperations } from '../../src/arch/shared/swap-functions.ts';
import type { Form, MarkerRow } from '../../src/core/rows/layout.ts';
import { type ArchLayout, defineArchitecture } from '../../src/core/rows/architecture.ts';
import type { Machine } from '../../src/core/rows/machine.ts';
import { runOnDisk } from '../helpers/fake-io.ts';
import { writeCore } from '../helpers/image-writer.ts';
import { arrayOf, jsonLines, property, stringOf } from '../helpers/json.ts';
import { TableBuilder } from '../helpers/table-builder.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

// No such machine exists: what is expected of it follows from the tables below alone.
const [VALID, LARGE] = [1n << 63n, 1n << 62n];
const FIXED = 0x20n;
/** An empty entry above a pte: valid, as tables are, and pointing at a table that is in no image. */
const EMPTY = VALID | 0x40_0000n | FIXED;
const MAPPED: readonly Form[] = ['leaf', 'table'];
const src = 'test/arch/made-up.test.ts';

// prettier-ignore
const layout = (): ArchLayout => ({
  since: '4.14',
  levels: [
    { level: 'pgd', shift: 30, indexBits: 9 },
    { level: 'pmd', shift: 21, indexBits: 9 },
    { level: 'pte', shift: 12, indexBits: 9 },
  ],
  paging: [{ value: 3 }],
  pageShift: [{ value: 12 }],
  physBits: [{ value: 48 }],
  wordBits: 64,
  symbols: [],
  lacks: ['ARCH_HAS_PTE_PROTNONE', 'ARCH_HAS_PTE_DEVMAP', 'NUMA_BALANCING'],
  none: [
    { levels: ['pte'], value: 0n, ignores: 0n, src },
    { levels: ['pgd', 'pmd'], value: EMPTY, ignores: 0n, src },
  ],
  forms: [
    { form: 'leaf', levels: ['pte'], when: [{ set: VALID, clear: 0n }], implies: ['present'], src },
    { form: 'leaf', levels: ['pmd'], when: [{ set: VALID | LARGE, clear: 0n }], implies: ['present', 'pse'], src },
    { form: 'table', levels: ['pgd', 'pmd'], when: [{ set: VALID, clear: 0n }], implies: ['present'], src },
  ],
  rows: [
    { hi: 63, lo: 63, name: 'MU_VALID', short: 'present', role: 'present', kind: 'flag', letter: 'P', set: 'present', forms: MAPPED, src },
    { hi: 62, lo: 62, name: 'MU_LARGE', short: 'pse', role: 'pse', kind: 'flag', letter: 'H', set: 'maps a large page', forms: ['leaf'], levels: ['pmd'], src },
    { hi: 8, lo: 8, name: 'MU_SWP_EXCLUSIVE', short: 'exclusive', role: 'swp_exclusive', kind: 'flag', letter: 'E', set: 'of this process alone', forms: ['swap'], since: '5.19', src },
    { hi: 7, lo: 7, name: 'MU_SWP_SOFT_DIRTY', short: 'soft_dirty', role: 'swp_soft_dirty', kind: 'flag', letter: 'M', set: 'soft-dirty', forms: ['swap'], config: ['MEM_SOFT_DIRTY'], src },
    { hi: 6, lo: 6, name: 'MU_SWP_UFFD_WP', short: 'uffd_wp', role: 'swp_uffd_wp', kind: 'flag', letter: 'f', set: 'write-protected by userfaultfd', forms: ['swap'], since: '5.7', config: ['HAVE_ARCH_USERFAULTFD_WP'], src },
    { hi: 6, lo: 6, name: 'MU_UFFD_WP', short: 'uffd_wp', role: 'uffd_wp', kind: 'flag', letter: 'F', set: 'write-protected by userfaultfd', forms: ['leaf'], since: '5.7', config: ['HAVE_ARCH_USERFAULTFD_WP'], src },
    { hi: 4, lo: 4, name: 'MU_NX', short: 'nx', role: 'nx', kind: 'flag', letter: 'N', set: 'no-execute', forms: ['leaf'], src },
    { hi: 3, lo: 3, name: 'MU_DIRTY', short: 'dirty', role: 'dirty', kind: 'flag', letter: 'D', set: 'written', forms: ['leaf'], src },
    { hi: 2, lo: 2, name: 'MU_YOUNG', short: 'accessed', role: 'accessed', kind: 'flag', letter: 'A', set: 'used', forms: ['leaf'], src },
    { hi: 1, lo: 1, name: 'MU_USER', short: 'user', role: 'user', kind: 'flag', letter: 'U', set: 'user mode may use it', forms: ['leaf'], src },
    { hi: 0, lo: 0, name: 'MU_WRITE', short: 'rw', role: 'rw', kind: 'flag', letter: 'W', set: 'writable', forms: ['leaf'], src },
  ],
  pfn: [
    { forms: ['table'], levels: ['pgd', 'pmd'], hi: 47, lo: 12, pageShift: 12, src },
    { forms: ['leaf'], levels: ['pmd'], hi: 47, lo: 21, pageShift: 21, src },
    { forms: ['leaf'], levels: ['pte'], hi: 47, lo: 12, pageShift: 12, src },
  ],
  swap: [{ type: { lo: 52, width: 5 }, offset: { lo: 12, width: 40 }, fixed: FIXED, src }],
  predicates: () => withCommonPredicates([]),
  operations: swapOperations,
  src,
});

const machine: Machine = {
  arch: 'madeup64',
  names: {
    folder: 'madeup',
    uname: ['madeup64be'],
    kconfig: 'MADEUP64',
    node: 'mu64',
    elf: 0x1234,
    qemu: 'qmadeup',
    others: ['mu-64'],
  },
  byteOrder: { machine: 'little', tables: 'big' },
  addressSpace: 'flat',
  rootRegister: 'MUROOT',
  permissions: { of: 'leaf' },
};

/** Of a pte: pfn 0xabcde, valid, uffd-wp, user, young, dirty, writable. */
const PAGE = 0x8000_0000_abcd_e04fn;
/** Swap type 3, offset 0x77, soft-dirty, with the fixed bit. */
const SWAP = (3n << 52n) | 0x7_7000n | FIXED | 0x80n;
const raw = (value: bigint): string => `0x${value.toString(16)}`;

const folder = temporaryFolder();
let unregister = (): void => undefined;
beforeAll(() => {
  unregister = registerArchitecture(defineArchitecture(machine, layout));
});
afterAll(() => {
  unregister();
  folder.remove();
  expect(findArchitecture('madeup64')).toBeUndefined();
});

async function run(argv: readonly string[], stdin = ''): Promise<{ code: number; stdout: string }> {
  const { code, stdout, stderr } = await runOnDisk(argv, { stdin });
  expect(stderr).toBe('');
  return { code, stdout };
}

describe('values', () => {
  test('decode', async () => {
    const { code, stdout } = await run([
      '--arch',
      'madeup64',
      '--json',
      raw(PAGE),
      raw(SWAP),
      raw(SWAP & ~FIXED),
      '0x0',
    ]);
    expect(code).toBe(0);
    expect(jsonLines(stdout)).toMatchObject([
      {
        arch: 'madeup64',
        state: 'present',
        pfn: '0xabcde',
        flags: ['MU_VALID', 'MU_UFFD_WP', 'MU_DIRTY', 'MU_YOUNG', 'MU_USER', 'MU_WRITE'],
      },
      {
        state: 'swap',
        swap: { type: 3, offset: '0x77' },
        flags: ['MU_SWP_SOFT_DIRTY'],
        missing: '0x0',
      },
      { state: 'swap', missing: '0x20' },
      { state: 'none' },
    ]);
  });

  test.each(['mu-64', 'MADEUP64BE', 'qmadeup'])('goes by the name %s too', async (name) => {
    const { stdout } = await run(['--arch', name, '--json', raw(PAGE)]);
    expect(jsonLines(stdout)[0]).toMatchObject({ arch: 'madeup64' });
  });

  test('an empty entry of a level is that of its row alone', async () => {
    const argv = [
      '--arch',
      'madeup64',
      '-l',
      'pmd',
      '--json',
      raw(EMPTY),
      raw(EMPTY ^ FIXED),
      raw(EMPTY ^ 2n),
    ];
    const { stdout } = await run(argv);
    expect(jsonLines(stdout).map((record) => stringOf(record, 'state'))).toEqual(['none', 'table', 'table']);
  });

  test('encode, from words and from records', async () => {
    const words = await run([
      'encode',
      'swap',
      '--arch',
      'madeup64',
      '--type',
      '3',
      '--offset',
      '0x77',
      '--flag',
      'soft_dirty',
    ]);
    expect(words.stdout.trim()).toBe(`0x${SWAP.toString(16).padStart(16, '0')}`);
    const records = await run(['--arch', 'madeup64', '--json', raw(PAGE), raw(SWAP), '0x0']);
    const back = await run(['encode', '-'], records.stdout);
    expect(back.stdout.trim().split('\n').map(BigInt)).toEqual([PAGE, SWAP, 0n]);
  });

  test('--where', async () => {
    const only = async (expression: string) => {
      const { stdout } = await run([
        '--arch',
        'madeup64',
        '--where',
        expression,
        '--format',
        'json',
        raw(PAGE),
        raw(SWAP),
        '0x0',
      ]);
      return jsonLines(stdout).map((record) => BigInt(stringOf(record, 'raw')));
    };
    expect(await only('uffd_wp')).toEqual([PAGE]);
    expect(await only('swap.offset == 0x77')).toEqual([SWAP]);
    expect(await only('state == "none"')).toEqual([0n]);
  });

  test('check', async () => {
    // The bare bit with the fixed one is no empty and no present entry, has the uffd-wp bit, and no swap area has slot 0.
    expect((await run(['check', '--arch', 'madeup64', raw(FIXED | 0x40n)])).code).toBe(0);
    const failing = await run(['check', '--arch', 'madeup64', '--json', raw(SWAP)]);
    expect(failing.code).toBe(1);
    const holds = jsonLines(failing.stdout).map((record) => [
      property(record, 'check'),
      property(record, 'holds'),
    ]);
    expect(holds).toEqual([
      ['rule 1', true],
      ['rule 2', true],
      ['rule 3', false],
      ['rule 4', false],
    ]);
  });

  test('special', async () => {
    const { code, stdout } = await run(['special', '--arch', 'madeup64', '--json']);
    expect(code).toBe(0);
    // The uffd-wp bit alone: every swap entry that a kernel makes has the fixed bit, so it is none.
    expect(jsonLines(stdout)[0]).toMatchObject({ arch: 'madeup64', impossible: null });
    expect(BigInt(arrayOf(jsonLines(stdout)[0], 'values').map(String)[0] ?? '')).toBe(0x40n);
  });

  test('layout and compare list it', async () => {
    expect((await run(['layout', '--arch', 'madeup64'])).stdout).toContain('MU_SWP_UFFD_WP');
    expect((await run(['special', '--designs', '--arch', 'all'])).stdout).toContain('madeup64');
  });
});

describe('an image', () => {
  const tables = new TableBuilder('big')
    .table(0x1000n, 512, EMPTY)
    .table(0x2000n, 512, EMPTY)
    .set(0x1000n, 1, VALID | 0x2000n)
    .set(0x2000n, 2, VALID | 0x3000n)
    .set(0x2000n, 3, VALID | LARGE | 0x8860_0000n | 0xfn)
    .set(0x3000n, 4, PAGE)
    .set(0x3000n, 5, SWAP);
  const bytes = tables.raw(0x1000n);
  // The headers of the image are little-endian, the tables in it are not.
  const core = folder.write('core', writeCore({ machine: 0x1234, segments: [{ paddr: 0x1000n, bytes }] }));

  test('image', async () => {
    const { stdout } = await run(['image', core, '--json']);
    expect(jsonLines(stdout)[0]).toMatchObject({ machine: 'qmadeup', memory_bytes: bytes.length });
  });

  test.each([
    // Index 1 of the bits 38:30, 2 and 3 of 29:21, 4 and 5 of 20:12.
    { va: '0x40404123', phys: '0xabcde123', size: 4096, state: 'present' },
    { va: '0x40612345', phys: '0x88612345', size: 0x20_0000, state: 'present' },
    { va: '0x40405000', phys: null, size: null, state: 'swap' },
  ])('walk $va', async ({ va, phys, size, state }) => {
    const { stdout } = await run(['walk', '--memory', core, '--pgd', '0x1000', '--json', va]);
    const [walk] = jsonLines(stdout);
    expect(walk).toMatchObject({ phys, page_size: size, state });
    expect(stringOf(arrayOf(walk, 'levels')[0], 'arch')).toBe('madeup64');
  });

  test.each([
    { va: '0x40200000', levels: ['pgd', 'pmd'] },
    { va: '0x0', levels: ['pgd'] },
  ])('walk $va ends at an empty entry that looks like a table', async ({ va, levels }) => {
    const { stdout } = await run(['walk', '--memory', core, '--pgd', '0x1000', '--json', va]);
    const [walk] = jsonLines(stdout);
    expect(walk).toMatchObject({ phys: null, state: 'none' });
    const read = arrayOf(walk, 'levels');
    expect(read.map((entry) => stringOf(entry, 'level'))).toEqual(levels);
    expect(read.at(-1)).toMatchObject({ state: 'none', raw: raw(EMPTY) });
  });

  const sources = [
    { name: 'ELF', options: ['--memory', core] },
    {
      name: 'raw memory',
      options: ['--memory', folder.write('raw', bytes), '--memory-base', '0x1000', '--arch', 'madeup64'],
    },
  ];

  test.each(sources)('scan, $name: no table is followed but the three', async ({ options }) => {
    const { stdout } = await run(['scan', ...options, '--pgd', '0x1000', '--json']);
    expect(jsonLines(stdout)).toEqual([
      expect.objectContaining({
        problems: 0,
        tables: { pgd: 1, pmd: 1, pte: 1 },
        states: { none: 511 + 510 + 510, present: 2, swap: 1 },
      }),
    ]);
  });

  test.each(sources)('scan, $name', async ({ options }) => {
    const { stdout } = await run(['scan', ...options, '--pgd', '0x1000', '--ranges', '--json']);
    expect(
      jsonLines(stdout).map((record) => [stringOf(record, 'state'), BigInt(stringOf(record, 'raw'))]),
    ).toEqual([
      ['present', PAGE],
      ['swap', SWAP],
      ['present', VALID | LARGE | 0x8860_000fn],
    ]);
  });

  test('--cpu says which register is not there', async () => {
    const { code, stderr } = await runOnDisk(['walk', '--memory', core, '--cpu', '0', '0x1000']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('the image has no MUROOT of any CPU')]);
  });
});

describe('a marker that is one row more', () => {
  const MARKER: MarkerRow = {
    mask: 0x8000n,
    name: 'PTE_MARKER_MADEUP',
    short: 'madeup',
    since: '6.13',
    text: 'a made-up marker',
    src,
  };
  const known = MARKERS.length;
  beforeAll(() => {
    Object.assign(MARKERS, { [known]: MARKER });
  });
  afterAll(() => {
    Reflect.set(MARKERS, 'length', known);
  });

  test.each([
    { name: 'the made-up machine', options: ['--arch', 'madeup64', '-k', '7.3'] },
    { name: 'x86_64', options: ['-k', '6.13'] },
  ])('has its names everywhere, $name', async ({ options }) => {
    const { stdout: value } = await run(['encode', 'pte-marker', '--marker', 'madeup,uffd_wp', ...options]);
    const { stdout } = await run([...options, '--json', value.trim()]);
    expect(jsonLines(stdout)[0]).toMatchObject({
      state: 'pte-marker',
      marker: '0x8001',
      marker_names: ['PTE_MARKER_UFFD_WP', 'PTE_MARKER_MADEUP'],
    });
    const back = await run(['encode', '-'], stdout);
    expect(back.stdout).toBe(value);
    const where = ['--format', 'json', '--where', 'marker_names has "PTE_MARKER_MADEUP"'];
    expect((await run([...options, ...where, value.trim()])).stdout).toBe(stdout);
    expect((await run(['layout', ...options])).stdout).toContain('PTE_MARKER_MADEUP');
    expect((await run([...options, value.trim()])).stdout).toContain('PTE_MARKER_MADEUP');
  });

  test('is not there before its release', async () => {
    const argv = ['encode', 'pte-marker', '--marker', 'madeup', '--arch', 'madeup64', '-k', '6.12'];
    const { code, stderr } = await runOnDisk(argv);
    expect([code, stderr]).toEqual([2, expect.stringContaining('--marker "madeup"')]);
  });
});

test('an architecture has one name', () => {
  expect(() => registerArchitecture(defineArchitecture(machine, layout))).toThrow(RangeError);
});
