import { describe, expect, test } from '@jest/globals';
import { runCli } from '../../../helpers/fake-io.ts';
import { jsonLines, stringOf } from '../../../helpers/json.ts';
import { readAnnotations, readJunit, readKtap } from '../../../helpers/verdict-readers.ts';

const CONFIG = [
  'USERFAULTFD', 'HAVE_ARCH_USERFAULTFD_WP', 'PTE_MARKER_UFFD_WP', 'SHMEM', 'HUGETLB_PAGE', 'PROC_PAGE_MONITOR', 'TRANSPARENT_HUGEPAGE',
].map((name) => `CONFIG_${name}=y\n`).join('') + '# CONFIG_MEM_SOFT_DIRTY is not set\n'; // prettier-ignore

/** Word 1 of the own pagemap, which is the page of the stack. */
const pagemapOf = (word: bigint): Uint8Array => new Uint8Array(new BigUint64Array([0n, word]).buffer);

/** A machine as its files show it; `undefined` takes a file away. */
function machine(changes: Readonly<Record<string, string | Uint8Array | undefined>> = {}): {
  files: Record<string, string | Uint8Array>;
} {
  const files: Readonly<Record<string, string | Uint8Array | undefined>> = {
    '/proc/sys/kernel/osrelease': '6.12.117+deb12-amd64\n',
    '/proc/sys/kernel/arch': 'x86_64\n',
    '/proc/config.gz': CONFIG,
    '/proc/cpuinfo': 'flags\t\t: fpu la57\n',
    '/proc/sys/vm/unprivileged_userfaultfd': '0\n',
    '/proc/self/status': 'Name:\tx\nCapEff:\t000001ffffffffff\nSeccomp:\t0\n',
    '/proc/self/uid_map': '         0          0 4294967295\n',
    '/proc/self/auxv': new Uint8Array(new BigUint64Array([6n, 4096n, 0n, 0n]).buffer),
    '/proc/self/maps': '1000-2000 rw-p 0 00:00 0      [stack]\n',
    '/proc/self/pagemap': pagemapOf(0x81000000000abcden),
    '/proc/swaps': 'Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n',
    '/sys/kernel/mm/transparent_hugepage/enabled': 'always [madvise] never\n',
    '/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages': '0\n',
    ...changes,
  };
  return {
    files: Object.fromEntries(
      Object.entries(files).flatMap(([path, data]) => (data === undefined ? [] : [[path, data]])),
    ),
  };
}

async function answers(
  changes: Parameters<typeof machine>[0],
  ...argv: string[]
): Promise<Readonly<Record<string, string>>> {
  const { stdout } = await runCli(['host', '--json', ...argv], machine(changes));
  return Object.fromEntries(
    jsonLines(stdout).map((record) => [stringOf(record, 'name'), stringOf(record, 'answer')]),
  );
}

describe('the running machine', () => {
  test('is asked by its files', async () => {
    expect(await answers({})).toMatchObject({
      userfaultfd: 'yes',
      'userfaultfd-open': 'yes',
      'uffd-wp-shmem': 'yes',
      'wp-async': 'yes',
      guard: 'no',
      'soft-dirty': 'no',
      pfn: 'yes',
      'no-swap': 'yes',
      thp: 'yes',
      hugetlb: 'yes',
      'five-levels': 'yes',
    });
  });

  const STATUS = '/proc/self/status';
  // prettier-ignore
  test.each<{ name: string; changes: Readonly<Record<string, string | Uint8Array | undefined>>; is: string; what: string }>([
    { what: 'no capability', name: 'userfaultfd-open', changes: { [STATUS]: 'CapEff:\t0000000000000000\nSeccomp:\t0\n' }, is: 'no' },
    { what: 'a user namespace', name: 'userfaultfd-open', changes: { '/proc/self/uid_map': '0 1000 1\n' }, is: 'unknown' },
    { what: 'a filter', name: 'userfaultfd-open', changes: { [STATUS]: 'CapEff:\t000001ffffffffff\nSeccomp:\t2\n' }, is: 'unknown' },
    { what: 'open to all', name: 'userfaultfd-open', changes: { [STATUS]: 'CapEff:\t0\n', '/proc/sys/vm/unprivileged_userfaultfd': '1\n' }, is: 'yes' },
    { what: 'a device', name: 'userfaultfd-open', changes: { [STATUS]: 'CapEff:\t0\n', '/dev/userfaultfd': '' }, is: 'yes' },
    { what: 'hidden frames', name: 'pfn', changes: { '/proc/self/pagemap': pagemapOf(0x8100000000000000n) }, is: 'no' },
    { what: 'no pagemap', name: 'pfn', changes: { '/proc/self/pagemap': undefined }, is: 'unknown' },
    { what: 'a page that is away', name: 'pfn', changes: { '/proc/self/pagemap': pagemapOf(0n) }, is: 'unknown' },
    { what: 'a swap area', name: 'no-swap', changes: { '/proc/swaps': 'Filename Type Size Used Priority\n/dev/sda2 partition 8 0 -2\n' }, is: 'no' },
    { what: 'no file', name: 'no-swap', changes: { '/proc/swaps': undefined }, is: 'unknown' },
    { what: 'switched off', name: 'thp', changes: { '/sys/kernel/mm/transparent_hugepage/enabled': 'always madvise [never]\n' }, is: 'no' },
    { what: 'a soft-dirty page', name: 'soft-dirty', changes: { '/proc/config.gz': undefined, '/proc/self/pagemap': pagemapOf(0x80800000000abcden) }, is: 'yes' },
    { what: 'no configuration', name: 'soft-dirty', changes: { '/proc/config.gz': undefined }, is: 'unknown' },
    { what: 'no configuration', name: 'userfaultfd', changes: { '/proc/config.gz': undefined }, is: 'yes' },
    { what: 'no configuration', name: 'uffd-wp', changes: { '/proc/config.gz': undefined }, is: 'unknown' },
    { what: 'configuration in /boot', name: 'uffd-wp', changes: { '/proc/config.gz': undefined, '/boot/config-6.12.117+deb12-amd64': CONFIG }, is: 'yes' },
    { what: 'an enterprise kernel', name: 'wp-async', changes: { '/proc/sys/kernel/osrelease': '5.14.0-427.el9.x86_64\n' }, is: 'unknown' },
    { what: 'an old kernel', name: 'wp-async', changes: { '/proc/sys/kernel/osrelease': '4.9.0\n' }, is: 'no' },
  ])('$what: $name is $is', async ({ name, changes, is }) => {
    expect((await answers(changes))[name]).toBe(is);
  });

  test('no Linux is no answer', async () => {
    expect(await runCli(['host'], { files: {} })).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('--need', () => {
  test.each([
    { need: 'userfaultfd,uffd-wp-shmem', code: 0, status: ['pass', 'pass'] },
    { need: 'uffd-wp,guard', code: 1, status: ['pass', 'fail'] },
    { need: 'pagemap-scan-holes', code: 2, status: ['error'] },
  ])('$need: $code, in every format', async ({ need, code, status }) => {
    const run = (...argv: string[]) => runCli(['host', '--need', need, ...argv], machine());
    expect((await run()).code).toBe(code);
    const [ktap, junit, github] = [
      await run('--format', 'ktap'),
      await run('-F', 'junit'),
      await run('-F', 'github'),
    ];
    expect([ktap.code, junit.code, github.code]).toEqual([code, code, code]);
    expect(readKtap(ktap.stdout).map((one) => one.status)).toEqual(status);
    expect(readJunit(junit.stdout).map((one) => one.status)).toEqual(status);
    expect(readAnnotations(github.stdout)).toHaveLength(status.filter((one) => one !== 'pass').length);
  });

  test('a name that is none is a mistake', async () => {
    const { code, stderr } = await runCli(['host', '--need', 'wp-asink'], machine());
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('did you mean wp-async?') });
    expect((await runCli(['host', '--format', 'ktap'], machine())).code).toBe(2);
    for (const [need, err] of [
      ['', '--need: a name is missing; pte-decode host lists'],
      ['guard,', '--need: a name is missing'],
      ['foo', '--need "foo": no such name; pte-decode host lists'],
    ] as const)
      expect((await runCli(['host', '--need', need], machine())).stderr).toContain(err);
  });
});

test('another kernel is asked by release and configuration alone', async () => {
  const files = { 'a.config': CONFIG };
  const run = async (...argv: string[]) =>
    (await runCli(['host', '--json', ...argv], { files })).stdout
      .split('\n').filter(Boolean).map((line) => /"name":"([^"]+)".*"answer":"([^"]+)"/.exec(line)?.slice(1).join(' ')); // prettier-ignore
  const need = ['--need', 'uffd-wp,wp-async,soft-dirty,pfn'];
  expect(await run('-k', '6.1', '--config', 'a.config', ...need)).toEqual([
    'uffd-wp yes',
    'wp-async no',
    'soft-dirty no',
    'pfn unknown',
  ]);
  expect(await run('-k', '6.1', ...need)).toEqual([
    'uffd-wp unknown',
    'wp-async no',
    'soft-dirty unknown',
    'pfn unknown',
  ]);
  expect(await run('-k', 'debian-7.3', ...need)).toEqual([
    'uffd-wp yes',
    'wp-async yes',
    'soft-dirty yes',
    'pfn unknown',
  ]);
  const { stdout } = await runCli(['host', '-k', '6.6', '--need', 'pagemap-scan-holes,pagemap-scan-armed']);
  expect(stdout.match(/no +no PAGEMAP_SCAN before 6\.7/g)).toHaveLength(2);
  expect(await run('-k', '6.9', '--arch', 'arm64', '--need', 'uffd-wp')).toEqual(['uffd-wp no']);
});

// scripts/kconfig/merge_config.sh of the kernel: a fragment changes what it names and leaves the rest as it is.
test.each([
  { name: 'another kernel', argv: ['-k', '6.12'], shmem: 'unknown' },
  { name: 'a kernel as it was built', argv: ['-k', 'debian-6.12'], shmem: 'yes' },
  { name: 'the running one', argv: [], shmem: 'yes' },
])('a part of a .config says nothing of what it does not set: $name', async ({ argv, shmem }) => {
  const changes = { '/part': '# CONFIG_MEM_SOFT_DIRTY is not set\n' };
  expect(await answers(changes, ...argv, '--config', '/part')).toMatchObject({
    'soft-dirty': 'no',
    'uffd-wp-shmem': shmem,
  });
  const whole = { '/part': 'CONFIG_MMU=y\n# CONFIG_MEM_SOFT_DIRTY is not set\n' };
  expect(await answers(whole, ...argv, '--config', '/part')).toMatchObject({ 'uffd-wp-shmem': 'no' });
});

test('what is no .config is refused', async () => {
  const { code, stderr } = await runCli(['host', '--config', '/text'], machine({ '/text': 'root:x:0:0\n' }));
  expect([code, stderr]).toEqual([2, expect.stringContaining('/text: not a kernel .config')]);
});

test('a configuration that is not the one of the running kernel is told of', async () => {
  const ask = async (...config: readonly string[]) =>
    runCli(['host', '--need', 'soft-dirty', ...config.flatMap((text) => ['--config', text])], machine());
  const said = 'the configuration of the running kernel says otherwise: ';
  const { code, stderr } = await ask('CONFIG_MEM_SOFT_DIRTY=y', 'USERFAULTFD=n');
  expect([code, stderr]).toEqual([
    0,
    expect.stringContaining(`${said}CONFIG_MEM_SOFT_DIRTY=n, CONFIG_USERFAULTFD=y\n`),
  ]);
  expect(await ask('CONFIG_MEM_SOFT_DIRTY=n', '/proc/config.gz')).toMatchObject({ code: 1, stderr: '' });
  expect((await ask('/proc/config.gz')).stderr).toBe('');
});
