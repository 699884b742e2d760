import { afterAll, describe, expect, test } from '@jest/globals';
import { jsonLines } from '../../../helpers/json.ts';
import { eventCases } from '../../../helpers/event-fixtures.ts';
import { runOnDisk } from '../../../helpers/fake-io.ts';
import { dumpOf } from '../../../helpers/pagemap.ts';
import { checkLines } from '../../../helpers/schemas.ts';
import { temporaryFolder } from '../../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

/** Present, bits 55, 56 and 57: v6.12 fs/proc/task_mmu.c. */
const ARMED = (1n << 63n) | (7n << 55n) | 0x2bcbn;

const cases = eventCases();
const written = new Map<string, readonly [string, string]>();

/** The two dumps of a group of the fixtures. */
function dumpsOf(name: string): readonly [string, string] {
  const known = written.get(name);
  if (known) return known;
  const group = cases.find((each) => each.name === name);
  if (!group) throw new Error(name);
  const length = Math.max(...group.pages.map(({ page }) => page)) + 1;
  const dump = (side: 'before' | 'after'): string => {
    const words = Array.from({ length }, () => 0n);
    for (const at of group.pages) words[at.page] = at[side];
    return folder.write(`${written.size}-${side}`, dumpOf(words));
  };
  const both = [dump('before'), dump('after')] as const;
  written.set(name, both);
  return both;
}

interface Row {
  readonly group: string;
  readonly args: readonly string[];
  readonly status: number;
  readonly out: RegExp;
}

// What happened is in the names of the fixtures; what it means, in the issue that their README answers.
const ROWS: readonly Row[] = [
  { group: '6.12 anon sync dontneed', args: ['--event', 'dontneed', '--kind', 'anon', '-k', '6.12'], status: 0, out: /^holds/m },
  { group: '6.12 anon sync dontneed', args: ['--event', 'swapout', '--kind', 'anon', '-k', '6.12'], status: 1, out: /lost uffd_wp: not what swapout does to anon on 6\.12/ },
  { group: '6.12 anon sync dontneed', args: ['--event', 'dontneed', '-k', '6.12'], status: 2, out: /--kind/ },
  { group: '6.12 anon sync dontneed', args: ['--event', 'dontneed', '--kind', 'anon'], status: 2, out: /nobody said which kernel/ },
  { group: '6.12 anon sync dontneed', args: ['--event', 'dontneed', '--kind', 'anon', '-k', '5.13'], status: 2, out: /5\.13 does not show uffd_wp/ },
  { group: '6.12 shmem sync dontneed', args: ['--event', 'dontneed', '--kind', 'shmem', '-k', '5.18'], status: 2, out: /cannot write-protect shmem/ },
  { group: '6.12 anon sync mremap_move', args: ['--event', 'mremap', '--kind', 'anon', '-k', '6.18'], status: 0, out: /^holds/m },
  { group: '6.12 anon sync mremap_move_event', args: ['--event', 'mremap', '--kind', 'anon', '-k', '6.18'], status: 1, out: /kept uffd_wp/ },
  { group: '6.12 anon sync mremap_move_event', args: ['--event', 'mremap', '--kind', 'anon', '-k', '6.1'], status: 0, out: /CVE-2025-21696/ },
  { group: '6.18 hugetlb async truncate_half', args: ['--event', 'truncate', '--kind', 'hugetlb', '-k', '6.18'], status: 0, out: /PAGEMAP_SCAN still reports/ },
  { group: '6.18 anon sync guard_install', args: ['--event', 'guard', '--kind', 'anon', '-k', '6.18'], status: 0, out: /took the protection along/ },
  { group: '6.1 hugetlb_private sync fork', args: ['--event', 'fork', '--kind', 'hugetlb_private', '-k', '6.1'], status: 0, out: /without being registered/ },
  { group: '6.1 hugetlb_private sync fork', args: ['--event', 'fork', '--kind', 'hugetlb_private', '-k', '6.12'], status: 1, out: /broken/ },
  { group: '6.12 anon async fork', args: ['--fail-on', 'lost-uffd-wp', '-k', '6.12'], status: 1, out: /^broken {2}lost-uffd-wp: 16 of 16 pages/m },
  { group: '6.12 anon async fork_event', args: ['--fail-on', 'lost-uffd-wp', '-k', '6.12'], status: 0, out: /^holds {2}lost-uffd-wp: 0 of 16 pages/m },
  { group: '6.12 anon async fork_event', args: ['--fail-on', 'lost-uffd-wp', '-k', '5.13'], status: 2, out: /5\.13 has no uffd_wp/ },
  { group: '6.18 anon sync fork_event', args: ['--fail-on', 'became-dirty', '-k', '6.18'], status: 2, out: /soft-dirty/ },
  // Eight pages with data, and two zero pages, with which nothing was lost.
  { group: '6.12 anon sync dontneed', args: ['--fail-on', 'lost-data', '-k', '6.12'], status: 1, out: /^broken {2}lost-data: 8 of 16[^]*: 2 pages from \w+ on: they are gone/m },
  { group: '6.12 anon sync dontneed', args: ['--fail-on', 'lost-uffd-wp, lost-data,moved', '-k', '6.12'], status: 1, out: /^\w+ {2}lost-uffd-wp: [^]*^\w+ {2}lost-data: 8 of 16[^]*^\w+ {2}moved: /m },
  // The change is lost-uffd_wp, the rule lost-uffd-wp: docs/where.md, case and "-" or "_" do not matter.
  { group: '6.12 anon sync dontneed', args: ['--fail-on', 'lost-uffd_wp,LOST_DATA', '-k', '6.12'], status: 1, out: /^\w+ {2}lost-uffd-wp: [^]*^\w+ {2}lost-data: 8 of 16/m },
  { group: '6.12 anon sync unwp_one', args: ['--where', 'changes has "lost-uffd-wp"', '-k', '6.12'], status: 1, out: /^# 1 page lost-uffd_wp$/m },
  { group: '6.12 anon sync dontneed', args: ['--event', 'dontneed', '--kind', 'anon', '-k', '6.12'], status: 0, out: /: no page is otherwise than it leaves them: \d+ kept the protection and \d+ lost it, as it allows/ },
  // Ten pages lost bit 57, whatever kind of memory it is; without --kind nobody knows whether they may.
  { group: '6.12 anon sync dontneed', args: ['--event', 'dontneed', '-k', '6.12'], status: 2, out: /: no page is known to be otherwise than it leaves them: 0 kept the protection and 0 lost it, as it allows; of others it is not known: 0 kept it and 10 lost it / },
  { group: '6.12 shmem sync dontneed', args: ['--fail-on', 'lost-data', '-k', '6.12'], status: 0, out: /^holds/m },
  { group: '6.12 anon sync swapout', args: ['--fail-on', 'swapped', '-k', '6.12'], status: 1, out: /^broken {2}swapped: 8 of 16/m },
  { group: '6.12 anon sync migrate', args: ['--fail-on', 'moved', '-k', '6.12'], status: 1, out: /^broken {2}moved/m },
  { group: '6.12 anon sync read_all', args: ['--fail-on', 'before.uffd_wp && !after.uffd_wp', '-k', '6.12'], status: 0, out: /^holds/m },
  { group: '6.12 anon sync unwp_one', args: ['--fail-on', 'before.vma.flags has "uw"', '-k', '6.12'], status: 2, out: /nothing is known of mappings/ },
  { group: '6.12 anon sync unwp_one', args: ['--fail-on', 'before.uffd_wp && !after.uffd_wp', '-k', '6.12'], status: 1, out: /: 1 of 16 pages/ },
]; // prettier-ignore

describe('verdicts on what kernels did', () => {
  test.each(ROWS)('$group $args', async ({ group, args, status, out }) => {
    const { code, stdout } = await runOnDisk(['pagemap', 'diff', ...args, ...dumpsOf(group)]);
    expect(stdout).toMatch(out);
    expect(code).toBe(status);
    const { stdout: json } = await runOnDisk(['pagemap', 'diff', '--json', ...args, ...dumpsOf(group)]);
    checkLines('pagemap-diff', json);
  });
});

const WP = 0x8300_0000_0000_2000n;
const NOT_WP = 0x8100_0000_0000_2000n;
const NONE = 0n;

test('before 5.19 swapoff takes the protection, and no single page differs from the rest', async () => {
  // v5.14 mm/swapfile.c unuse_pte() makes the page without the bit; 14a762dd1977 carries it over.
  const swapped = 0x4200_0000_0000_0280n;
  const before = folder.write('so-before', dumpOf([swapped, swapped + 32n, swapped + 64n]));
  const lost = folder.write('so-lost', dumpOf([NOT_WP, NOT_WP + 1n, NOT_WP + 2n]));
  const mixed = folder.write('so-mixed', dumpOf([WP, NOT_WP + 1n, WP + 2n]));
  const ask = async (kernel: string, after: string): Promise<number> => {
    const args = ['--event', 'swapoff', '--kind', 'anon', '-k', kernel, before, after];
    return (await runOnDisk(['pagemap', 'diff', ...args])).code;
  };
  expect([await ask('5.14', lost), await ask('5.19', lost), await ask('5.14', mixed)]).toEqual([0, 1, 1]);
});

describe('where nobody says which kernel it is', () => {
  // v5.14 mm/swapfile.c unuse_pte() makes the page without the bit; no release's mprotect() does.
  const swapped = 0x4200_0000_0000_0280n;
  const before = folder.write('open-before', dumpOf([swapped, swapped + 32n]));
  const after = folder.write('open-after', dumpOf([NOT_WP, NOT_WP + 1n]));
  // Type 31 is a marker from 5.19 on, and before that of another kind.
  const special = folder.write('open-special', dumpOf([0x4200_0000_0000_003fn]));
  const gone = folder.write('open-gone', dumpOf([NOT_WP]));

  test.each([
    {
      event: 'swapoff',
      files: [before, after],
      code: 2,
      out: /^unanswered {2}event swapoff: no page is otherwise/m,
    },
    {
      event: 'mprotect',
      files: [before, after],
      code: 1,
      out: /not what mprotect does to anon on any release/,
    },
    {
      event: 'swapout',
      files: [special, gone],
      code: 2,
      out: /which swap types are special ones depends on it/,
    },
  ])('$event is $code', async ({ event, files, code, out }) => {
    const args = ['pagemap', 'diff', '--event', event, '--kind', 'anon', ...files];
    const result = await runOnDisk(args);
    expect(result.stdout).toMatch(out);
    expect(result.code).toBe(code);
    const ktap = await runOnDisk([...args, '--format', 'ktap']);
    expect(ktap.code).toBe(code);
    expect(ktap.stdout).toMatch(/^# +kernel \S+, assumed \(-k chooses\)$/m);
  });
});

describe('--moved', () => {
  const [low, high] = ['7f0000000000', '7f0000100000'];
  const at = (place: string, words: readonly bigint[], name: string): readonly string[] => [
    folder.write(name, dumpOf(words)),
    folder.write(
      `${name}.maps`,
      new TextEncoder().encode(
        `${place}-${(BigInt(`0x${place}`) + 4096n * BigInt(words.length)).toString(16)} rw-p 0 00:00 0 \n`,
      ),
    ),
  ];
  test.each([
    { name: 'up', from: low, to: high },
    { name: 'down', from: high, to: low },
  ])('$name', async ({ name, from, to }) => {
    const words = [WP, WP + 1n, WP + 2n, NONE];
    const length = 0x100 + 4;
    const place = (where: string, from4: readonly bigint[]): bigint[] => {
      const all = Array.from({ length }, () => NONE);
      from4.forEach((word, i) => (all[(where === low ? 0 : 0x100) + i] = word));
      return all;
    };
    const [before = ''] = at(low, place(from, words), `${name}-before`);
    const [after = ''] = at(low, place(to, [NOT_WP, WP + 1n, NOT_WP + 2n, NONE]), `${name}-after`);
    const args = ['--start', `0x${low}`, '--moved', `0x${from}:${to}:16K`, '-k', '6.12', before, after];
    const { code, stdout } = await runOnDisk(['pagemap', 'diff', '--fail-on', 'lost-uffd-wp', ...args]);
    const page = (offset: bigint): string => `0x0000${(BigInt(`0x${to}`) + offset).toString(16)}-`;
    expect(code).toBe(1);
    expect(stdout).toContain(page(0n));
    expect(stdout).toContain(page(0x2000n));
    expect(stdout).not.toContain(page(0x1000n));
    expect(stdout).toMatch(/lost-uffd-wp: 2 of/);
    const list = await runOnDisk(['pagemap', 'diff', ...args]);
    expect(list.stdout).toMatch(/# 2 pages lost-uffd_wp\n/);
    // What lies elsewhere stayed, and one page of the moved range does not go with the others.
    const event = await runOnDisk(['pagemap', 'diff', '--event', 'mremap', '--kind', 'anon', ...args]);
    expect(event.code).toBe(1);
    expect(event.stdout).toContain(page(0x1000n));
  });

  test.each([
    { name: 'BEFORE ends inside of OLD', cut: 'before', what: 'OLD' },
    { name: 'AFTER ends inside of NEW', cut: 'after', what: 'NEW' },
  ])('$name: no answer', async ({ cut, what }) => {
    const all = (first: number, words: readonly bigint[], end: number): readonly bigint[] =>
      Array.from({ length: end }, (_, i) => words[i - first] ?? NONE);
    const [before = ''] = at(low, all(4, [WP, WP + 1n], cut === 'before' ? 5 : 16), `cut-${cut}-before`);
    const [after = ''] = at(
      low,
      all(12, [NOT_WP, NOT_WP + 1n], cut === 'after' ? 13 : 16),
      `cut-${cut}-after`,
    );
    const args = ['--event', 'mremap', '--kind', 'anon', '--moved', '0x4000:0xc000:8K', '-k', '6.18'];
    const { code, stderr } = await runOnDisk(['pagemap', 'diff', ...args, before, after]);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(what) });
  });

  test.each([
    { name: 'both', ranges: ['0x4000-0x6000', '0xc000-0xe000'], code: 0 },
    { name: 'one over both', ranges: ['0x0-0x10000'], code: 0 },
    { name: 'NEW alone', ranges: ['0xc000-0xe000'], code: 2 },
    { name: 'OLD alone', ranges: ['0x4000-0x6000'], code: 2 },
    { name: 'half of NEW', ranges: ['0x4000-0x6000', '0xc000-0xd000'], code: 2 },
  ])('--range picks $name', async ({ name, ranges, code }) => {
    const words = (first: number): readonly bigint[] =>
      Array.from({ length: 16 }, (_, i) => (i === first || i === first + 1 ? WP + BigInt(i - first) : NONE));
    const [before = ''] = at(low, words(4), `picked-${name}-before`);
    const [after = ''] = at(low, words(12), `picked-${name}-after`);
    const args = [
      '--moved',
      '0x4000:0xc000:8K',
      '-k',
      '6.18',
      ...ranges.flatMap((range) => ['--range', range]),
    ];
    const result = await runOnDisk(['pagemap', 'diff', ...args, before, after]);
    expect(result).toMatchObject({
      code,
      stdout: '',
      stderr: code === 0 ? '' : expect.stringContaining('--range'),
    });
  });

  test('a range that nobody has is no answer', async () => {
    const [before = ''] = at(low, [WP], 'empty-before');
    const args = ['--fail-on', 'lost-uffd-wp', '--moved', '0x10000:0x20000:4K', '-k', '6.12', before, before];
    const { code, stderr } = await runOnDisk(['pagemap', 'diff', ...args]);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('--moved') });
  });
});

test.each([
  { args: ['--event', 'frok'], err: /did you mean fork/ },
  { args: ['--fail-on', 'lost-ufd-wp'], err: /did you mean lost-uffd-wp\?/ },
  { args: ['--fail-on', 'lost_uffdwp'], err: /did you mean lost-uffd-wp\?/ },
  { args: ['--fail-on', 'lost-uffd-wp,foo'], err: /--fail-on "foo": no rule \(--rules lists them\)/ },
  {
    args: ['--fail-on', 'lost-data,lost-ufd-wp'],
    err: /--fail-on "lost-ufd-wp": did you mean lost-uffd-wp\?/,
  },
  { args: ['--fail-on', 'lost-data lost_uffd_wp'], err: /wanted names with commas between them/ },
  { args: ['--fail-on', 'lost-uffd_wp,before.present'], err: /each expression has a --fail-on of its own/ },
  { args: ['--fail-on', 'moved,'], err: /wanted names with commas between them/ },
  { args: ['--kind', 'anon'], err: /--kind: wants --event/ },
  { args: ['--format', 'ktap'], err: /--fail-on and --event/ },
  { args: ['--moved', '1:2'], err: /OLD:NEW:SIZE/ },
  // Six digits of an address are hexadecimal, as /proc/PID/maps prints them; those of a size are bytes: 8192000 is 2000 pages.
  { args: ['--moved', '000000:007d0000:8192001'], err: /SIZE 8192001 is not a multiple/ },
  { args: ['--moved', '000000:007cf000:8192000'], err: /the two ranges overlap/ },
  { args: ['--moved', '0:1M:4K', '--moved', '4K:2M:4K'], err: /one range at a time/ },
  { args: ['--fail-on', 'before.nothing'], err: /unknown name/ },
  { args: ['--fail-on', 'uffd_wp'], err: /did you mean before.uffd_wp or after.uffd_wp\?/ },
  { args: ['--where', 'present'], err: /did you mean before.present or after.present\?/ },
  {
    args: ['--where', 'after.state == "pte-marker:uffd_wp"'],
    err: /did you mean after.marker == "uffd_wp"\?/,
  },
])('$args is a mistake', async ({ args, err }) => {
  const files = dumpsOf('6.12 anon sync dontneed');
  const { code, stderr } = await runOnDisk(['pagemap', 'diff', ...args, ...files]);
  expect(code).toBe(2);
  expect(stderr).toMatch(err);
});

test('rules and events are listed', async () => {
  const { stdout } = await runOnDisk(['pagemap', 'diff', '--rules']);
  for (const name of ['lost-uffd-wp', 'lost-data', 'became-dirty', 'moved', 'swapped', 'fork_event', 'guard'])
    expect(stdout).toContain(name);
  const { stdout: json } = await runOnDisk(['pagemap', 'diff', '--rules', '--json']);
  checkLines('pagemap-diff', json);
});

describe('chain', () => {
  const DIRTY = 0x8180_0000_0000_2000n;
  const CLEAN = 0x8100_0000_0000_2000n;
  const chain = async (
    dumps: readonly (readonly bigint[])[],
    ...args: readonly string[]
  ): Promise<{ code: number; stdout: string }> => {
    const files = dumps.map((words, index) => folder.write(`chain-${index}`, dumpOf(words)));
    const result = await runOnDisk(['pagemap', 'chain', '-k', '6.12', ...args, ...files]);
    if (args.includes('--json')) checkLines('pagemap-chain', result.stdout);
    return result;
  };
  const other = CLEAN + 7n;
  const maps = folder.write('chain-maps', Buffer.from('00010000-00012000 rw-p 00000000 00:00 0 [heap]\n'));

  test.each([
    { name: 'a written page is in the set of its step', dumps: [[CLEAN, CLEAN], [DIRTY, CLEAN], [CLEAN, DIRTY]], code: 0 },
    { name: 'a page with another frame is in none', dumps: [[CLEAN, CLEAN], [DIRTY, other], [CLEAN, other]], code: 1 },
    { name: 'a page that is gone may be unmapped', dumps: [[CLEAN, CLEAN], [DIRTY, NONE]], code: 2 },
    { name: 'it is in a later set, unmapped or not', dumps: [[CLEAN, CLEAN], [DIRTY, NONE], [CLEAN, DIRTY]], code: 0 },
    { name: 'a page that is gone from its mapping is in none', dumps: [[CLEAN, CLEAN], [DIRTY, NONE]], args: ['--maps', maps], code: 1 },
    { name: 'it is in a later one', dumps: [[CLEAN, CLEAN], [DIRTY, other], [CLEAN, other | (1n << 55n)]], code: 0 },
    { name: 'nothing shows that soft-dirty is tracked', dumps: [[CLEAN], [CLEAN]], code: 2 },
    { name: 'written pages lost their protection', dumps: [[WP, WP], [NOT_WP, WP], [WP, NOT_WP]], code: 0 },
    { name: 'a protected page has another frame', dumps: [[WP, WP], [NOT_WP, WP + 9n]], code: 1 },
    { name: 'swapped out and in again is no change', dumps: [[WP, WP], [0x4200_0000_0000_0280n, NOT_WP], [WP, WP]], code: 0 },
  ])('$name', async ({ dumps, code, args = [] }) => {
    expect((await chain(dumps, '--json', ...args)).code).toBe(code);
  }); // prettier-ignore

  test('sets of a tracker that was not in use are not given', async () => {
    const { code, stdout } = await chain([[CLEAN], [CLEAN]], '--tracker', 'uffd-wp');
    expect(code).toBe(2);
    expect(stdout).toMatch(/^unanswered {2}chain: the sets of uffd-wp mean nothing/m);
    expect(stdout).not.toMatch(/dirty by/);
  });

  test('sets are given page by page', async () => {
    const { stdout } = await chain([
      [WP, WP, WP, WP],
      [NOT_WP, WP, NOT_WP, WP + 5n],
    ]);
    expect(stdout).toMatch(/# 2 pages in 2 ranges dirty by uffd-wp\n/);
    expect(stdout).toMatch(/another frame/);
    expect(stdout).toMatch(/^broken {2}chain: 1 page changed and is in no set/m);
    const ktap = await chain(
      [
        [WP, WP],
        [NOT_WP, WP + 5n],
      ],
      '--format',
      'ktap',
    );
    expect(ktap.stdout).toMatch(/^not ok 1 step 1/m);
  });
});

describe('plain dumps that end at different pages tell nothing of the rest', () => {
  const whole = (): string => folder.write('whole', dumpOf(Array.from({ length: 8 }, () => ARMED)));
  const cut = (): string => folder.write('cut', dumpOf(Array.from({ length: 5 }, () => ARMED)));

  test.each([
    { words: ['diff', '--event', 'swapout', '--kind', 'anon'], say: /pages that only one of the two has/ },
    { words: ['diff', '--fail-on', 'lost-uffd-wp'], say: /pages that only one of the two has/ },
    { words: ['diff'], say: /not known whether or how 3 pages changed: / },
    { words: ['diff', '-q', '--where', 'after == null'], say: /could not be asked of 3 pages: / },
    { words: ['diff', '-q', '--where', 'changes has "unmapped"'], say: /could not be asked of 3 pages: / },
    { words: ['diff', '-q', '--where', 'before.uffd_wp && after.present'], say: /could not be asked of 3 / },
    { words: ['chain'], say: /pages that only one of the two has/ },
  ])('pagemap $words', async ({ words, say }) => {
    const both = [whole(), cut()];
    for (const files of words.includes('lost-uffd-wp') ? [both] : [both, both.toReversed()]) {
      // What the second lacks may be there, and what the first lacks may have been.
      const own = files === both ? words : words.map((word) => SWAPPED[word] ?? word);
      const { code, stdout, stderr } = await runOnDisk(['pagemap', ...own, '-k', 'debian-6.12', ...files]);
      expect({ own, code }).toEqual({ own, code: 2 });
      expect(stdout + stderr).toMatch(say);
      expect(stdout).not.toMatch(/^broken|[0-9a-f] (?:un)?mapped$|[1-9]\d* pages (?:unmapped|of new)/m);
    }
  });

  const SWAPPED: Readonly<Record<string, string>> = {
    'after == null': 'before == null',
    'changes has "unmapped"': 'changes has "mapped"',
    'before.uffd_wp && after.present': 'after.uffd_wp && before.present',
  };

  test('what the pages that are there decide needs no others', async () => {
    // All that the second has are protected, whatever the first had.
    const lost = ['--fail-on', 'lost-uffd-wp', cut(), whole()];
    expect((await runOnDisk(['pagemap', 'diff', '-k', 'debian-6.12', ...lost])).code).toBe(0);
    const where = ['-q', '--where', 'before.file && after == null', whole(), cut()];
    expect((await runOnDisk(['pagemap', 'diff', '-k', 'debian-6.12', ...where])).code).toBe(0);
  });

  test('JSON counts them', async () => {
    const { stdout } = await runOnDisk(['pagemap', 'diff', '--json', '-k', 'debian-6.12', whole(), cut()]);
    expect(jsonLines(stdout)).toEqual([
      {
        schema: 2,
        summary: {},
        not_known: [{ pages: 3, reason: expect.stringContaining('without mappings') }],
      },
    ]);
  });
});

test('an event that the kernel does not have is no answer', async () => {
  // MADV_GUARD_INSTALL: v6.13 include/uapi/asm-generic/mman-common.h; the fixtures' 6.12 says EINVAL.
  const [before, after] = dumpsOf('6.12 anon sync dontneed');
  const { code, stderr } = await runOnDisk([
    'pagemap',
    'diff',
    '-k',
    '6.12',
    '--event',
    'guard',
    '--kind',
    'anon',
    before,
    after,
  ]);
  expect([code, stderr]).toEqual([2, expect.stringContaining('came with 6.13')]);
});

describe('null in a condition on transitions', () => {
  // A marker of uffd-wp of 6.18 (swap type 31, PTE_MARKER_UFFD_WP) that stays, one that goes, and a present page.
  const MARKER = (1n << 62n) | (1n << 57n) | (1n << 5n) | 31n;
  const before = folder.write('null-before.pm', dumpOf([WP | 5n, MARKER, MARKER]));
  const after = folder.write('null-after.pm', dumpOf([WP | 5n, MARKER, NONE]));
  const ask = (condition: string, ...more: readonly string[]): ReturnType<typeof runOnDisk> =>
    runOnDisk(['pagemap', 'diff', before, after, '-k', '6.18', '--fail-on', condition, ...more]);

  test.each([
    { condition: 'before.marker == "uffd_wp" && after.marker == null', pages: 1 },
    { condition: 'before.marker != null && after.marker == null', pages: 1 },
    { condition: 'before.marker != null', pages: 2 },
    { condition: 'before.marker == null', pages: 1 },
  ])('$condition: a page without a marker has none', async ({ condition, pages }) => {
    const { code, stdout } = await ask(condition);
    expect(code).toBe(1);
    expect(stdout).toContain(`: ${pages} of 3 pages`);
  });

  test('after == null is asked of a page that is not there, and not of what each page has', async () => {
    const maps = folder.write('null-maps', Buffer.from('00010000-00013000 rw-p 00000000 00:00 0 [heap]\n'));
    expect((await ask('after == null', '--maps', maps)).code).toBe(0);
    const { code, stderr } = await ask('before.flags == null');
    expect(code).toBe(2);
    expect(stderr).toContain('before.flags is null only where before is: before == null');
  });

  // v6.18 fs/proc/task_mmu.c pagemap_pte_hole: 0 is written for what no mapping has, as for what a mapping has no page for.
  test.each([
    { condition: 'after == null', code: 2 },
    { condition: 'changes has "unmapped"', code: 2 },
    { condition: 'changes has "mapped"', code: 0 },
    { condition: 'before.present && after == null', code: 0 },
    { condition: 'after == null || after.none', code: 1 },
  ])('an empty entry of a plain dump may be of no page: $condition', async ({ condition, code }) => {
    const result = await ask(condition);
    expect(result.code).toBe(code);
    if (code === 2)
      expect(result.stdout).toMatch(/^unanswered.*\n.*empty entries of a dump without mappings/m);
    // It picks of what changed: of the third page alone it is not known.
    const picked = await runOnDisk([
      'pagemap',
      'diff',
      before,
      after,
      '-k',
      '6.18',
      '-q',
      '--where',
      condition,
    ]);
    expect(picked.code).toBe(code);
    if (code === 2) expect(picked.stderr).toContain('--where could not be asked of 1 page: empty entries');
  });
});
