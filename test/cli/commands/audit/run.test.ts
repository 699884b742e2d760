import { afterAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { createFile } from '../../../../src/input/bytes/new-file.ts';
import { PROFILES } from '../../../../src/kernel/profiles.ts';
import { CaptureWriter } from '../../../../src/pagemap/capture/writer.ts';
import { createEngine } from '../../../../src/pagemap/scan/wasm.ts';
import { captureOf } from '../../../helpers/captures.ts';
import { runOnDisk } from '../../../helpers/fake-io.ts';
import { jsonLines, property } from '../../../helpers/json.ts';
import { realFile } from '../../../helpers/real-kernels.ts';
import { temporaryFolder } from '../../../helpers/temporary.ts';
import { readAnnotations, readJunit, readKtap } from '../../../helpers/verdict-readers.ts';

const SWAPS = `Filename				Type		Size		Used		Priority
/dev/my\\040swap                         partition	8188		100		-2
`;

describe('audit', () => {
  const folder = temporaryFolder();
  afterAll(folder.remove);
  const file = (name: string, content: string | Uint8Array): string =>
    folder.write(name, typeof content === 'string' ? new TextEncoder().encode(content) : content);

  test('a page of the kernel that is not present is no broken swap entry', async () => {
    // As `scan --entries --json` writes it: 6.12, a page that debug_pagealloc or set_memory_np() took away.
    const records = file(
      'entries.jsonl',
      '{"vaddr":"0xffff8c7643a9c000","level":"pte","raw":"0x8000000003a9c962","state":"unmapped"}\n' +
        '{"vaddr":"0x7f0000000000","level":"pte","raw":"0x07fffffffffbfe0e","state":"swap"}\n',
    );
    const { code, stdout } = await runOnDisk(['audit', '-k', 'debian-6.12', '-i', 'json', '-f', records]);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'Linux 6.12.117 (debian-6.12), x86_64\n1 value, nothing is broken\n',
    });
  });

  test('JSON says who named the kernel', async () => {
    const records = file('own.jsonl', '{"raw":"0x4","kernel":"6.12"}\n{"raw":"0x4"}\n');
    const sources = async (args: readonly string[], env: Record<string, string> = {}) =>
      jsonLines((await runOnDisk(['audit', '--json', ...args], { env })).stdout).map((report) =>
        property(report, 'kernel_source'),
      );
    expect(await sources(['0x4'])).toEqual(['default']);
    expect(await sources(['0x4', '-k', '6.12'])).toEqual(['option']);
    expect(await sources(['0x4'], { PTE_DECODE_KERNEL: '6.12' })).toEqual(['option']);
    expect(await sources(['-i', 'json', '-f', records])).toEqual(['default', 'records']);
    expect(await sources(['-i', 'json', '-f', records, '-k', '6.1'])).toEqual(['option']);
    const own = file('own.cap', captureOf('6.1', [{ start: 0n, flags: 'rd wr', words: [(1n << 62n) | 5n] }]));
    expect(await sources(['-i', 'pagemap', own])).toEqual(['capture']);
  });

  test('a record of another architecture has no verdict', async () => {
    const records = file(
      'mixed.jsonl',
      '{"raw":"0x0078000040080713","arch":"arm64"}\n{"raw":"0x07fffffffffbfe0e","arch":"x86_64"}\n',
    );
    const { code, stdout, stderr } = await runOnDisk(['audit', '-k', '6.12', '-i', 'json', '-f', records]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: 'Linux 6.12, x86_64\n1 value, nothing is broken\n' });
    expect(stderr).toContain('mixed.jsonl:1: a record of arm64, where x86_64 is audited');
  });

  // include/linux/swapops.h: marker bit 4 is PTE_MARKER_GUARD from 6.15 on.
  describe('records that name their kernels', () => {
    const GUARD = '"raw":"0xfffffffffffff600"';
    const records = (...lines: readonly string[]): string =>
      file('named.jsonl', lines.map((line) => `{${line}}\n`).join(''));

    test('each is judged for its own, and the report says who named it', async () => {
      const path = records(`${GUARD},"kernel":"6.12"`, `${GUARD},"kernel":"7.1"`, `${GUARD},"kernel":"6.12"`);
      const { code, stdout } = await runOnDisk(['audit', '-i', 'json', '-f', path]);
      expect(code).toBe(1);
      expect(stdout).toMatch(/^Linux 6\.12, x86_64, as the records say\n2 values, 2 break an invariant/);
      expect(stdout).toMatch(/^Linux 7\.1, x86_64, as the records say\n1 value, nothing is broken/m);
      expect(stdout).not.toContain('assumed');
    });

    test('--kernel goes before them; other options are laid over what they say', async () => {
      const path = records(`${GUARD},"kernel":"7.1"`);
      const named = await runOnDisk(['audit', '-i', 'json', '-f', path, '-k', '6.12', '--json']);
      expect(named.code).toBe(1);
      expect(jsonLines(named.stdout)).toMatchObject([{ kernel: '6.12', broken: 1 }]);
      const laid = await runOnDisk(['audit', '-i', 'json', '-f', path, '--paging', '5', '--json']);
      expect(laid.code).toBe(0);
      expect(jsonLines(laid.stdout)).toMatchObject([{ kernel: '7.1,paging=5', broken: 0 }]);
    });

    // 64 - 12 bits of a frame with five levels, 46 - 12 with four: arch/x86/include/asm/sparsemem.h MAX_PHYSMEM_BITS.
    test('the levels of a record count', async () => {
      const five = '"raw":"0xf7fff7fffdb97400","kernel":"6.12,paging=5"';
      const path = records(five, `${five.replace(',paging=5', '')},"paging":5`);
      const { code, stdout } = await runOnDisk(['audit', '-i', 'json', '-f', path, '--json']);
      expect(code).toBe(0);
      expect(jsonLines(stdout)).toMatchObject([{ kernel: '6.12,paging=5', values: 2, broken: 0 }]);
    });

    test('without a kernel one is assumed, for the architecture of the record', async () => {
      const path = records('"raw":"0x0078000040080713","arch":"arm64"', '"raw":"0x4"');
      const { code, stdout } = await runOnDisk(['audit', '-i', 'json', '-f', path]);
      expect(code).toBe(0);
      expect(stdout).toMatch(/^assumed: Linux 5\.11 with the patch, x86_64;/);
      expect(stdout).toMatch(/^assumed: Linux \S+, arm64;/m);
    });

    test('one that is not known is an error of its line, and so are too many', async () => {
      const one = await runOnDisk(['audit', '-i', 'json', '-f', records(`${GUARD},"kernel":"7.99"`)]);
      expect(one).toMatchObject({ code: 2, stdout: '' });
      expect(one.stderr).toMatch(/named\.jsonl:1: kernel "7\.99": newer than the tables/);
      const names = Array.from(
        { length: 65 },
        (_, index) => `${GUARD},"kernel":"7.1,phys-mask=${index + 1}"`,
      );
      const many = await runOnDisk(['audit', '-i', 'json', '-f', records(...names)]);
      expect(many.code).toBe(2);
      expect(many.stderr).toMatch(/named\.jsonl:65: more than 64 kernels are named/);
    });
  });

  // Builds 241 to 347 of RHEL 8 can have the uffd-wp bits of 5.7 or not: bit 10 of a page, bit 2 of a swap pte.
  // Without them bit 2 of a swap pte must be zero (v5.6 arch/x86/include/asm/pgtable_64.h, the comment on swap entries).
  test.each([
    { raw: '0x8000000002bcbc67', invariant: 'uffd-wp-writable', known: '5.7' },
    { raw: '0x07fffffffffbfe04', invariant: 'reserved-bits', known: '4.18.0-240.el8' },
    {
      // SWP_MIGRATION_WRITE with CONFIG_DEVICE_PRIVATE: 29
      raw: '0xeffffffffdb97404',
      invariant: 'swap-uffd-wp-writable',
      known: '4.18.0-348.el8',
      more: { 'reserved-bits': 1 },
    },
  ])(
    'of $raw nobody knows whether it is broken: no pass',
    async ({ raw, invariant, known: elsewhere, more = {} }) => {
      const of = async (kernel: string, ...options: readonly string[]) =>
        runOnDisk(['audit', '-k', kernel, raw, ...options]);
      const text = await of('4.18.0-300.el8');
      expect(text.code).toBe(2);
      expect(text.stdout).toContain('nothing is known to be broken');
      expect(text.stdout).toMatch(new RegExp(`^  ${invariant}  1  unknown  `, 'm'));
      const json = await of('4.18.0-300.el8', '--json');
      expect(json.code).toBe(2);
      expect(jsonLines(json.stdout)).toMatchObject([
        { broken: 0, counts: {}, unknown: { [invariant]: 1, ...more } },
      ]);
      expect(jsonLines(json.stdout)).toMatchObject([
        { findings: [{ grade: 'unknown' }, {}].slice(0, 1 + Object.keys(more).length) },
      ]);
      const ktap = await of('4.18.0-300.el8', '--format', 'ktap');
      expect(ktap.code).toBe(2);
      expect(ktap.stdout).toMatch(new RegExp(`^not ok \\d+ ${invariant} # ERROR unknown: ${raw}`, 'm'));
      const known = await of(elsewhere, '--json');
      expect(known.code).toBe(1);
      expect(jsonLines(known.stdout)).toMatchObject([{ violations: { [invariant]: 1 }, unknown: {} }]);
    },
  );

  test('the bulk audit counts what nobody knows as one by one does', async () => {
    const path = file('doubtful.txt', '0x8000000002bcbc67\n0x8000000002bcb867\n'.repeat(300));
    const { code, stdout } = await runOnDisk(['audit', '-k', '4.18.0-300.el8', '-f', path, '--json']);
    expect(code).toBe(2);
    expect(jsonLines(stdout)).toMatchObject([{ values: 600, unknown: { 'uffd-wp-writable': 300 } }]);
  });

  test('of a dump that names no kernel the same one is assumed as by pagemap', async () => {
    const path = file('plain.dump', new Uint8Array(new BigUint64Array([(1n << 62n) | 0x3fn]).buffer));
    const audit = await runOnDisk(['audit', '-i', 'pagemap', path]);
    const pagemap = await runOnDisk(['pagemap', path]);
    const [, release = 'none'] = /kernel (\S+), assumed/.exec(pagemap.stdout) ?? [];
    expect(audit.stdout).toMatch(new RegExp(`^assumed: Linux ${release}, `));
  });

  // Type 30 with uffd-wp: a marker on 6.1, a writable migration on 6.12, which cannot be (include/linux/swap.h). What an assumed
  // kernel finds or does not find in it proves nothing, as of `pagemap check`.
  describe('the words of a dump of which nobody said the kernel', () => {
    const word = (1n << 62n) | (1n << 57n) | (1n << 5n) | 30n;
    const path = () => file('whose.dump', new Uint8Array(new BigUint64Array([word]).buffer));
    const why =
      'nobody said which kernel made the words (-k), or whether with CONFIG_DEVICE_PRIVATE (--config), and which swap types are special ones depends on it';

    test.each([[], ['--json'], ['-q'], ['--arch', 'x86_64']])('have no answer: %j', async (...how) => {
      const { code, stdout, stderr } = await runOnDisk(['audit', '-i', 'pagemap', ...how, path()]);
      expect([code, stderr]).toEqual([2, `pte-decode: audit: ${why}\n`]);
      expect(stdout).not.toContain('nothing is broken');
    });

    test('have none in a document for CI', async () => {
      const { code, stdout } = await runOnDisk(['audit', '-i', 'pagemap', '--format', 'ktap', path()]);
      expect(code).toBe(2);
      expect(new Set(readKtap(stdout).map(({ status }) => status))).toEqual(new Set(['error']));
      expect(stdout).toContain(`# ERROR ${why}`);
    });

    test.each([
      { kernel: '6.1', code: 0 },
      { kernel: '6.12', code: 1 },
    ])('have one on $kernel, by option, environment and capture', async ({ kernel, code }) => {
      const argv = ['audit', '-i', 'pagemap', '--config', 'CONFIG_DEVICE_PRIVATE=n', path()];
      const named = await runOnDisk([...argv, '-k', kernel]);
      const env = await runOnDisk(argv, { env: { PTE_DECODE_KERNEL: kernel } });
      const mapping = { start: 0n, flags: 'rd wr', words: [word] };
      const capture = captureOf(kernel, [mapping], true, { device_private: false });
      const own = await runOnDisk(['audit', '-i', 'pagemap', file('own.pmap', capture)]);
      for (const result of [named, env, own]) expect([result.code, result.stderr]).toEqual([code, '']);
    });

    // A write-protected word that may be a migrating page or a device's: what the capture says of its kernel decides, and
    // options over that.
    test.each([
      { said: {}, config: [], code: 2 },
      { said: { device_private: true }, config: [], code: 0 },
      { said: { device_private: false }, config: [], code: 1 },
      { said: { device_private: false }, config: ['--config', 'CONFIG_DEVICE_PRIVATE=y'], code: 0 },
    ])('hang on what a capture says: $said, $config', async ({ said, config, code }) => {
      const capture = (more: object) =>
        captureOf('6.12', [{ start: 0n, flags: 'rd wr', words: [word] }], true, { ...more });
      const own = file('said.pmap', capture(said));
      expect(await runOnDisk(['audit', '-i', 'pagemap', ...config, own])).toMatchObject({ code });
      // One capture says nothing of another.
      const both = [own, file('unsaid.pmap', capture({}))];
      expect(await runOnDisk(['audit', '-i', 'pagemap', ...both])).toMatchObject({ code: 2 });
    });

    test('leave a capture beside them its part, and the status is theirs', async () => {
      const mapping = { start: 0n, flags: 'rd wr', words: [word] };
      const own = file('beside.pmap', captureOf('6.1', [mapping]));
      const { code, stdout } = await runOnDisk(['audit', '-i', 'pagemap', own, path()]);
      expect(code).toBe(2);
      expect(stdout).toMatch(/Linux 6\.1, x86_64, as the capture says\n1 value, nothing is broken\n/);
    });
  });

  test('nothing broken exits with 0, something with 1; each kernel has its part', async () => {
    const clean = await runOnDisk(['audit', '--kernel', 'debian-6.12', '0x07fffffffffbfe0e']);
    expect(clean).toMatchObject({
      code: 0,
      stdout: 'Linux 6.12.117 (debian-6.12), x86_64\n1 value, nothing is broken\n',
    });
    const both = await runOnDisk([
      'audit',
      '--kernel',
      'debian-6.12',
      '--kernel',
      'debian-7.3',
      '--json',
      '0xf7fffffffffffc04',
    ]);
    expect(both.code).toBe(1);
    // Type 30 is a writable migration on 6.12, and a device-exclusive entry on 7.3.
    expect(jsonLines(both.stdout)).toMatchObject([
      { kernel: 'debian-6.12', broken: 1, counts: { 'swap-uffd-wp-writable': 1 } },
      { kernel: 'debian-7.3', broken: 0, counts: {} },
    ]);
  });

  test('counts are complete where --max shows fewer', async () => {
    const path = file('many.txt', '0x80000000029eac67\n'.repeat(25));
    const { code, stdout } = await runOnDisk(['audit', '--kernel', '6.1', '--max', '2', '--file', path]);
    expect(code).toBe(1);
    expect(stdout).toContain('uffd-wp-writable  25  ');
    expect(stdout).toContain('and 23 more');
    expect(stdout.match(/0x80000000029eac67/g)).toHaveLength(2);
    const json = await runOnDisk(['audit', '--kernel', '6.1', '--max', '0', '--json', '--file', path]);
    expect(jsonLines(json.stdout)).toMatchObject([
      { values: 25, counts: { 'uffd-wp-writable': 25 }, findings: [] },
    ]);
  });

  test('offsets are held against /proc/swaps', async () => {
    const swaps = file('swaps.txt', SWAPS);
    const { code, stdout } = await runOnDisk([
      'audit',
      '--kernel',
      '6.12',
      '--swaps',
      swaps,
      '0x07fffffffffbfe00',
      '0x07fffffff0000000',
    ]);
    expect(code).toBe(1);
    expect(stdout.replace(/\s+/g, ' ')).toContain('/dev/my swap has 2047 pages, the offset is 0x7ffff');
    // Offset 0x801 of type 0, and 0x200 of type 1.
    for (const [raw, why] of [
      ['0x07ffffffffeffc00', 'it can have 637 bad ones more'],
      ['0x0ffffffffffbfe00', 'type 1 can be /dev/my swap, if an area before it was swapped off'],
    ] as const) {
      const open = await runOnDisk(['audit', '--kernel', '6.12', '--swaps', swaps, raw]);
      expect([open.code, open.stdout.replace(/\s+/g, ' ')]).toEqual([2, expect.stringContaining(why)]);
      const ktap = await runOnDisk(['audit', '-k', '6.12', '--swaps', swaps, '--format', 'ktap', raw]);
      expect(ktap.code).toBe(2);
    }
    const bad = await runOnDisk(['audit', '--swaps', file('bad.txt', SWAPS.replace('8188', 'huge')), '0x4']);
    expect([bad.code, bad.stderr]).toEqual([2, expect.stringContaining('bad.txt:2: size "huge"')]);
  });

  test('records of decoding and scanning are read with their level, ranges are refused', async () => {
    const record = { raw: '0x00000000000001e7', level: 'pmd', vaddr: '0x00007f0000000000' };
    const path = file('records.jsonl', `${JSON.stringify(record)}\n{"raw":"0x4","entries":3}\nnonsense\n`);
    const { code, stdout, stderr } = await runOnDisk([
      'audit',
      '--kernel',
      '6.12',
      '--input',
      'json',
      '--file',
      path,
      '--json',
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain('a range of entries');
    expect(stderr).toContain('not JSON');
    expect(jsonLines(stdout)).toMatchObject([{ values: 1 }]);
  });

  test('a pagemap dump is audited for each kernel as the swap ptes it came from', async () => {
    // Bit 62, type 0, offsets 5 and 5: one slot twice; and an empty word.
    const word = (1n << 62n) | (5n << 5n);
    const bytes = new Uint8Array(new BigUint64Array([word, 0n, word]).buffer);
    const path = file('pagemap.bin', bytes);
    const { code, stdout } = await runOnDisk([
      'audit',
      '--kernel',
      '6.1',
      '--kernel',
      '6.12',
      '--input',
      'pagemap',
      '--json',
      '--file',
      path,
    ]);
    // KSM and fork make such pairs: suspicious, and no violation.
    expect(code).toBe(0);
    expect(jsonLines(stdout)).toMatchObject([
      {
        values: 2,
        counts: { 'duplicate-slot': 1 },
        findings: [{ raw: '0x07fffffffffff400', origin: '0x0000000000002000' }],
      },
      { kernel: '6.12', counts: { 'duplicate-slot': 1 } },
    ]);
  });

  // Type 30 is the marker on 6.1, which keeps uffd_wp in its offset, and a writable migration on 6.12 (include/linux/swap.h).
  test.each([[['6.12', '6.1']], [['6.1', '6.12']], [['6.12']]])(
    'a word is read as each kernel has it, whichever comes last: %j',
    async (kernels) => {
      const word = (1n << 62n) | (1n << 57n) | (1n << 5n) | 30n;
      const path = file('type-30.bin', new Uint8Array(new BigUint64Array([word]).buffer));
      const names = kernels.flatMap((kernel) => ['-k', kernel]);
      const { code, stdout } = await runOnDisk([
        ...['audit', '-i', 'pagemap', '--json', '--config', 'CONFIG_DEVICE_PRIVATE=n'],
        ...names,
        path,
      ]);
      expect(code).toBe(1);
      const found = jsonLines(stdout).map((report) => [
        property(report, 'kernel'),
        property(report, 'violations'),
      ]);
      expect(Object.fromEntries(found)).toEqual({
        ...(kernels.includes('6.1') ? { '6.1,CONFIG_DEVICE_PRIVATE=n': {} } : {}),
        '6.12,CONFIG_DEVICE_PRIVATE=n': { 'swap-uffd-wp-writable': 1 },
      });
    },
  );

  test('every profile audits a pagemap, and beside all of them none is named', async () => {
    const words = new Uint8Array(new BigUint64Array([(1n << 62n) | (5n << 5n)]).buffer);
    const from = ['audit', '-i', 'pagemap', '--json', file('one.bin', words), '-k', 'all'];
    const { code, stdout } = await runOnDisk(from);
    expect(code).toBe(0);
    expect(jsonLines(stdout).map((report) => property(report, 'kernel'))).toEqual(
      PROFILES.map(({ name }) => name),
    );
    for (const more of [
      ['-k', '6.1'],
      ['--kernel', 'host'],
    ])
      expect(await runOnDisk([...from, ...more])).toMatchObject({ code: 2, stdout: '' });
  });

  // A present and an empty word: pagemap shows nothing of their entries.
  test.each([['--json'], ['--format', 'ktap']])(
    'a pagemap without swapped words has no answer: %s',
    async (...how) => {
      const words = new Uint8Array(new BigUint64Array([(1n << 63n) | 5n, 0n]).buffer);
      const path = file('present.bin', words);
      const result = await runOnDisk(['audit', '-k', '6.12', '-i', 'pagemap', ...how, path]);
      expect(result.stdout + result.stderr).toContain('no word that is neither empty nor present');
      expect(result.code).toBe(2);
    },
  );

  test('what one capture breaks is shown where another one has nothing to audit', async () => {
    // Type 5: slot 0, which is the header of every swap area, and slot 7.
    const swap = (slot: bigint): bigint => (1n << 62n) | (slot << 5n) | 5n;
    const mapping = { start: 0n, flags: 'rd wr' };
    const without = file('without.pmap', captureOf('6.12', [{ ...mapping, words: [1n << 63n] }]));
    const broken = file('broken.pmap', captureOf('6.1', [{ ...mapping, words: [swap(0n), swap(7n)] }]));
    const { code, stdout, stderr } = await runOnDisk(['audit', '-i', 'pagemap', without, broken]);
    expect(code).toBe(2);
    expect(stderr).toContain('no word that is neither empty nor present');
    expect(stdout).toMatch(
      /^Linux 6\.1, x86_64, as the capture says\n2 values, 1 breaks an invariant\n {2}swap-slot-zero/,
    );
    expect(stdout).not.toContain('6.12');
  });

  test('a dump that ends inside a word: its name once', async () => {
    const path = file('cut.bin', new Uint8Array(19));
    const { code, stderr } = await runOnDisk(['audit', '--input', 'pagemap', path]);
    expect(code).toBe(2);
    expect(stderr.split(path)).toHaveLength(2);
  });

  test('a capture is audited for the kernel that it names, unless somebody names another one', async () => {
    const capture = (kernel: string): string => {
      const path = join(folder.path, `${kernel}.pmap`);
      const header = { format: 1, page_size: 4096, kernel, pid: 7, program: 'x', notes: [] } as const;
      const engine = createEngine();
      const maps = new TextEncoder().encode('1000-2000 rw-p 0 00:00 0 \n');
      const writer = new CaptureWriter(createFile(path), header, [maps], engine);
      // Type 30: a writable migration with uffd-wp on 6.12, a device-exclusive entry on 7.3.
      const hi = Number(((1n << 62n) | (1n << 57n) | (0x4000n << 5n)) >> 32n);
      writer.add({ page: 1, pages: 1, from: -1, lo: (0x4000 << 5) | 30, hi, vma: undefined });
      writer.finish();
      return path;
    };
    const argv = [
      'audit',
      '-i',
      'pagemap',
      '--json',
      '-f',
      capture('debian-7.3'),
      '-f',
      capture('debian-6.12'),
    ];
    const own = await runOnDisk(argv);
    expect(own.code).toBe(1);
    expect(jsonLines(own.stdout)).toMatchObject([
      { kernel: 'debian-7.3', values: 1, violations: {} },
      { kernel: 'debian-6.12', values: 1, violations: { 'swap-uffd-wp-writable': 1 } },
    ]);
    const named = await runOnDisk([...argv, '-k', 'debian-7.3']);
    expect(jsonLines(named.stdout)).toMatchObject([{ kernel: 'debian-7.3', values: 2, violations: {} }]);
    const { stdout } = await runOnDisk(argv.filter((word) => word !== '--json'));
    expect(stdout).toContain('Linux 6.12.117 (debian-6.12), x86_64, as the capture says\n');
  });

  test('hugetlb entries of a real kernel are remarked on and no violation, in every format', async () => {
    const release = '6.12.117+deb12-amd64';
    const argv = [
      'audit',
      '-k',
      '6.12',
      '--level',
      'pmd',
      '-i',
      'u64le',
      '-f',
      realFile(release, 'pmdpage-hugetlb.bin'),
    ];
    const { code, stdout } = await runOnDisk([...argv, '--json']);
    expect(code).toBe(0);
    expect(jsonLines(stdout)).toMatchObject([{ broken: 0, counts: { 'swap-at-level': 4 }, violations: {} }]);
    const ktap = await runOnDisk([...argv, '--format', 'ktap']);
    expect(ktap.code).toBe(0);
    const results = readKtap(ktap.stdout);
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['pass']));
    expect(results.find(({ name }) => name === 'swap-at-level')?.log[0]).toContain('remark: 0x');
  });

  // 6.12: a poisoned 2 MiB page; bit 10 is one of its offset, which pte_clear_uffd_wp() of present entries clears.
  test('a large page that begins within another one is a violation', async () => {
    const value = '0xdfffffffdbe3fe00';
    const cleared = await runOnDisk(['apply', '-k', '6.12', 'pte_clear_uffd_wp', value]);
    expect(cleared.stderr).toBe(
      'pte-decode: pte_clear_uffd_wp: not for swap entries: it changes its offset from 0x120e00 to 0x120e02; fork did this to hugetlb entries before the fix 83abe2fd5b3a\n',
    );
    const argv = ['audit', '-k', '6.12', '--level', 'pmd'];
    expect((await runOnDisk([...argv, value])).code).toBe(0);
    const after = await runOnDisk([...argv, '--format', 'github', cleared.stdout.trim()]);
    expect(after.code).toBe(1);
    expect(readAnnotations(after.stdout).map(({ properties }) => properties['title'])).toEqual([
      'pte-decode audit: frame-not-aligned',
    ]);
  });

  test('what could not be read is no pass', async () => {
    const { code, stdout } = await runOnDisk(['audit', '-k', '6.12', '--format', 'junit', 'zz']);
    expect(code).toBe(2);
    expect(new Set(readJunit(stdout).map(({ status }) => status))).toEqual(new Set(['error']));
  });

  test('binary values of another architecture', async () => {
    const path = file('u64.bin', new Uint8Array(new BigUint64Array([0x1234040n, 0x1234044n]).buffer));
    const { code, stdout } = await runOnDisk([
      'audit',
      '--arch',
      'arm64',
      '--kernel',
      '6.10',
      '--input',
      'u64le',
      '--file',
      path,
      '--json',
    ]);
    expect(code).toBe(1);
    expect(jsonLines(stdout)).toMatchObject([{ counts: { 'duplicate-exclusive': 1 } }]);
  });

  test('the profiles of an architecture, and wrong usage', async () => {
    const all = await runOnDisk([
      'audit',
      '--kernel',
      'all',
      '--arch',
      'loongarch64',
      '0x1234010000',
      '--json',
    ]);
    expect(jsonLines(all.stdout)).toHaveLength(3);
    expect((await runOnDisk(['audit', '--kernel', 'host', '--kernel', '6.1', '0x4'])).code).toBe(2);
    expect((await runOnDisk(['audit'])).code).toBe(2);
    expect((await runOnDisk(['audit', '0xz'])).code).toBe(2);
  });
});

test('a record that does not say where it is from is named as any other line is', async () => {
  const records = '{"raw":"0x8000000012345067","kernel":"6.1"}\n{"raw":"0x10","kernel":"6.1"}\n';
  const { stdout } = await runOnDisk(['audit', '--input', 'json', '--json', '-'], { stdin: records });
  const [first] = jsonLines(stdout);
  expect(JSON.stringify(first)).toContain('"<stdin>:2"');
  expect(stdout).not.toContain('record 2');
});
