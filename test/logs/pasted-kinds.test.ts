import { describe, expect, test } from '@jest/globals';
import { runCli } from '../helpers/fake-io.ts';
import { jsonLines, property } from '../helpers/json.ts';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

/** v6.12 arch/arm64/mm/fault.c show_pte(): "[%016lx] pgd=%016llx", ", p4d=%016llx", …, ", pte=%016llx". */
const ARM64 =
  '[ffff800081a3c000] pgd=1000000103ad1003, p4d=1000000103ad2003, pud=1000000103ad3003, pmd=1000000103ad4003, pte=0060000103ad5403';
const ARM64_VALUES = ['pgd table 0x103ad1', 'p4d table 0x103ad2', 'pud table 0x103ad3', 'pmd table 0x103ad4'];

/** That walk with a line feed in front of some of its text; `rows`: the line of each level. */
const wrapped = (before: string, front: string, ...rows: number[]): LogKind => {
  const at = ARM64.indexOf(before, 30) + before.length;
  return {
    name: `arm64, wrapped behind ${before}`,
    log: [`${front}${ARM64.slice(0, at)}`, `${front.includes('[') ? '' : front}${ARM64.slice(at)}`],
    values: [...ARM64_VALUES, 'pte present 0x103ad5'].map((value, level) => `${rows[level] ?? 2} ${value}`),
    never: [/unfinished|cut off/],
  };
};

// prettier-ignore
const KINDS: readonly LogKind[] = [
  ...[', pm', ', p4', ', pu', ', pt'].map((before) => wrapped(before, '[    3.000000] ', ...Array<number>(['p4', 'pu', 'pm', 'pt'].indexOf(before.slice(2)) + 1).fill(1))),
  wrapped('3003, p', '> ', 1, 1, 1), wrapped(', pmd', '', 1, 1, 1), wrapped(', pmd=', '', 1, 1, 1), wrapped('4003, p', '| ', 1, 1, 1, 1),
  // v4.14 the same: "*pgd=%016llx", ", *pud=%016llx".
  ...(['*', '*p', '*pm'] as const).map((end): LogKind => ({ name: `arm64, wrapped behind ${end}`, log: [`[ffffffc0100a3c00] *pgd=00000000b8a1d003, *pud=00000000b8a1e003, ${end}`, `${'*pmd=00000000b8a1f003, *pte=0000000000000000'.slice(end.length)}`],
    values: ['1 pgd table 0xb8a1d', '1 pud table 0xb8a1e', '2 pmd table 0xb8a1f', '2 pte none'], never: [/unfinished/] })),
  { name: 'arm64, torn, and what follows is not the rest', log: [ARM64.slice(0, ARM64.indexOf('md=')), 'Modules linked in: a'], values: ['1 pgd table 0x103ad1', '1 p4d table 0x103ad2', '1 pud table 0x103ad3'], said: [/unfinished/] },
  // CommonMark 0.30, 2.4 (a backslash in front of punctuation) and 2.5 (numeric character references).
  ...([['\\[', '\\]', '='], ['&#91;', '&#93;', '&#61;'], ['&#x5B;', '&#x5d;', '&#x3D;']] as const).map(([open, close, equals]): LogKind => ({ name: `arm64, brackets as ${open}`, log: [ARM64.replace('[', open).replace(']', close).replaceAll('=', equals)],
    values: [...ARM64_VALUES, 'pte present 0x103ad5'].map((value) => `1 ${value}`) })),
  ...(['Oops: 0002 \\[\\#1\\] PREEMPT SMP', 'Oops: 0002 &#91;&#35;1&#93; PREEMPT SMP', 'Oops: 0002 &#x5b;#1&#x5d; SMP'] as const).map((oops): LogKind => ({ name: `x86_64, ${oops}`, log: ['PGD 0 P4D 0', oops], values: ['1 pgd none', '1 p4d none'], said: [/write by the kernel, error code 0x2/] })),
  // A page makes dashes of hyphens. mm/pgtable-generic.c has had that name since 2.6.38: no file without a folder.
  ...(['mm/pgtable–generic.c:50:', 'mm/pgtable\\-generic.c:50:'] as const).map((file): LogKind => ({ name: `x86_64, ${file}`, log: [`${file} bad pmd ffff888012345678(800000010a5c50e7)`, 'CPU: 1 PID: 5 Comm: a Not tainted 6.1.0–17–amd64 #1'], values: ['1 pmd present 0x10a400'], said: [/named in the log \(6\.1\.0-17-amd64\)/], never: [/before 2\.5\.41/] })),
  { name: 'x86_64, blanks that are not broken, by their number', log: ['BUG: Bad page map in process a&#160;&#xa0;pte:800000010a5c5067 pmd:10a5c6067'], values: ['1 pte present 0x10a5c5', '1 pmd table 0x10a5c6'] },
  // v6.12 arch/x86/mm/fault.c dump_pagetable(): the value of every level down to the first that is none or a leaf, "%lx".
  { name: 'x86_64, a short pte is no beginning of the pmd', log: ['PGD 1a5c5067 P4D 1a5c5067 PUD 1a5c6067 PMD 200000e7 PTE 2'], values: ['1 pgd table 0x1a5c5', '1 p4d table 0x1a5c5', '1 pud table 0x1a5c6', '1 pmd present 0x20000', '1 pte -'], never: [/unfinished/] },
  // arch/x86/include/asm/pgtable.h: a table has _PAGE_PRESENT in every release, so no older kernel takes these for one.
  ...(['a18f160166a0be00', '13fe34'] as const).map((end): LogKind => ({ name: `x86_64, PMD ${end} makes no older kernel of it`, log: [`PGD 2e01067 P4D 2e01067 PUD 13fff9067 PMD ${end}`], values: ['1 pgd table 0x2e01', '1 p4d table 0x2e01', '1 pud table 0x13fff9', '1 pmd -'], never: [/Linux 4\./, /migration/] })),
  { name: 'arm64, a walk begins behind a torn one', log: ['[ffff800081a3c000] pgd=1000000103ad1003, p4d=1000000103ad2003, p', 'pgd=1000000103ad7003, p4d=1000000103ad8003'], values: ['1 pgd table 0x103ad1', '1 p4d table 0x103ad2', '2 pgd table 0x103ad7', '2 p4d table 0x103ad8'] },
  // init/version.c linux_banner at the beginning of a line, and not in a sentence.
  { name: 'x86_64, a sentence with an ellipsis', log: ['This works in Linux version 6.1.7 ...', 'PGD 10a5c5067 P4D 10a5c5067 PUD 0'], values: ['1 pgd table 0x10a5c5', '1 p4d table 0x10a5c5', '1 pud none'].map((each) => each.replace('1', '2')), never: [/named in the log/] },
  // Pages, pagers and editors put the number of each row in front of it: it is no digit of the value that the row before ends with, nor one of its own.
  ...(['      $ ', '$\t', '$. ', '  $ | '] as const).flatMap((number): LogKind[] =>
    [['PGD 1a5c5067 P4D 1a5c5067 PUD 1a5c6067', 'PMD 1a5c7067 PTE 0'], ['PGD 1a5c5067 P4D 1a5c5067 PUD 1a5c6067 PMD', '1a5c7067 PTE 0']].map((rows, at) => ({
      name: `x86_64, rows with numbers as ${number}, ${at === 0 ? 'wrapped behind a value' : 'wrapped in front of one'}`, log: rows.map((row, index) => number.replace('$', String(index + 6)) + row),
      values: ['1 pgd table 0x1a5c5', '1 p4d table 0x1a5c5', '1 pud table 0x1a5c6', '2 pmd table 0x1a5c7', '2 pte none'], never: [/unfinished|cut off/] }))),
  // v2.6.10 arch/x86_64/mm/fault.c dump_pagetable()
  { name: 'x86_64, PML4 torn inside of its number', log: ['PML4 1fe7', '4067 PGD 1fe73067 PMD 1fe72067 PTE 0'], values: ['1 pgd table 0x1fe74', '2 pud table 0x1fe73', '2 pmd table 0x1fe72', '2 pte none'], never: [/cut off/] },
  // v6.12 mm/memory.c print_bad_pte(): a blank between pte and pmd, two in front. The page in question is that of the pte.
  ...(['          ', '\t'] as const).map((blanks): LogKind => ({ name: `x86_64, a bad page map with ${JSON.stringify(blanks)} in front of its pmd`, log: [`BUG: Bad page map in process a${blanks}pte:800000010a5c5067${blanks}pmd:10a5c6067`],
    values: ['1 pte present 0x10a5c5', '1 pmd table 0x10a5c6'], never: [/where a page was expected/] })),
  // Tables and code of Markdown and of wikis, XML, and what fills the buffer of a console up.
  ...([['|', '|'], ['{{', '}}'], ['<string>', '</string>'], ['', '\0\0\0'], ['(', ').']] as const).map(([on, off]): LogKind => ({ name: `x86_64, a row between ${JSON.stringify(on)} and ${JSON.stringify(off)}`, log: [`${on}PGD 1a5c5067 P4D 1a5c5067 PUD 1a5c6067 PMD 0${off}`, `${on}BUG: Bad page map in process a.out  pte:800000010a5c5067 pmd:10a5c6067${off}`, `${on}mm/memory.c:433: bad pmd ffff88807e4b5d40(000000010a5c6067)${off}`],
    values: ['1 pgd table 0x1a5c5', '1 p4d table 0x1a5c5', '1 pud table 0x1a5c6', '1 pmd none', '2 pte present 0x10a5c5', '2 pmd table 0x10a5c6', '3 pmd -'] })),
  { name: 'x86_64, an ellipsis behind a number', log: ['PGD 1a5c5067 P4D 1a5c5067 PUD 1a5c6067 PMD 1a5c...'], values: ['1 pgd table 0x1a5c5', '1 p4d table 0x1a5c5', '1 pud table 0x1a5c6'], said: [/a value that is not whole/] },
  // ECMA-48, 8.3.117 (SGR): in the middle of a row, and without its first character, as pages and consoles have it.
  { name: 'x86_64, colours without their first character', log: ['[31mBUG: unable to handle page fault for address: ffffc90000123000[0m', '[1;31mPGD 1a5c5067 P4D 1a5c5067 PUD 1a5c6067 PMD 0[0m'], values: ['2 pgd table 0x1a5c5', '2 p4d table 0x1a5c5', '2 pud table 0x1a5c6', '2 pmd none'], said: [/pmd, which is empty/] },
  // ECMA-48, 8.3.117 (SGR) and 8.3.41 (EL): grep has what was searched for in a colour, which no number ends at.
  ...([['\x1b[01;31m\x1b[K', '\x1b[m\x1b[K'], ['[01;31m[K', '[m[K'], ['[38;2;255;100;50m', '[0m'], ['<em>', '</em>'], ['<mark>', '</mark>'], ['<u>', '</u>']] as const).map(([on, off]): LogKind => ({ name: `x86_64, the end of numbers between ${JSON.stringify(on)} and ${JSON.stringify(off)}`, log: [`PGD 1a5c${on}5067${off} P4D 1a5c${on}5067${off} PUD 1${on}a5${off}c${on}6067${off} PMD 0`],
    values: ['1 pgd table 0x1a5c5', '1 p4d table 0x1a5c5', '1 pud table 0x1a5c6', '1 pmd none'], never: [/cut off|not whole/] })),
  { name: 'x86_64, a walk as a column', log: ['PGD      7cf83c8b067', 'PUD      7ccd3170067', 'PMD      7e7f8c46067', 'PTE 8000000107e1d067'], values: ['1 pgd table 0x7cf83c8b', '2 pud table 0x7ccd3170', '3 pmd table 0x7e7f8c46', '4 pte present 0x107e1d'], never: [/not whole|unfinished/] },
  { name: 'x86_64, values in marks of HTML', log: ['PGD <span class="mi">1a5c5067</span> P4D <span class="mi">1a5c5067</span> PUD <span class="mi">1a5c6067</span> PMD <span class="mi">0</span>'], values: ['1 pgd table 0x1a5c5', '1 p4d table 0x1a5c5', '1 pud table 0x1a5c6', '1 pmd none'] },
  { name: 'x86_64, the quotes of logfmt behind a value', log: ['level=err msg="PGD 1a5c8067 P4D 1a5c8067 PUD 0"'], values: ['1 pgd table 0x1a5c8', '1 p4d table 0x1a5c8', '1 pud none'] },
  // RFC 2045, section 6.7.
  { name: 'x86_64, vtop of crash in quoted-printable mail', log: ['PGD: ffff88003014067 =3D> 3014067', 'PUD: 3014ff0 =3D> 7faa4067', 'PMD: 7faa4010 =3D> 7faa3067'], values: ['1 pgd table 0x3014', '2 pud table 0x7faa4', '3 pmd table 0x7faa3'] },
  // crash 8.0 x86_64.c x86_64_uvtop_level4(), x86_64_translate_pte(); QEMU 9.0 monitor/hmp-cmds-target.c memory_dump(). Pages that show no two blanks have others in their place, and wikis rows in cells.
  ...(['\u00a0', ' |'] as const).map((added): LogKind => ({ name: `x86_64, rows of debuggers with ${JSON.stringify(added)}`, log: ['PAGE DIRECTORY: ffffffff82a31000', '   PUD: 3014ff0 => 7faa4067', '   PMD: 7faa4010 => 7faa3067', '   PTE: 7faa3088 => 8000000107e1d067', 'PTE         PHYSICAL  FLAGS', '8000000107e1d067  107e1d000  (PRESENT|RW|USER|ACCESSED|DIRTY|NX)', '(qemu) xp /2gx 0x7faa3088', '000000007faa3088: 0x8000000107e1d067 0x0000000000000000'].map((row) => (added === ' |' ? `| ${row}${added}` : row.replaceAll(' ', added))),
    values: ['2 pud table 0x7faa4', '3 pmd table 0x7faa3', '4 pte present 0x107e1d', '6 pte present 0x107e1d', '8 pte present 0x107e1d', '8 pte none'] })),
  // v4.14 mm/pgtable-generic.c pmd_clear_bad(): in a heading its file is left out.
  ...(['Subject: mm: bad pmd ', '[Bug 1234] New: bad pmd '] as const).map((front): LogKind => ({ name: `x86_64, ${front}in a heading`, log: [`${front}ffff88003b4e8f00(80000001e2000067) on 4.14`], values: ['1 pmd table 0x1e2000'] })),
  { name: 'x86_64, no entry in prose', log: ['Subject: which bad pmd 80000001e2000067 is that, bad pmd 12345678 (80000001)?'], values: [] },
  { name: 'x86_64, a line with backslashes', log: ['\\*pde = 00000000 \\*pte = 00000000'], values: ['1 pmd none', '1 pte none'] },
];

test('values behind marks have the column that they have in the line', async () => {
  const stdin = `${ARM64.replace('[', '&#91;').replace(']', '\\\\]')}\n`;
  const { stdout } = await runCli(['log', '--json'], { stdin });
  const columns = jsonLines(stdout).map((record) => property(record, 'column'));
  expect(columns).toEqual([...stdin.matchAll(/(?<==)[0-9a-f]{16}/g)].map(({ index }) => index + 1));
});

describe('walks as pages and mail have them', () => {
  test.each(KINDS)('$name', expectKind);
});

/** Lines of reports, and words that people look for in them, or programs paint. v6.12 arch/x86/mm/fault.c dump_pagetable(), arch/s390/mm/fault.c dump_pagetable(), mm/memory.c print_bad_pte(), mm/swapfile.c Bad_file. */
const PAINTED = [
  ['PGD 1a5c5067 P4D 1a5c5067 PUD 1a5c6067 PMD 1a5c7067 PTE 800000010a5c5067', /PGD|P.D|PTE|1a5c|8000/g],
  [ARM64, /p[4gum]+d|pte|=|10+/g],
  ['AS:0000000081b2c00f R2:0000000081bf400b R3:0000000000d00007 S:0000000000000020', /AS:|R\d|S:|0{8}/g],
  [
    'BUG: Bad page map in process a.out  pte:800000010a5c5067 pmd:10a5c6067',
    /BUG: |Bad|page map|process|a.out|p[mt][de]:?/g,
  ],
  ['get_swap_device: Bad swap file entry 3ffffffff5cd8', /get_swap_device: |swap|Bad|entry/g],
  ['mm/pgtable-generic.c:50: bad pmd ffff88807e4b5d40(dffffffe71fbfe02)', /bad|pmd|mm.pgtable|ffff/g],
] as const;
/** grep 3.8 --color, with and without the character that pages lose; ripgrep 14 --color always; ECMA-48, 8.3.117; HTML 4.5.1 to 4.5.23; Pygments' HTML. */
const COLOURS = [
  ['\x1b[01;31m\x1b[K', '\x1b[m\x1b[K'],
  ['[01;31m[K', '[m[K'],
  ['\x1b[0m\x1b[1m\x1b[31m', '\x1b[0m'],
  ...['mark', 'b', 'em', 'strong'].map((tag) => [`<${tag}>`, `</${tag}>`] as const),
] as const;

test.each(PAINTED)('colours hide nothing of a line: %s', async (line, words) => {
  const read = async (text: string): Promise<readonly string[]> =>
    jsonLines((await runCli(['log', '--json'], { stdin: `${text}\n` })).stdout).map((record) => {
      const [value, column] = [property(record, 'input'), Number(property(record, 'column'))];
      // The place is that of its first digit, in front of which a colour may begin.
      return `${String(property(record, 'level'))} ${String(value)} ${text.charAt(column - 1) === String(value).charAt(0) ? 'there' : column}`;
    });
  const plain = await read(line);
  expect(plain.length).toBeGreaterThan(0);
  for (const [on, off] of COLOURS)
    for (const [word] of line.matchAll(words))
      expect([word, await read(line.replaceAll(word, `${on}${word}${off}`))]).toEqual([word, plain]);
  const marked = line.replace(/(?<![\w.])[0-9a-f]{8,16}\b/g, '<span class="mi">$&</span>');
  expect(await read(marked)).toEqual(plain);
});

test('row numbers in marks of HTML are no part of the text', async () => {
  const stdin = '<span class="ln">12</span><span class="cl">PGD 1a5c5067 P4D 1a5c5067 PUD 0</span>\n';
  expect(
    jsonLines((await runCli(['log', '--json'], { stdin })).stdout).map((record) =>
      property(record, 'column'),
    ),
  ).toEqual(['1a5c5067 P', '1a5c5067 PUD', '0<'].map((text) => stdin.indexOf(text) + 1));
});
