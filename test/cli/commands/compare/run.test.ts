import { describe, expect, test } from '@jest/globals';
import { ARCHITECTURES } from '../../../../src/arch/index.ts';
import { decodeEntry } from '../../../../src/core/verdicts/decode.ts';
import { formatU64 } from '../../../../src/core/u64.ts';
import { RELEASES } from '../../../../src/kernel/profiles.ts';
import { resolveKernel } from '../../../../src/kernel/resolve.ts';
import { briefly } from '../../../../src/records/properties.ts';
import { runCli } from '../../../helpers/fake-io.ts';
import { checkLines } from '../../../helpers/schemas.ts';
import { randomValues } from '../../../helpers/values.ts';

/** What each row of kernels reads: the label, and the state. */
async function readings(
  value: string,
  argv: readonly string[] = [],
): Promise<Readonly<Record<string, string>>> {
  const { code, stdout } = await runCli(['compare', '--json', value, ...argv]);
  expect(code).toBe(0);
  return statesOf(stdout);
}

function statesOf(stdout: string): Readonly<Record<string, string>> {
  const rows = stdout.split('\n').filter(Boolean);
  return Object.fromEntries(
    rows.map((line) => {
      const { kernels, state }: { kernels: string; state: string } = JSON.parse(line);
      return [kernels, state];
    }),
  );
}

/** Whether the tables of an architecture have a release. */
function isCovered(arch: string, kernel: string): boolean {
  try {
    return resolveKernel({ arch, kernel }).arch === arch;
  } catch {
    return false;
  }
}

describe('pte-decode compare', () => {
  test('a marker of 6.1 is a migration entry of 6.12', async () => {
    expect(await readings('0xf7fffffffffffc00')).toMatchObject({
      '5.19-6.1': 'pte-marker',
      'debian-6.1': 'pte-marker',
      'debian-6.12': 'migration',
    });
  });

  test('a marker since 6.2 is a swap-in error of 5.19 to 6.1', async () => {
    expect(await readings('0xfffffffffffffc00')).toMatchObject({
      '5.19-6.1': 'swapin-error',
      '6.2-7.3': 'pte-marker',
    });
  });

  test('the special pte is one on the patched kernel only', async () => {
    const all = await readings('0x4');
    expect(Object.entries(all).filter(([, state]) => state === 'uffd-wp-special')).toEqual([
      ['uffd-wp-special', 'uffd-wp-special'],
    ]);
  });

  test('options apply to all kernels', async () => {
    // Without the migration types the memory failure type is right below the marker: 30.
    expect(await readings('0xf7fffffffffffc00', ['--config', 'CONFIG_MIGRATION=n'])).toMatchObject({
      'debian-6.12': 'hwpoison',
    });
  });

  // include/linux/swap.h: above MAX_SWAPFILES come hwpoison, migration (2, since 5.18 3), device (2, 5.14 to 6.14 4, then 3)
  // and the marker (since 5.19, and up to 6.1 a swap-in error above it): type 30 with CONFIG_DEVICE_PRIVATE=y.
  const WITH_DEVICES = {
    '5.10': 'device-private',
    '5.14': 'device-exclusive',
    '6.1': 'pte-marker',
    '6.12': 'device-exclusive',
    '7.3': 'device-exclusive',
  };
  // And with =n: 7.2 has it by default ("default y" of mm/Kconfig DEVICE_PRIVATE).
  const WITHOUT_DEVICES = {
    '5.10': 'migration',
    '5.14': 'migration',
    '6.1': 'pte-marker',
    '6.12': 'migration',
    '7.3': 'migration',
  };

  /** The state on some releases, whatever run they are in. */
  function onReleases(
    rows: Readonly<Record<string, string>>,
    releases: readonly string[],
  ): Record<string, string | undefined> {
    const runs = Object.entries(rows).map(([kernels, state]) => ({ span: kernels.split('-'), state }));
    const at = (release: string): string | undefined =>
      runs.find(({ span: [first = '', last = first] }) => {
        const place = RELEASES.indexOf(release);
        return (
          RELEASES.indexOf(first) <= place && place <= RELEASES.indexOf(last) && RELEASES.includes(first)
        );
      })?.state;
    return Object.fromEntries(releases.map((release) => [release, at(release)]));
  }

  test.each([
    { kernel: undefined, on: 'y', states: WITH_DEVICES },
    { kernel: '6.12', on: 'y', states: WITH_DEVICES },
    { kernel: '7.3', on: 'y', states: WITH_DEVICES },
    { kernel: undefined, on: 'n', states: WITHOUT_DEVICES },
    { kernel: '6.12', on: 'n', states: WITHOUT_DEVICES },
  ])(
    'a symbol applies to all kernels, whatever PTE_DECODE_KERNEL ($kernel) has: =$on',
    async ({ kernel, on, states }) => {
      const { code, stdout } = await runCli(
        ['compare', '--json', '0xf7fffffffdb97400', '--config', `CONFIG_DEVICE_PRIVATE=${on}`],
        { env: kernel === undefined ? {} : { PTE_DECODE_KERNEL: kernel } },
      );
      expect(code).toBe(0);
      expect(onReleases(statesOf(stdout), Object.keys(states))).toEqual(states);
    },
  );

  test('the same on an architecture whose newest release has it so', async () => {
    // Type 30, as above. v6.12 arch/arm64/include/asm/pgtable.h __SWP_TYPE_SHIFT 6
    const argv = ['--arch', 'arm64', '--config', 'CONFIG_DEVICE_PRIVATE=y'];
    expect(onReleases(await readings('0x12345780', argv), ['6.12'])).toEqual({ '6.12': 'device-exclusive' });
  });

  test('a property of the machine, and a whole .config', async () => {
    // v4.14.63 (L1TF) arch/x86/include/asm/pgtable_64.h: type in bits 59-63, ~offset in bits 9-58.
    const l1tf = await runCli(['compare', '--json', '0x0fffffffffdb9600', '--config', 'L1TF_LAYOUT=y']);
    expect(l1tf.stdout.split('\n')[0]).toMatch(/"kernels":"4\.14-.*"meaning":"swap; .*offset 0x1234/);
    const whole = await runCli(['compare', '--json', '0xf7fffffffdb97400', '--config', '/all'], {
      files: {
        '/all': ['DEVICE_PRIVATE', 'MIGRATION', 'MEMORY_FAILURE', 'USERFAULTFD', 'X86_64', 'SWAP']
          .map((name) => `CONFIG_${name}=y\n`)
          .join(''),
      },
    });
    expect(onReleases(statesOf(whole.stdout), ['5.10', '6.12'])).toEqual({
      '5.10': 'device-private',
      '6.12': 'device-exclusive',
    });
  });

  // 011f09d12052 (Sv57, 5.18); "arm64 updates for 6.9" (LPA2).
  test.each([
    { arch: 'riscv64', kernels: '5.18-7.3' },
    { arch: 'arm64', kernels: '6.9-7.3' },
  ])('releases that cannot have the levels are left out: $arch', async ({ arch, kernels }) => {
    const all = await readings('0x0', ['--arch', arch, '--paging', '5', '--level', 'pmd']);
    expect(Object.keys(all)[0]).toBe(kernels);
  });

  test.each(ARCHITECTURES.map(({ arch }) => arch))(
    '%s: releases that are taken to read a value alike do',
    async (arch) => {
      const newest = resolveKernel({ arch, kernel: RELEASES.at(-1) ?? '' });
      const values = randomValues(6, newest.entryBits);
      for (const level of ['pte', 'pmd'] as const) {
        const { stdout } = await runCli([
          ...['compare', '--json', '--arch', arch, '--level', level],
          ...values.map(formatU64),
        ]);
        let checked = 0;
        for (const line of stdout.split('\n').filter(Boolean)) {
          const said: { raw: string; kernels: string; meaning: string } = JSON.parse(line);
          const [first = '', last = first] = said.kernels.split('-');
          const from = RELEASES.indexOf(first);
          const to = RELEASES.indexOf(last);
          for (const kernel of from < 0 || to < 0 ? [] : RELEASES.slice(from, to + 1)) {
            const entry = decodeEntry(resolveKernel({ arch, kernel }), BigInt(said.raw), { level });
            expect([kernel, said.raw, said.meaning]).toEqual([kernel, said.raw, briefly(entry)]);
            checked++;
          }
        }
        const covered = RELEASES.filter((kernel) => kernel === newest.profile || isCovered(arch, kernel));
        expect(checked).toBe(values.length * covered.length);
      }
    },
  );

  test('the text has one row for each', async () => {
    const { stdout } = await runCli(['compare', '0x80000000046008e7', '--level', 'pmd'], { columns: 200 });
    const [raw, ...rows] = stdout.split('\n').filter(Boolean);
    expect(raw).toBe('0x80000000046008e7  x86_64');
    for (const row of rows) expect(row).toMatch(/^ {2}\S+ +present {2}pfn /);
  });

  describe('the kernels that -k names', () => {
    // As above: type 30 is the marker of 6.1; of 6.12 a migration entry, and without those the memory failure type.
    test('exactly those, in their order, each as it was named', async () => {
      const all = await readings('0xf7fffffffffffc00', [
        ...['-k', '6.12', '-k', '6.1', '-k', '6.12,CONFIG_MIGRATION=n', '-k', '6.1'],
      ]);
      expect(Object.entries(all)).toEqual([
        ['6.12', 'migration'],
        ['6.1', 'pte-marker'],
        ['6.12,CONFIG_MIGRATION=n', 'hwpoison'],
      ]);
    });

    test('options apply to all of them, PTE_DECODE_KERNEL to none', async () => {
      const { stdout } = await runCli(
        [
          ...['compare', '--json', '0xf7fffffffffffc00'],
          ...['-k', '6.1', '-k', '6.12', '--config', 'MIGRATION=n'],
        ],
        { env: { PTE_DECODE_KERNEL: '4.14' } },
      );
      expect(statesOf(stdout)).toEqual({ '6.1': 'pte-marker', '6.12': 'hwpoison' });
    });

    test('two files of a release, each with its own', async () => {
      const base = 'CONFIG_MMU=y\nCONFIG_X86_64=y\nCONFIG_SWAP=y\nCONFIG_MEMORY_FAILURE=y\n';
      const { stdout } = await runCli(
        ['compare', '--json', '0xf7fffffffffffc00', '-k', '6.12,config=/a', '-k', '6.12,config=/b'],
        { files: { '/a': `${base}CONFIG_MIGRATION=y\n`, '/b': base } },
      );
      expect(statesOf(stdout)).toEqual({ '6.12,config=/a': 'migration', '6.12,config=/b': 'hwpoison' });
      expect(checkLines('compare', stdout)).toBe(2);
    });

    test('what a name is read as stands beside it, the whole name in JSON', async () => {
      const argv = ['compare', '0xf7fffffffffffc00', '-k', '6.1.0-56-amd64'];
      expect((await runCli(argv)).stdout).toMatch(/^ {2}6\.1\.0-56-amd64 \(debian-6\.1\) +pte-marker/m);
      const { stdout } = await runCli([...argv, '--json']);
      expect(stdout).toContain('"kernels":"6.1.0-56-amd64 (debian-6.1)","kernel":"debian-6.1"');
    });

    test.each([
      { name: 'architectures', argv: ['-k', '6.12', '-k', '6.12,arch=arm64'], said: 'x86_64 and arm64' },
      { name: 'no release', argv: ['-k', ',config=/a'], said: 'kernel "": wanted a release' },
      { name: 'no file', argv: ['-k', '6.12,config='], said: '--config "": wanted a file' },
      { name: 'a kernel that is none', argv: ['-k', '6.12', '-k', '9.9'], said: 'kernel "9.9"' },
    ])('refused: $name', async ({ argv, said }) => {
      const result = await runCli(['compare', '0x4', ...argv], { files: { '/a': 'CONFIG_MMU=y\n' } });
      expect(result).toMatchObject({ code: 2, stdout: '' });
      expect(result.stderr).toContain(said);
    });

    test('a value has to fit the smallest entry', async () => {
      const argv = ['compare', '0x100000000', '--arch', 'i386', '-k', '6.1,paging=2', '-k', '6.1'];
      expect(await runCli(argv)).toMatchObject({ code: 2, stdout: '' });
    });
  });

  test('values that cannot be read', async () => {
    expect((await runCli(['compare', 'zz', '0x4'])).code).toBe(2);
    expect((await runCli(['compare'], { stdinIsTTY: true })).code).toBe(2);
  });
});

test('two spellings of one kernel are one row', async () => {
  const { stdout } = await runCli([
    'compare',
    '--json',
    '0x4',
    '-k',
    '6.1',
    '-k',
    'v6.12',
    '-k',
    '6.12',
    '-k',
    '6.1',
  ]);
  expect(stdout.match(/"kernels":"[^"]*"/g)).toEqual(['"kernels":"6.1"', '"kernels":"v6.12 (6.12)"']);
});
