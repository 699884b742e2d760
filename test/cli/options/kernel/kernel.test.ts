import { describe, expect, test } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { readConfigText } from '../../../../src/cli/options/kernel/config-text.ts';
import { KERNEL_OPTIONS, kernelFromOptions } from '../../../../src/cli/options/kernel/kernel.ts';
import { resolveKernel } from '../../../../src/kernel/resolve.ts';
import { changedIo } from '../../../../src/input/bytes/io.ts';
import { parseFast } from '../../../../src/cli/start/parse.ts';
import type { CommandSpec } from '../../../../src/cli/spec.ts';
import { fakeIo, runCli, type Surroundings } from '../../../helpers/fake-io.ts';

const spec: CommandSpec = {
  name: '',
  args: '',
  summary: '',
  options: KERNEL_OPTIONS,
  examples: [],
  load: () => Promise.reject(new Error('never loaded')),
};

async function kernelOf(argv: readonly string[], around: Surroundings = {}) {
  const invocation = parseFast(spec, argv);
  if (!invocation) throw new Error(`cannot parse ${argv.join(' ')}`);
  return kernelFromOptions(invocation, fakeIo(around).io);
}

// A configuration as `make` writes it.
const CONFIG = `#
# Automatically generated file; DO NOT EDIT.
#
CONFIG_64BIT=y
CONFIG_USERFAULTFD=y
CONFIG_HAVE_ARCH_USERFAULTFD_WP=y
CONFIG_MIGRATION=y
CONFIG_DEVICE_PRIVATE=y
# CONFIG_MEMORY_FAILURE is not set
CONFIG_LOCALVERSION="-x"
`;

describe('kernelFromOptions', () => {
  test.each([
    { name: 'the default', argv: [], env: {}, id: 'uffd-wp-special' },
    { name: 'the environment', argv: [], env: { PTE_DECODE_KERNEL: 'debian-6.1' }, id: 'debian-6.1' },
    { name: 'an empty environment', argv: [], env: { PTE_DECODE_KERNEL: '' }, id: 'uffd-wp-special' },
    {
      name: '--kernel before the environment',
      argv: ['-k', '6.12'],
      env: { PTE_DECODE_KERNEL: '6.1' },
      id: '6.12',
    },
    { name: '--paging', argv: ['-k', '6.12', '--paging', '5'], env: {}, id: '6.12,paging=5' },
    {
      name: 'one symbol',
      argv: ['-k', '6.1', '--config', 'CONFIG_DEVICE_PRIVATE=y'],
      env: {},
      id: '6.1,CONFIG_DEVICE_PRIVATE=y',
    },
    { name: '--enc-bit', argv: ['-k', '6.12', '--enc-bit', '0x33'], env: {}, id: '6.12,enc-bit=51' },
  ])('$name', async ({ argv, env, id }) => expect((await kernelOf(argv, { env })).id).toBe(id));

  // The symbol that arch/*/Kconfig of each sets without asking.
  test.each([
    { symbol: 'ARM64', arch: 'arm64' },
    { symbol: 'ARCH_RV64I', arch: 'riscv64' },
    { symbol: 'S390', arch: 's390x' },
    { symbol: 'LOONGARCH', arch: 'loongarch64' },
    { symbol: 'PPC64', arch: 'powerpc64' },
    { symbol: 'X86_32', arch: 'i386' },
    { symbol: 'ARM', arch: 'arm' },
    { symbol: 'X86_64', arch: 'x86_64' },
  ])('a configuration file with CONFIG_$symbol is of $arch', async ({ symbol, arch }) => {
    const around = { files: { config: `CONFIG_${symbol}=y\n${CONFIG}` } };
    expect((await kernelOf(['-k', '6.12', '--config', 'config'], around)).arch).toBe(arch);
    const same = await kernelOf(['-k', '6.12', '--config', 'config', '--arch', arch], around);
    expect(same.arch).toBe(arch);
    const other = arch === 'arm64' ? 'x86_64' : 'aarch64';
    await expect(
      kernelOf(['-k', '6.12', '--config', 'config', '--arch', other], around),
    ).rejects.toMatchObject({
      code: 'ERR_CONFIG',
      message: expect.stringContaining(`a configuration of ${arch}, where `),
      origin: { source: 'config' },
    });
  });

  test.each([
    ['MIPS', 'MIPS'],
    ['ARCH_RV32I', 'riscv32'],
    ['SPARC64', 'sparc64'],
    // arch/x86/um/Kconfig: X86_64 is set as well.
    ['X86_64=y\nCONFIG_UML', 'User Mode Linux'],
  ])('a configuration file with CONFIG_%s is refused: there are no tables', async (symbol, name) => {
    const around = { files: { config: `CONFIG_${symbol}=y\n${CONFIG}` } };
    await expect(kernelOf(['-k', '6.12', '--config', 'config'], around)).rejects.toMatchObject({
      code: 'ERR_CONFIG',
      message: expect.stringContaining(`a configuration of ${name}, for which there are no tables`),
      origin: { source: 'config' },
    });
  });

  test('a configuration file, plain and gz, and symbols over it', async () => {
    const files = { plain: CONFIG, packed: gzipSync(CONFIG) };
    for (const path of ['plain', 'packed']) {
      const kernel = await kernelOf(['-k', '6.12', '--config', path], { files });
      // Types for 6.2 to 6.14 with DEVICE_PRIVATE and without MEMORY_FAILURE: 32 - 3 - 4 - 1 swap areas.
      expect(kernel.maxSwapfiles).toBe(24);
      expect(kernel.config('MEMORY_FAILURE')).toBe(false);
    }
    const over = await kernelOf(['-k', '6.12', '--config', 'plain', '--config', 'CONFIG_MEMORY_FAILURE=y'], {
      files,
    });
    expect(over.maxSwapfiles).toBe(23);
  });

  test('what the input says of its kernel stands between the options and the environment', async () => {
    const invocation = parseFast(spec, []);
    const named = parseFast(spec, ['-k', '6.1']);
    const { io } = fakeIo({ env: { PTE_DECODE_KERNEL: '5.11' } });
    expect(invocation && (await kernelFromOptions(invocation, io, { kernel: '6.12' })).id).toBe('6.12');
    expect(named && (await kernelFromOptions(named, io, { kernel: '6.12' })).id).toBe('6.1');
  });

  test.each([
    { name: 'an unknown kernel', argv: ['-k', 'x'], code: 'ERR_KERNEL_UNKNOWN' },
    { name: 'a kernel without a name', argv: ['--kernel', ''], code: 'ERR_KERNEL_UNKNOWN' },
    { name: 'an unknown architecture', argv: ['--arch', 'vax'], code: 'ERR_KERNEL_UNKNOWN' },
    { name: 'a symbol that changes nothing', argv: ['--config', 'CONFIG_X=y'], code: 'ERR_CONFIG' },
    { name: 'a value that is neither y nor n', argv: ['--config', 'CONFIG_SWAP=m2'], code: 'ERR_CONFIG' },
    { name: 'a missing file', argv: ['--config', 'missing'], code: 'ERR_INPUT' },
    { name: 'a damaged gz file', argv: ['--config', 'broken'], code: 'ERR_CONFIG' },
    { name: 'levels that do not exist', argv: ['--paging', '9'], code: 'ERR_FIELD_RANGE' },
    { name: 'a bit beyond 63', argv: ['--enc-bit', '64'], code: 'ERR_VALUE_RANGE' },
    { name: 'a mask of 65 bits', argv: ['--phys-mask', '0x10000000000000000'], code: 'ERR_VALUE_RANGE' },
    { name: 'a mask that is no number', argv: ['--phys-mask', 'all'], code: 'ERR_VALUE_SYNTAX' },
  ])('$name: $code', async ({ argv, code }) => {
    const files = { broken: new Uint8Array([0x1f, 0x8b, 8, 0, 1, 2, 3]) };
    await expect(kernelOf(argv, { files })).rejects.toMatchObject({ code });
  });

  // 77ef56e4f0fb (X86_5LEVEL, 4.14), "arm64 updates for 6.9" (LPA2), e8a62cc26ddf (Sv48, 5.17), 011f09d12052 (Sv57, 5.18); v6.12 arch/powerpc/Kconfig
  // PGTABLE_LEVELS: 4 on 64 bits.
  test.each([
    { argv: ['--arch', 'arm64', '-k', '6.8', '--paging', '5'], text: /5 levels since 6\.9, not in 6\.8$/ },
    { argv: ['-k', '5.4,arch=arm64,paging=5'], text: /5 levels since 6\.9, not in 5\.4$/ },
    {
      argv: ['--arch', 'riscv64', '-k', '5.16', '--paging', '4'],
      text: /4 levels since 5\.17, not in 5\.16$/,
    },
    {
      argv: ['--arch', 'riscv64', '-k', '5.17', '--paging', '5'],
      text: /5 levels since 5\.18, not in 5\.17$/,
    },
    { argv: ['--arch', 'arm64', '-k', '6.1.0-28-arm64', '--paging', '5'], text: /since 6\.9, not in 6\.1\./ },
    { argv: ['-k', '6.12', '--paging', '5', '--config', 'X86_5LEVEL=n'], text: /only with X86_5LEVEL=y$/ },
    { argv: ['--arch', 'arm64', '-k', '6.1', '--paging', '2'], text: /arm64 has 3 or 4 levels$/ },
    { argv: ['--arch', 'powerpc64', '--paging', '5'], text: /powerpc64 has 4 levels$/ },
    ...['ARM64_LPA2', 'ARM64_VA_BITS_52', 'ARM64_PA_BITS_52'].map((symbol) => ({
      argv: ['--arch', 'arm64', '-k', '6.12', '--paging', '5', '--config', `${symbol}=n`],
      text: new RegExp(`5 levels only with ${symbol}=y$`),
    })),
  ])('levels that a kernel does not have: $argv', async ({ argv, text }) => {
    await expect(kernelOf(argv)).rejects.toMatchObject({ code: 'ERR_FIELD_RANGE', message: text });
  });

  test.each([
    ['--arch', 'arm64', '-k', '6.9', '--paging', '5'],
    ['--arch', 'riscv64', '-k', '5.17', '--paging', '4'],
    ['--arch', 'riscv64', '-k', '5.18', '--paging', '5'],
    // Without CONFIG_X86_5LEVEL since 6.17: all kernels have them.
    ['-k', '6.17', '--config', 'X86_5LEVEL=n', '--paging', '5'],
    // A distribution can have brought them back.
    ['--arch', 'arm64', '-k', '6.6.30-android15-8', '--paging', '5'],
  ])('levels that a kernel can have: %s %s %s %s %s %s', async (...argv) => {
    expect((await kernelOf(argv)).paging).toBe(Number(argv.at(-1)));
  });

  test.each([
    { arch: 'riscv64', kernel: '5.10', paging: 4 },
    { arch: 'arm64', kernel: '6.6', paging: 5 },
  ])('$paging levels that an input shows are those of $arch $kernel', async (found) => {
    const invocation = parseFast(spec, []);
    const kernel = invocation && (await kernelFromOptions(invocation, fakeIo().io, found));
    expect([kernel?.paging, kernel?.levels.length]).toEqual([found.paging, found.paging]);
    expect(resolveKernel({ kernel: kernel?.id ?? '' }).id).toBe(kernel?.id);
  });

  // The head that scripts/kconfig/confdata.c conf_write() gives a file.
  test.each([
    { head: '6.12.1', argv: [], kernel: '6.12.1' },
    { head: '6.12.1', argv: ['-k', '6.1'], kernel: '6.1' },
    {
      head: '6.12.1',
      argv: ['audit', '--input', 'json'],
      stdin: '{"kernel":"6.6","raw":"0x4"}\n',
      kernel: '6.6',
    },
    { head: '6.12.1', argv: [], kernel: '6.12.1', env: '6.6' },
    { head: '7.9.1', argv: [], kernel: '7.3', says: /^pte-decode: warning: 7\.9\.1: newer than the tables/ },
    { head: '5.14.0-427.el9.x86_64', argv: [], kernel: '6.2', says: /is read as 6\.2/ },
    { head: 'nothing', argv: [], kernel: 'uffd-wp-special' },
  ])('the release in the head of a file: $head $argv', async ({ head, argv, stdin, kernel, env, says }) => {
    const files = { config: `# Linux/x86 ${head} Kernel Configuration\n${CONFIG}` };
    const words = [...argv, '--config', 'config', '--json', ...(stdin === undefined ? ['0x4'] : [])];
    const around = { files, stdin: stdin ?? '', env: env === undefined ? {} : { PTE_DECODE_KERNEL: env } };
    const { stdout, stderr } = await runCli(words, around);
    const { kernel: id } = JSON.parse(stdout) as { kernel: string };
    expect(id.split(',')[0]).toBe(kernel);
    expect(stderr).toMatch(says ?? /^$/);
  });

  test('a file that is no configuration is named in the message', async () => {
    const { code, stderr } = await runCli(['--config', 'picture', '0x4'], {
      files: { picture: '\u0000\u0001' },
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^pte-decode: picture/);
  });
});

// One of the two would be lost, and the answer be that of another kernel than somebody named.
// prettier-ignore
test.each([
  { argv: ['--config', 'MIGRATION=y', '--config', 'CONFIG_MIGRATION=n'], says: 'MIGRATION=y was given before' },
  { argv: ['--config', 'PAGE_TABLE_ISOLATION=n', '--config', 'MITIGATION_PAGE_TABLE_ISOLATION=y'], says: 'ISOLATION=n was given before' },
  { argv: ['-k', '6.12,MIGRATION=y', '--config', 'MIGRATION=n'], says: '--config MIGRATION=n: --kernel "6.12,MIGRATION=y" says y' },
  { argv: ['-k', '6.12,paging=5', '--paging', '4'], says: '--paging 4: --kernel "6.12,paging=5" says 5' },
  { argv: ['-k', '6.12,enc-bit=47', '--enc-bit', '51'], says: '--enc-bit 51: --kernel "6.12,enc-bit=47" says 47' },
  { argv: ['-k', '6.12,arch=arm64', '--arch', 'x86_64'], says: '--arch x86_64: --kernel "6.12,arch=arm64" says arm64' },
  { argv: ['-k', '6.12,paging=4,paging=5'], says: 'paging stands there twice' },
  { argv: ['-k', '6.12,MIGRATION=y,CONFIG_MIGRATION=n'], says: 'MIGRATION stands there twice' },
  { argv: ['host', '-k', '6.12', '--config', 'SHMEM=y', '--config', 'SHMEM=n'], says: 'SHMEM=y was given before' },
])('$argv contradict each other', async ({ argv, says }) => {
  const words = argv[0] === 'host' ? argv : ['0x4', ...argv];
  expect(await runCli(words)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(says) });
});

test.each([
  { argv: ['--config', 'MIGRATION=n', '--config', 'CONFIG_MIGRATION=n'] },
  { argv: ['-k', '6.12,paging=5,arch=amd64', '--paging', '5', '--arch', 'x86_64'] },
  { argv: ['-k', '6.12,phys-mask=0xfffff000', '--phys-mask', '4294963200'] },
])('$argv say the same', async ({ argv }) => {
  expect((await runCli(['0x4', ...argv])).code).toBe(0);
});

test('the environment is overridden, as are files', async () => {
  const env = { PTE_DECODE_KERNEL: '6.12,MIGRATION=y,paging=5' };
  const files = { config: 'CONFIG_MMU=y\nCONFIG_MIGRATION=y\n' };
  const argv = ['0x4', '--config', 'config', '--config', 'MIGRATION=n', '--paging', '4'];
  expect((await runCli(argv, { env, files })).code).toBe(0);
});

test('a file is read once, whatever asks for it: it can be a pipe', () => {
  const { io } = fakeIo();
  let reads = 0;
  const pipe = changedIo(io, {
    readFile: () => new TextEncoder().encode((reads += 1) === 1 ? 'CONFIG_MMU=y\n' : ''),
  });
  expect([readConfigText(pipe, 'pipe'), readConfigText(pipe, 'pipe')]).toEqual([
    'CONFIG_MMU=y\n',
    'CONFIG_MMU=y\n',
  ]);
});
