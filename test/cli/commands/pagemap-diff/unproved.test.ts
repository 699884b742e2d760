import { afterAll, describe, expect, test } from '@jest/globals';
import { captureOf, type MadeMapping } from '../../../helpers/captures.ts';
import { runOnDisk } from '../../../helpers/fake-io.ts';
import { temporaryFolder } from '../../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

// v6.12 fs/proc/task_mmu.c: PM_PRESENT, PM_FILE, PM_UFFD_WP, PM_MMAP_EXCLUSIVE.
const PRESENT = 1n << 63n;
const SWAPPED = 1n << 62n;
const FILE = 1n << 61n;
const WP = 1n << 57n;
const OWN = 1n << 56n;
const ARMED = PRESENT | WP | OWN;
const PLAIN = PRESENT | OWN;
const ZERO_PAGE = PRESENT | 0x99n;
const OLD = 0x1_0000_0000n;
const NEW = 0x2_0000_0000n;
const UW = 'rd wr mr mw me uw';
const RW = 'rd wr mr mw me';

let count = 0;
function capture(mappings: readonly MadeMapping[], kernel = '6.12', softDirty?: boolean): string {
  return folder.write(`${(count += 1)}.pmap`, captureOf(kernel, mappings, softDirty ?? true));
}
const one = (words: readonly bigint[], flags = UW, more: Partial<MadeMapping> = {}): MadeMapping => ({
  start: OLD,
  flags,
  words,
  ...more,
});
const memfd = { perms: 'rw-s', name: '/memfd:x (deleted)' };
const armed = capture([one([ARMED | 1n, ARMED | 2n])]);
const plain = capture([one([PLAIN | 1n, PLAIN | 2n])]);
const cut = folder.write('cut.pmap', captureOf('6.12', [one([ARMED | 1n])]).slice(0, -20));

const dump = (...words: readonly bigint[]): string =>
  folder.write(`${(count += 1)}.bin`, new Uint8Array(new BigUint64Array(words).buffer));

interface Row {
  readonly name: string;
  readonly files: readonly string[];
  readonly args: readonly string[];
  readonly status: number;
  readonly out: RegExp;
  readonly kernel?: string;
}

const MOVED = ['--moved', '0x100000000:0x200000000:8K'];
const bothMapped = capture([
  one([ARMED | 1n, ARMED | 2n]),
  one([ARMED | 3n, ARMED | 4n], UW, { start: NEW }),
]);
const movedOver = capture([one([ARMED | 1n, ARMED | 2n], UW, { start: NEW })]);
const movedDown = capture([one([ARMED | 3n, ARMED | 4n])]);
const ROWS: readonly Row[] = [
  { name: 'mremap() over armed pages', files: [bothMapped, movedOver], args: ['--fail-on', 'lost-uffd-wp', '--fail-on', 'lost-data', ...MOVED], status: 1, out: /^broken {2}lost-uffd-wp: 2 of[^]*^broken {2}lost-data: 2 of/m },
  { name: 'the same downwards', files: [bothMapped, movedDown], args: ['--fail-on', 'lost-uffd-wp', '--moved', '0x200000000:0x100000000:8K'], status: 1, out: /^broken {2}lost-uffd-wp: 2 of/m },
  { name: 'mremap() over armed pages as an event', files: [bothMapped, movedOver], args: ['--event', 'mremap_event', ...MOVED], status: 1, out: /: 2 pages are otherwise than it leaves them/ },
  { name: 'mremap() and munmap() there', files: [bothMapped, movedOver], args: ['--event', 'mremap_event,munmap', ...MOVED], status: 0, out: /^holds/m },
  { name: 'dropped and read from the file', files: [plain, capture([one([PRESENT | FILE | OWN | 7n, PLAIN | 2n])])], args: ['--fail-on', 'lost-data'], status: 1, out: /: 1 of 2 pages/ },
  // The zero page, a KSM page and a page that a child shares and that moved are one and the same in pagemap.
  { name: 'dropped and read as the zero page, or merged by KSM', files: [plain, capture([one([ZERO_PAGE, PLAIN | 2n])])], args: ['--fail-on', 'lost-data'], status: 2, out: /^unanswered[^]*: 1 page from 0x0000000100000000 on: [^\n]*zero page[^\n]*KSM/m },
  { name: 'swapped, and the zero page after', files: [capture([one([SWAPPED | 0x20n, SWAPPED | 0x40n])]), capture([one([PLAIN | 1n, ZERO_PAGE])])], args: ['--fail-on', 'lost-data'], status: 2, out: /1 page from 0x0000000100001000 on: [^\n]*zero page/ },
  { name: 'swapped, and gone after', files: [capture([one([SWAPPED | 0x20n, SWAPPED | 0x40n])]), capture([one([PLAIN | 1n, 0n])])], args: ['--fail-on', 'lost-data'], status: 1, out: /: 1 of 2 pages/ },
  { name: 'swapped, and back', files: [capture([one([SWAPPED | 0x20n, SWAPPED | 0x40n])]), capture([one([PLAIN | 1n, PLAIN | 2n])])], args: ['--fail-on', 'lost-data'], status: 0, out: /^holds/m },
  { name: 'the zero page is dropped', files: [capture([one([ZERO_PAGE, PLAIN | 2n])]), capture([one([0n, PLAIN | 2n])])], args: ['--fail-on', 'lost-data'], status: 2, out: /1 page from 0x0000000100000000 on: they are gone/ },
  { name: 'a doubt beside a loss', files: [plain, capture([one([ZERO_PAGE, 0n])])], args: ['--fail-on', 'lost-data'], status: 1, out: /: 1 of 2 pages[^]*zero page/ },
  { name: 'shared by fork()', files: [plain, capture([one([PRESENT | 1n, PRESENT | 2n])])], args: ['--fail-on', 'lost-data'], status: 0, out: /^holds/m },
  { name: 'no longer exclusive, frames hidden', files: [capture([one([PLAIN, PLAIN])]), capture([one([PRESENT, PLAIN])])], args: ['--fail-on', 'lost-data'], status: 2, out: /frame numbers tell/ },
  { name: 'nothing protected before', files: [plain, plain], args: ['--fail-on', 'lost-uffd-wp'], status: 2, out: /no page was protected before/ },
  { name: 'a kind that the mapping is not', files: [capture([one([ARMED | FILE | 1n, ARMED | FILE | 2n], UW, memfd)]), capture([one([ARMED | FILE | 1n, 0n], UW, memfd)])], args: ['--event', 'dontneed', '--kind', 'anon'], status: 2, out: /the mappings say that it is shmem/ },
  { name: 'a kind that one of the mappings is not, beside a loss', files: [capture([one([ARMED | 1n]), one([ARMED | FILE | 1n], UW, { ...memfd, start: NEW })]), capture([one([PLAIN | 1n]), one([ARMED | FILE | 1n], UW, { ...memfd, start: NEW })])], args: ['--event', 'swapin', '--kind', 'anon'], status: 2, out: /^unanswered[^]*the mappings say that it is shmem/m },
  { name: 'a change in another spelling', files: [armed, plain], args: ['--fail-on', 'changes has "lost-uffd-wp"'], status: 1, out: /: 2 of 2 pages/ },
  { name: 'a change that is none', files: [armed, plain], args: ['--fail-on', 'changes has "lost-uffd_wq"'], status: 2, out: /did you mean "lost-uffd_wp"/ },
  { name: 'munmap() and mmap() at the same place', files: [armed, capture([one([PLAIN | 3n, PLAIN | 4n], RW)])], args: ['--event', 'munmap'], status: 0, out: /2 lost it, as it allows/ },
  { name: 'munmap(), and still registered', files: [armed, capture([one([PLAIN | 3n, PLAIN | 4n])])], args: ['--event', 'munmap'], status: 1, out: /^broken/m },
  // v6.12 fs/proc/task_mmu.c pagemap_read(): 0 for an empty entry and for an address without a mapping.
  { name: 'munmap(), in plain dumps', files: [dump(ARMED | 1n, ARMED | 2n), dump(0n, 0n)], args: ['--event', 'munmap', '-k', '6.12'], status: 0, out: /2 lost it, as it allows/ },
  { name: 'munmap(), and pages that lost it in plain dumps', files: [dump(ARMED | 1n, ARMED | 2n), dump(PLAIN | 1n, 0n)], args: ['--event', 'munmap', '-k', '6.12'], status: 1, out: /^broken/m },
  { name: 'an event on two kernels', files: [armed, capture([one([PLAIN | 1n, PLAIN | 2n])], '6.18')], args: ['--event', 'mprotect'], status: 2, out: /BEFORE is of kernel 6\.12, AFTER of 6\.18/ },
  { name: 'a rule on two kernels', files: [armed, capture([one([PLAIN | 1n, ARMED | 2n])], '6.18')], args: ['--fail-on', 'lost-uffd-wp'], status: 1, out: /note: BEFORE is of kernel 6\.12/ },
  { name: 'the parent kept some', files: [armed, capture([one([ARMED | 1n, PLAIN | 2n])])], args: ['--event', 'fork'], status: 1, out: /^(?![^]*every page kept)/ },
  { name: 'an input that ends early', files: [cut, cut], args: ['--fail-on', 'lost-uffd-wp'], status: 2, out: /^unanswered {2}lost-uffd-wp[^]*ends/m },
  { name: 'the same as JSON', files: [cut, cut], args: ['--fail-on', 'lost-uffd-wp', '--json'], status: 2, out: /"outcome":"unanswered"[^]*"reasons":\["/ },
  { name: 'the kernel of the environment', files: [capture([one([ARMED | 1n])], '6.12', false), capture([one([ARMED | 1n])], '6.12', false)], args: ['--fail-on', 'after.soft_dirty'], kernel: '6.12', status: 2, out: /built without CONFIG_MEM_SOFT_DIRTY/ },
  ...['after.raw & 0x80000000000000', 'changes has "gained-soft_dirty"', 'after.vma.flags has "sd"'].map((text): Row => ({ name: text, files: [capture([one([ARMED | 1n])], '6.12', false), capture([one([ARMED | 1n])], '6.12', false)], args: ['--fail-on', text], status: 2, out: /built without CONFIG_MEM_SOFT_DIRTY/ })),
]; // prettier-ignore

test.each(ROWS)('$name', async ({ files, args, status, out, kernel }) => {
  const env = kernel === undefined ? {} : { env: { PTE_DECODE_KERNEL: kernel } };
  const result = await runOnDisk(['pagemap', 'diff', ...files, ...args], env);
  expect(result.stdout + result.stderr).toMatch(out);
  expect(result.code).toBe(status);
});

test('a chain that ends early, or of two kernels, has no answer', async () => {
  const early = await runOnDisk(['pagemap', 'chain', cut, cut, '--json']);
  expect(early).toMatchObject({ code: 2 });
  expect(early.stdout).toContain('"outcome":"unanswered","reasons":["');
  const two = await runOnDisk(['pagemap', 'chain', armed, capture([one([ARMED | 1n, ARMED | 2n])], '6.18')]);
  expect(two.stdout).toContain('not answered: the dumps are of different kernels: 6.12, 6.18');
  expect(two.code).toBe(2);
});

// v6.12 mm/rmap.c try_to_unmap_one(): of a clean page of a file no entry is left, and the file has its content.
test.each([
  { what: 'a page of a file that was reclaimed', word: PRESENT | FILE | 7n, code: 0, out: /^holds/m },
  { what: 'a page of its own that is gone', word: PLAIN | 7n, code: 1, out: /dropped: present became none/ },
  // v6.12 mm/shmem.c shmem_writepage(): of shared memory neither the entry nor its bits are left.
  {
    what: 'a page of shared memory that is gone',
    word: PRESENT | FILE | 7n,
    code: 2,
    out: /^unanswered[^]*shared memory may be in swap/m,
    mapping: { name: '/dev/zero (deleted)', perms: 'rw-s' },
  },
])('a chain with $what', async ({ word, code, out, mapping = {} }) => {
  const chain = (second: bigint): string => capture([{ ...one([ARMED | 1n, second]), ...mapping }]);
  const result = await runOnDisk(['pagemap', 'chain', '--tracker', 'soft-dirty', chain(word), chain(0n)]);
  expect(result.stdout).toMatch(out);
  expect(result.code).toBe(code);
});

// v6.12 mm/rmap.c try_to_unmap_one(), include/linux/mm_inline.h pte_install_uffd_wp_if_needed(): a marker keeps the protection of
// shared memory that goes to swap, and not whether it is soft-dirty. What lost its protection is in the set, wherever it is.
const MARKER = SWAPPED | FILE | WP | (1n << 5n) | 31n;
const SOFT_DIRTY = 1n << 55n;
test.each([
  { what: 'goes to swap protected', words: [PRESENT | FILE | WP | 7n, MARKER], tracker: 'uffd-wp', code: 0 },
  { what: 'loses its protection', words: [PRESENT | FILE | WP | 7n, 0n], tracker: 'uffd-wp', code: 0 },
  { what: 'was not protected', words: [PRESENT | FILE | 7n, 0n], tracker: 'uffd-wp', code: 2 },
  { what: 'goes to swap protected', words: [PRESENT | FILE | WP | 7n, MARKER], tracker: 'soft-dirty', code: 2 },
  { what: 'is in a later set', words: [PRESENT | FILE | 7n, 0n, PRESENT | FILE | SOFT_DIRTY | 9n], tracker: 'soft-dirty', code: 0 },
])('a chain by $tracker with a page of shared memory that $what', async ({ words, tracker, code }) => {
  // The page beside it shows that the tracker is in use.
  const beside = ARMED | FILE | SOFT_DIRTY | 1n;
  const dumps = words.map((word) => capture([one([beside, word], UW, memfd)]));
  const result = await runOnDisk(['pagemap', 'chain', '--tracker', tracker, ...dumps]);
  expect(result.stdout).toMatch(code === 0 ? /^holds/m : /^unanswered[^]*shared memory may be in swap/m);
  expect(result.code).toBe(code);
}); // prettier-ignore

test.each(['--rule=soft-dirty-blind', '--no=soft_dirty', '--no=vma.flags has "sd"'])(
  'a kernel without soft-dirty: pagemap check %s',
  async (question) => {
    const env = { env: { PTE_DECODE_KERNEL: '6.12' } };
    const result = await runOnDisk(
      ['pagemap', 'check', capture([one([ARMED | 1n])], '6.12', false), question],
      env,
    );
    expect(result.stdout).toContain('built without CONFIG_MEM_SOFT_DIRTY');
    expect(result.code).toBe(2);
  },
);

describe('a capture that does not say what it read of mappings that smaps calls empty', () => {
  const mapping = { start: OLD, flags: RW, words: [], empty: 1 << 14 };
  const small = { start: NEW, flags: RW, words: [], empty: (1 << 14) - 1 };
  const write = (mappings: readonly MadeMapping[], more = {}): string =>
    folder.write(`${(count += 1)}.pmap`, captureOf('6.18', mappings, true, more));
  const questions = ['--rule=swap-kept', '--no=uffd_wp', '--no=guard'];

  test.each(questions)('pagemap check %s has no answer', async (question) => {
    const result = await runOnDisk(['pagemap', 'check', write([mapping, small]), question]);
    expect(result.stdout).toMatch(/unanswered[^]*not read[^]*must be taken again/);
    expect(result.stderr).toContain('does not say whether it read a mapping of 16384 pages');
    expect(result.code).toBe(2);
  });

  test.each(questions)(
    'pagemap check %s of one that says it, and of what is read in any case',
    async (question) => {
      const now = await runOnDisk(['pagemap', 'check', write([mapping], { unread_marked: true }), question]);
      expect(now).toMatchObject({ code: 0, stderr: '' });
      const always = await runOnDisk(['pagemap', 'check', write([small]), question]);
      expect(always).toMatchObject({ code: 0, stderr: '' });
    },
  );

  test('a comparison has no answer either', async () => {
    const path = write([{ ...mapping, words: [ARMED | 1n] }]);
    const result = await runOnDisk(['pagemap', 'diff', path, path, '--fail-on', 'lost-uffd-wp']);
    expect(result.stdout).toMatch(/^unanswered[^]*not read/m);
    expect(result.code).toBe(2);
  });
});
