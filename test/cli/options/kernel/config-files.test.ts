import { describe, expect, test } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { ARCH_STEMS, configTextOf } from '../../../helpers/arch-vectors.ts';
import { runCli } from '../../../helpers/fake-io.ts';
import { property } from '../../../helpers/json.ts';

const WARNING =
  'pte-decode: warning: c looks like a part of a .config: symbols that it does not set are taken for off; --config SYM=y sets single ones\n';

// v6.12 scripts/kconfig/confdata.c: conf_write() begins with the head, conf_write_defconfig() writes none.
const HEAD = '#\n# Automatically generated file; DO NOT EDIT.\n# Linux/x86 6.12.0 Kernel Configuration\n#\n';
const SYMBOLS = 'CONFIG_MEM_SOFT_DIRTY=y\nCONFIG_USERFAULTFD=y\n';

describe('--config FILE', () => {
  test.each([
    { name: 'a defconfig', file: SYMBOLS },
    { name: 'a packed fragment', file: gzipSync(`# x\n${SYMBOLS}`) },
    { name: 'a fragment that switches off', file: '# CONFIG_USERFAULTFD is not set\n' },
  ])('$name: it is told of, and the exit status stays', async ({ file }) => {
    const { code, stderr } = await runCli(['-k', '6.12', '--config', 'c', '0x4'], { files: { c: file } });
    expect({ code, stderr }).toEqual({ code: 0, stderr: WARNING });
  });

  test('audit of several kernels tells of it once', async () => {
    const argv = ['audit', '-k', '6.12', '-k', '6.6', '--config', 'c', '0x4'];
    expect((await runCli(argv, { files: { c: SYMBOLS } })).stderr).toBe(WARNING);
  });

  test.each([
    { name: 'a whole .config', file: HEAD + SYMBOLS },
    { name: 'a packed one', file: gzipSync(HEAD + SYMBOLS) },
    { name: 'one without its head', file: `CONFIG_MMU=y\n${SYMBOLS}` },
  ])('$name: nothing is said', async ({ file }) => {
    const { code, stderr } = await runCli(['-k', '6.12', '--config', 'c', '0x4'], { files: { c: file } });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test.each([
    { name: 'a part behind a whole one', order: ['whole', 'part'] },
    { name: 'a whole one behind a part', order: ['part', 'whole'] },
  ])('$name: what the part leaves out stays, and nothing is said', async ({ order }) => {
    const files = {
      whole: `${HEAD}${SYMBOLS}CONFIG_MIGRATION=y\n`,
      part: '# CONFIG_MEMORY_FAILURE is not set\nCONFIG_DEVICE_PRIVATE=y\n',
    };
    const argv = [
      '-k',
      '6.12',
      '--json',
      '0xd7fffffffdb97400',
      ...order.flatMap((name) => ['--config', name]),
    ];
    const { stdout, stderr } = await runCli(argv, { files });
    expect(stderr).toBe('');
    const record: unknown = JSON.parse(stdout);
    for (const symbol of ['CONFIG_MEM_SOFT_DIRTY', 'CONFIG_USERFAULTFD', 'CONFIG_MIGRATION'])
      expect(record).toMatchObject({ kernel: expect.not.stringContaining(`${symbol}=n`) });
    expect(record).toMatchObject({ kernel: expect.stringContaining('CONFIG_DEVICE_PRIVATE=y') });
  });

  test('what a whole one leaves open stays open beside a part, and of two whole ones the later counts', async () => {
    const whole = `${HEAD}CONFIG_MMU=y\nCONFIG_X86_64=y\n${SYMBOLS}CONFIG_SWAP=y\nCONFIG_MIGRATION=y\n`;
    const files = { whole, other: whole.replace('CONFIG_MIGRATION=y\n', ''), part: 'CONFIG_SWAP=y\n' };
    const kernelOf = async (...names: readonly string[]) => {
      const argv = ['-k', '7.3', '--json', '0x4', ...names.flatMap((name) => ['--config', name])];
      const record: unknown = JSON.parse((await runCli(argv, { files })).stdout);
      return property(record, 'kernel');
    };
    expect(await kernelOf('whole', 'part')).toBe(await kernelOf('whole'));
    expect(await kernelOf('part', 'whole')).toBe(await kernelOf('whole'));
    expect(await kernelOf('whole', 'other')).toBe(await kernelOf('other'));
    expect(await kernelOf('other')).not.toBe(await kernelOf('whole'));
  });

  test('what a later file says counts over an earlier one', async () => {
    const files = { whole: HEAD + SYMBOLS, part: '# CONFIG_MEM_SOFT_DIRTY is not set\n' };
    const argv = ['-k', '6.12', '--json', '0x4', '--config', 'whole', '--config', 'part'];
    expect(JSON.parse((await runCli(argv, { files })).stdout)).toMatchObject({
      kernel: expect.stringContaining('CONFIG_MEM_SOFT_DIRTY=n'),
    });
  });

  // Those that kernels were built with, without comments.
  test.each(ARCH_STEMS.map((about) => ({ stem: about.stem, arch: about.arch, about })))(
    '$stem: nothing is said',
    async ({ arch, about }) => {
      const argv = ['layout', '--arch', arch, '--config', 'c'];
      expect((await runCli(argv, { files: { c: configTextOf(about) } })).stderr).toBe('');
    },
  );
});
