import { describe, expect, test } from '@jest/globals';
import { captureOf } from '../../helpers/captures.ts';
import { runCli } from '../../helpers/fake-io.ts';
import { dumpOf } from '../../helpers/pagemap.ts';

const CAPTURE = captureOf('6.12', [{ start: 0n, flags: 'rd wr', words: [1n << 63n, 0n, 0n] }]);
const FILES = {
  'a.pmap': CAPTURE,
  'b.pmap': CAPTURE,
  'c.pagemap': dumpOf([1n << 63n, 0n, 0n]),
  page: new Uint8Array(4096),
  values: '0x4\n',
  empty: '',
  maps: '0-3000 rw-p 0 00:00 0 a\n',
  scan: '0x0 0x1000 0x8 mask 0x1ff\n',
};

// A filter, a place, a limit or a file that is not looked at would pass silently where its user counts on it.
const REFUSED: Readonly<Record<string, readonly (readonly [line: string, says: string])[]>> = {
  'options of another view': [
    ['pagemap --ranges --by vma a.pmap', '--by goes with a summary or --map'],
    ['pagemap --entries --by vma a.pmap', '--by goes with a summary or --map'],
    ['pagemap --html out.html --by vma a.pmap', '--by goes with a summary or --map'],
    ['pagemap --pid self --kpageflags --by vma', '--kpageflags: pages are not counted per mapping'],
    ['pagemap --pid self --pagemap-scan --where uffd_wp', '--where goes with a summary, --ranges'],
    ['pagemap --pid self --pagemap-scan --present', '--present goes with a summary, --ranges'],
    ['pagemap --pid self --pagemap-scan --by vma', '--by goes with a summary or --map'],
    [
      'pagemap --pid self --pagemap-scan --kpageflags',
      '--kpageflags goes with a summary, --ranges or --entries',
    ],
    ['pagemap --html out.html a.pmap c.pagemap', '--html writes a page of one input'],
    ['walk vmcore --user 0x1000', '--user goes with --pgd'],
    ['walk vmcore --cpu 0 --kernel-half 0xffff888000000000', '--kernel-half goes with --pgd'],
    ['pagemap diff --fail-on moved --where before.present -q a.pmap b.pmap', '--where lists changes'],
    [
      'pagemap diff --fail-on moved --where before.present --format ktap a.pmap b.pmap',
      '--where lists changes',
    ],
    ['scan --table page --range 0-1000', '--table and --range: one or the other'],
    [
      'scan --table page --check --format ktap --maps nosuch',
      '--maps names what is listed, and --format ktap lists nothing',
    ],
    ['scan --table page --check --format junit --swaps nosuch', '--swaps names what is listed'],
    ['scan --table page --ranges --maps empty', 'empty: no mapping in it'],
    ['scan --table page --user', '--table and --user: one or the other'],
    ['scan --table page --kernel-half', '--table and --kernel-half: one or the other'],
    ['scan --table page --tcr 0x1', '--table and --tcr: one or the other'],
    ['scan --table page --cr4 0x20', '--table and --cr4: one or the other'],
    ['scan --table page --page-size 16384', '--table and --page-size: one or the other'],
    ['scan --table page --memory-base 0x1000', '--table and --memory-base: one or the other'],
    ['scan vmcore --pagemap a.pmap --va 0x1000', '--va goes with --table'],
    ['scan vmcore --pagemap a.pmap --level pmd', '--level goes with --table'],
  ],
  'a list of rules checks nothing': [
    ['pagemap check --rules stale', '--rules lists the rules and reads nothing: --rule stale checks one'],
    ['pagemap check --rules c.pagemap', '--rules lists the rules and reads nothing, such as "c.pagemap"'],
    ['pagemap check --rules --every present', '--every: --rules lists the rules and reads nothing'],
    ['pagemap check --rules --pid self', '--pid: --rules lists the rules and reads nothing'],
    ['pagemap check --rules --format ktap', '--format ktap: --rules lists the rules and reads nothing'],
    ['pagemap diff --rules moved', '--rules lists the rules and reads nothing: --fail-on moved checks one'],
    ['pagemap diff --rules a.pmap b.pmap', '--rules lists the rules and reads nothing, such as "a.pmap"'],
    ['pagemap diff --rules --fail-on moved', '--fail-on: --rules lists the rules and reads nothing'],
    ['pagemap diff --rules --format junit', '--format junit: --rules lists the rules and reads nothing'],
  ],
  'files and processes': [
    ['pagemap --exact c.pagemap', '--exact goes with --pid'],
    ['pagemap --exact a.pmap', '--exact goes with --pid'],
    ['pagemap check --every present --exact c.pagemap', '--exact goes with --pid'],
    ['pagemap scan-compare --scan scan --exact c.pagemap', '--exact goes with --pid'],
    ['pagemap --pid self --start 0x1000', '--start goes with a dump, and --pid reads a process'],
    ['pagemap --pid self --maps maps', '--maps goes with a dump, and --pid reads a process'],
    ['pagemap --pid self --absolute', '--absolute goes with a dump, and --pid reads a process'],
    ['pagemap --pid self --page-size 65536', '--page-size 65536: a process of this machine has pages of'],
    ['pagemap --pid self --pagemap-scan --maps maps', '--maps goes with a dump, and --pid reads a process'],
    ['pagemap check --pid self --every present --maps nosuch', '--maps goes with a dump'],
    ['pagemap scan-compare --pid self --scan scan --start 0x1000', '--start goes with a dump'],
    ['pagemap --start 0x1000 a.pmap b.pmap', '--start: a.pmap is a capture, which says that itself'],
    ['pagemap check --every present --maps maps a.pmap b.pmap', '--maps: a.pmap is a capture'],
    ['pagemap diff --absolute a.pmap b.pmap', '--absolute: a.pmap is a capture'],
    ['pagemap chain --page-size 16384 a.pmap b.pmap', '--page-size: a.pmap is a capture'],
    ['audit -i pagemap --start 0x1000 -f a.pmap b.pmap', '--start: a.pmap is a capture'],
    ['audit --start 0x1000 0x4', '--start goes with --input pagemap'],
    ['audit --maps nosuch -f values', '--maps goes with --input pagemap'],
    ['audit --absolute 0x4', '--absolute goes with --input pagemap'],
    ['audit --page-size 16384 0x4', '--page-size goes with --input pagemap'],
    ['audit -i pagemap --level pmd c.pagemap', '--level: a word of pagemap says nothing of levels'],
  ],
  'how files are written, where none is read': [
    ['-i u64le 0x0400000000000000', '--input u64le goes with --file or standard input'],
    ['check -i u64be 0x4', '--input u64be goes with --file or standard input'],
    ['compare -i u64le 0x4', '--input u64le goes with --file or standard input'],
    ['audit -i u64le 0x4', '--input u64le goes with --file or standard input'],
    ['apply -i u64le pte_mkdirty 0x4', '--input u64le goes with --file or standard input'],
  ],
  'fields of another state': [
    [
      'encode swap --type 1 --offset 2 --exclusive',
      '--exclusive goes with migration, device-private or device-exclusive',
    ],
    [
      'encode present --pfn 5 --dirty',
      '--dirty goes with migration; a bit of any other entry is set by --flag',
    ],
    ['encode present --pfn 5 --writable', '--writable goes with migration'],
    ['encode present --pfn 5 --type 1 --offset 2', '--type goes with swap, migration'],
    ['encode swap --type 1 --offset 2 --pfn 5', '--pfn goes with present, protnone, table, migration'],
    ['encode swap --type 1 --offset 2 --prot 0x67', '--prot goes with present, protnone or table'],
    ['encode swap --type 1 --offset 2 --pkey 3', '--pkey goes with present, protnone or table'],
    ['encode swap --type 1 --offset 2 --marker 1', '--marker goes with pte-marker'],
    ['encode none --pfn 5', '--pfn goes with present'],
    ['encode pte-marker --marker 1 --young -k 6.12', '--young goes with migration'],
    ['encode swap --type 1 --offset 2 --vma anon', '--vma goes with uffd-wp-special'],
    ['encode migration --type 28 --offset 2 --pfn 5 -k 6.12', '--type and --pfn: one or the other'],
    ['encode migration --type 28 --offset 2 --dirty -k 6.12', '--type and --dirty: one or the other'],
    ['encode pte-marker --type 31 --offset 2 --marker 1 -k 6.12', '--type and --marker: one or the other'],
    ['encode - --pfn 5', '--pfn: a record says that itself'],
    ['encode - --flag dirty', '--flag: a record says that itself'],
  ],
  'inputs of another function': [
    ['apply pte_mkdirty 0x4 --prot 0x67', '--prot: pte_mkdirty takes pte alone'],
    ['apply pte_modify 0x67 --prot 0x67 --with 0x4', '--with: pte_modify takes pte and prot alone'],
    ['apply pte_mkdirty,pte_mkyoung 0x4 --young', '--young: none of pte_mkdirty and pte_mkyoung takes it'],
    ['apply swp_entry --type 1 --offset 2 --file values', '--file: swp_entry takes no entry'],
    ['apply - --prot 0x67', '--prot: an operation says that itself'],
    ['apply - --file values', '--file: operations are read from standard input'],
    ['apply - 0x4', 'apply: "0x4": operations are read from standard input'],
    ['apply --list pte_mkdirty', 'apply: --list takes no function, such as "pte_mkdirty"'],
  ],
  'what is named twice, and what there is not': [
    ['layout arm64 --arch x86_64', 'layout: arm64 and --arch x86_64: one or the other'],
    ['kernels arm64 --arch x86_64', 'kernels: arm64 and --arch x86_64: one or the other'],
    ['0x4 --config CONFIG_ARM64_16K_PAGES=y', '"CONFIG_ARM64_16K_PAGES=y": x86_64 has no such symbol'],
    [
      'audit 0x4 -k 6.12 --config CONFIG_ARM64_16K_PAGES=y',
      '"CONFIG_ARM64_16K_PAGES=y": x86_64 has no such symbol',
    ],
    ['special --config CONFIG_ARM64_16K_PAGES=y', '"CONFIG_ARM64_16K_PAGES=y": x86_64 has no such symbol'],
    ['check 0x4 --arch arm64 --config MEM_SOFT_DIRTY=y', '"MEM_SOFT_DIRTY=y": arm64 has no such symbol'],
    ['layout arm64 --config X86_PAE=y', '"X86_PAE=y": arm64 has no such symbol'],
    ['layout --form table', '--form table: no entry of level pte is one on x86_64'],
    ['layout --form leaf -l p4d --json', '--form leaf: no entry of level p4d is one on x86_64'],
  ],
};

describe.each(Object.entries(REFUSED))('%s', (_, rows) => {
  test.each(rows)('%s is refused', async (line, says) => {
    const result = await runCli(line.split(' '), { files: FILES });
    expect(result).toMatchObject({ code: 2, open: 0 });
    expect(result.stderr).toContain(says);
    // In the format for CI the refusal is an answer of its own.
    if (!/ktap|junit/.test(line)) expect(result.stdout).toBe('');
  });
});

test.each([
  'pagemap --map --by vma a.pmap',
  'pagemap --by vma --json a.pmap',
  'pagemap --start 0x1000 c.pagemap',
  'pagemap --maps maps a.pmap c.pagemap',
  'audit -i pagemap -k 6.12 --start 0x1000 -f a.pmap -f c.pagemap',
  'audit -i pagemap --page-size 4096 a.pmap b.pmap',
  'pagemap check --rules --json',
  'pagemap diff --rules',
  'check -i text 0x4',
  '-i u64le -f page 0x4',
  'encode migration --pfn 5 --writable --young --dirty -k 6.12',
  'encode device-private --pfn 5 --writable -k debian-7.3',
  'encode migration --type 28 --offset 2 -k 6.12',
  'apply pte_modify,pte_mkdirty 0x67 --prot 0x67',
  'layout arm64 --arch arm64',
  'layout arm64 --config ARM64_16K_PAGES=y',
  '0x4 --config CONFIG_ARM64_16K_PAGES=n',
  '0x4 -k 6.12 --config CONFIG_PAGE_TABLE_ISOLATION=y',
  'special --arch all --config MEM_SOFT_DIRTY=y',
  'layout arm64 --arch aarch64',
  'kernels aarch64 --arch arm64',
  'layout -l p4d',
])('%s is answered', async (line) => {
  const { stderr } = await runCli(line.split(' '), { files: FILES });
  expect(stderr).not.toMatch(/goes with|one or the other|takes|itself/);
});

test('a symbol of another machine is refused for an image, too', async () => {
  const line = 'walk page --memory-base 0 --paging 4 --pgd 0 --config ARM64_16K_PAGES=y 0x0';
  const { code, stdout, stderr } = await runCli(line.split(' '), { files: FILES });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('"ARM64_16K_PAGES=y": x86_64 has no such symbol');
});
