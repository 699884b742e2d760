import { describe, expect, test } from '@jest/globals';
import { runCli, runOnDisk } from '../../../helpers/fake-io.ts';
import { arrayOf, jsonLines } from '../../../helpers/json.ts';
import { readTruth, REAL_KERNELS, unpackedImage } from '../../../helpers/real-kernels.ts';
import { formatU64 } from '../../../../src/core/u64.ts';

const encode = async (records: readonly unknown[], ...options: readonly string[]) =>
  runCli(['encode', '-', ...options], {
    stdin: records.map((record) => `${JSON.stringify(record)}\n`).join(''),
  });

describe.each(REAL_KERNELS)('records of walk, $folder', ({ folder: release }) => {
  const truth = readTruth(release);

  test('are of several entries; each of their levels is what the kernel had', async () => {
    const walk = ['walk', '--memory', await unpackedImage(release), '--cpu', '0', '--json'];
    const { stdout } = await runOnDisk([...walk, ...truth.map(({ va }) => formatU64(va))]);
    const walks = jsonLines(stdout);
    const whole = await encode(walks);
    expect({ code: whole.code, stdout: whole.stdout }).toEqual({ code: 2, stdout: '' });
    expect(whole.stderr.split('\n')[0]).toBe(
      'pte-decode: <stdin>:1: a walk of several entries: jq -c ".levels[]" gives each a record, ".levels[-1]" the last alone',
    );
    const entries = truth.flatMap((row) => row.entries.map(({ raw }) => `${formatU64(raw)}\n`));
    expect(await encode(walks.flatMap((record) => arrayOf(record, 'levels')))).toMatchObject({
      code: 0,
      stdout: entries.join(''),
      stderr: '',
    });
  });
});

// v6.12 arch/x86/include/asm/pgtable.h pte_present(): bit 0 or 8; set_memory_np() and debug_pagealloc clear both.
const UNMAPPED = ['log', '--json', '-k', '6.12'];
const OOPS = [
  'BUG: unable to handle page fault for address: ffff888003c05000',
  '#PF: supervisor read access in kernel mode',
  '#PF: error_code(0x0000) - not-present page',
  'PGD 2c01067 P4D 2c01067 PUD 2c02067 PMD 3c3a063 PTE 800ffffffc3fa062',
].join('\n');

describe('records that are no entry, or not one', () => {
  test('a page of the kernel that is not mapped; the entries above it are given back', async () => {
    const { stdout } = await runCli(UNMAPPED, { stdin: `${OOPS}\n` });
    const result = await encode(jsonLines(stdout));
    expect({ code: result.code, stdout: result.stdout }).toEqual({
      code: 2,
      stdout: '0x0000000002c01067\n0x0000000002c01067\n0x0000000002c02067\n0x0000000003c3a063\n',
    });
    expect(result.stderr).toMatch(/^pte-decode: <stdin>:5: state "unmapped": .* frame is inverted/);
  });

  // v6.12 fs/proc/task_mmu.c pte_to_pagemap_entry(): a word has no access bits of a page; that a marker is one of uffd-wp it
  // says with PM_UFFD_WP, bit 57.
  const word = { schema: 2, vaddr: '0x0000000000001000', pages: 1, vma: null, markers: [] };
  test.each([
    {
      name: 'pages of pagemap',
      record: { ...word, raw: '0x0180000000000005', state: 'present', flags: [], pfn: '0x5', swap: null },
      why: /does not show the flags/,
    },
    {
      name: 'ranges of pagemap',
      record: { ...word, pages: 2, state: 'swap', flags: [], pfn: null, swap: { type: 1, offset: '0x2' } },
      why: /a range of pages/,
    },
    {
      name: 'ranges of scan',
      record: {
        state: 'present',
        pfn: '0x5',
        phys: '0x5000',
        flags: ['_PAGE_PRESENT'],
        pages: 2,
        entries: 2,
      },
      why: /wanted "scan --entries --json"/,
    },
    {
      name: 'values that were not decoded',
      record: { line: 1, level: 'pte', schema: 2, raw: '0x0000000000000004', error: 'Linux 4.4: too old' },
      why: /not decoded: Linux 4\.4: too old/,
    },
    {
      name: 'answers of check',
      record: { schema: 2, raw: '0x0000000000000020', level: 'pte', state: 'none', check: 'pte_none' },
      why: /an answer of check/,
    },
  ])('$name are refused', async ({ record, why }) => {
    const { code, stdout, stderr } = await encode([record], '-k', '6.12');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(why);
  });

  test('what pagemap shows of swap entries and markers is encoded', async () => {
    const records = [
      { ...word, state: 'swap', flags: ['uffd_wp'], pfn: null, swap: { type: 1, offset: '0x1234' } },
      { ...word, state: 'pte-marker', flags: ['uffd_wp'], pfn: null, swap: { type: 31, offset: '0x1' } },
    ];
    expect(await encode(records, '-k', 'debian-6.12')).toMatchObject({
      stdout: '0x0fffffffffdb9604\n0xfffffffffffffc00\n',
      stderr: '',
    });
  });

  test('audit refuses walks and words of pagemap too', async () => {
    const stdin = [{ ...word, raw: '0x0180000000000005', state: 'present' }, { levels: [] }]
      .map((record) => `${JSON.stringify(record)}\n`)
      .join('');
    const { code, stdout, stderr } = await runCli(['audit', '--input', 'json'], { stdin });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/"raw" is no entry.*\n.*a walk of several entries/);
  });

  // One word of each would make of no answer, or of many, one value that is intact.
  test.each([
    [
      'log',
      'ARCH=um kernel 5.4\nBUG: Bad page map in process a.out  pte:00000004 pmd:061e5067\n',
      'not decoded',
    ],
    ['compare', '0x4\n', 'a reading of compare'],
    ['check', '0x4\n', 'an answer of check'],
  ])('audit refuses what %s says and no entry is', async (command, stdin, why) => {
    const { stdout: records } = await runCli([command, '--json'], { stdin });
    const { code, stdout, stderr } = await runCli(['audit', '--input', 'json'], { stdin: records });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(why);
  });
});

describe('the kernel of a record', () => {
  // __swp_entry() of v6.14 arch/arm64/include/asm/pgtable.h: the type from bit 6 on, the offset from bit 12 on.
  const record = { arch: 'arm64', kernel: '6.1', state: 'swap', swap: { type: 1, offset: 5 } };

  test.each([
    { said: ['-k', '6.14'], made: 0x5040n },
    { said: ['-k', '6.14', '--arch', 'arm64'], made: 0x5040n },
    // v6.14 arch/x86/include/asm/pgtable_64.h: the complement of the offset from bit 9 on, the type from bit 59 on.
    { said: ['-k', '6.14', '--arch', 'x86_64'], made: 0x0fff_ffff_ffff_f400n },
    { said: ['-k', '6.14,arch=x86_64'], made: 0x0fff_ffff_ffff_f400n },
  ])('$said: its architecture stays its own until another one is said', async ({ said, made }) => {
    const { stdout } = await encode([record], ...said);
    expect(BigInt(stdout.trim())).toBe(made);
  });

  // v6.6 arch/x86/include/asm/pgtable-2level.h: the type from bit 1 on, the offset from bit 10 on (SWP_TYPE_BITS 5, _PAGE_BIT_PROTNONE 8).
  test('so do its levels', async () => {
    const { stdout: own } = await runCli([
      '--arch',
      'i386',
      '--paging',
      '2',
      '-k',
      '6.1',
      '--json',
      '0x1204',
    ]);
    const { stdout } = await runCli(['encode', '-', '-k', '6.14'], { stdin: own });
    expect(BigInt(stdout.trim())).toBe(0x1204n);
  });

  // v6.14 arch/arm64/include/asm/pgtable-hwdef.h: PTE_AF is bit 10.
  test('of a function too', async () => {
    const stdin = JSON.stringify({
      op: 'pte_mkold',
      pte: '0x00e800004c000f53',
      arch: 'arm64',
      kernel: '6.1',
    });
    const { stdout } = await runCli(['apply', '-', '-k', '6.14'], { stdin });
    expect(BigInt(stdout.trim())).toBe(0x00e8_0000_4c00_0b53n);
  });
});

// What these builds are read as is in src/kernel/distributions.ts: 5.14 has no markers, 6.2 has.
describe('a name of a distribution', () => {
  const record = { state: 'pte-marker', marker: '0x2' };
  const words = ['-k', '5.14.0-427.el9', '--force'];

  test.each([
    ['encode -', record],
    ['audit --input json', { ...record, raw: '0x4', flags: [] }],
    ['apply -', { op: 'pte_mkold', pte: '0x67' }],
  ])('%s does not read it by its number alone', async (command, fields) => {
    const stdin = `${JSON.stringify({ ...fields, kernel: '5.14.0-427.el9' })}\n`;
    const { code, stderr } = await runCli(command.split(' '), { stdin });
    expect(code).toBe(2);
    expect(stderr).toMatch(/kernel "5\.14\.0-427\.el9": no record has such a name: -k reads it\n/);
  });

  test('is said once of what -k names', async () => {
    const { code, stderr } = await runCli(['encode', '-', ...words], {
      stdin: `${JSON.stringify(record)}\n`,
    });
    expect(code).toBe(0);
    expect(stderr.match(/is read as 6\.2/g)).toHaveLength(1);
  });
});

describe('what a record says', () => {
  test.each([
    { record: { state: 'swap', swap: { type: 1, offset: 2 }, flag: ['uffd_wp'] }, why: /did you mean flags/ },
    {
      record: { state: 'swap', swap: { type: 1, offset: 2 }, prot: '0x25' },
      why: /"prot": .* "swap" has none/,
    },
    { record: { state: 'none', prot: 0 }, why: /"prot": .* "none" has none/ },
  ])('$record is refused, not left out', async ({ record, why }) => {
    const { code, stdout, stderr } = await encode([record], '-k', '6.12', '--force');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(why);
  });

  // v6.12 arch/x86/include/asm/pgtable.h pte_dirty(): _PAGE_DIRTY_BITS, with _PAGE_SAVED_DIRTY; v6.1: _PAGE_DIRTY alone.
  test('raw is what the own kernel of the record read', async () => {
    const { stdout } = await runCli(['--json', '-k', '6.12', '0x8400000002bcbc25']);
    const [record] = jsonLines(stdout);
    const flags = ['_PAGE_NX', '_PAGE_SOFT_DIRTY', '_PAGE_UFFD_WP', 'accessed', 'user', 'present'];
    const changed = { ...(typeof record === 'object' ? record : {}), flags };
    expect(changed).toMatchObject({ dirty: true, kernel: '6.12' });
    for (const kernel of ['6.12', '6.1'])
      expect(await encode([changed], '-k', kernel)).toMatchObject({
        stdout: '0x8000000002bcbc25\n',
        stderr: '',
      });
    // Of a kernel that nobody knows nothing can be read: what the wished one says of it counts.
    const { code } = await encode([{ ...changed, kernel: 'none-such' }], '-k', '6.1');
    expect(code).toBe(2);
  });
});
