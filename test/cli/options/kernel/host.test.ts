import { describe, expect, test } from '@jest/globals';
import { arch, release } from 'node:os';
import { gzipSync } from 'node:zlib';
import { fakeIo, runCli } from '../../../helpers/fake-io.ts';
import { cpuFlags, hostKernel, statedByCpu } from '../../../../src/cli/options/kernel/host.ts';

const onLinux = process.platform === 'linux' && arch() === 'x64' ? describe : describe.skip;
const CONFIG = 'CONFIG_USERFAULTFD=y\nCONFIG_HAVE_ARCH_USERFAULTFD_WP=y\nCONFIG_MIGRATION=y\n';
const textOf = (files: Readonly<Record<string, string>>) => (path: string) => {
  const { io } = fakeIo({ files });
  return new TextDecoder().decode(io.readFile(path));
};

// v6.12 arch/riscv/kernel/cpu.c print_isa(): single letters, then the others behind underscores; "hart isa" is of one hart.
describe('extensions that a CPU of riscv64 reports', () => {
  const of = (isa: string): Readonly<Record<string, boolean>> => {
    const text = `processor\t: 0\nhart\t\t: 0\nisa\t\t: ${isa}\nmmu\t\t: sv57\nhart isa\t: rv64imafdch_svnapot\n`;
    return Object.fromEntries(
      statedByCpu('riscv64', cpuFlags(fakeIo({ files: { '/proc/cpuinfo': text } }).io)),
    );
  };
  test.each([
    { isa: 'rv64imafdch_zicbom_svinval_svnapot_svpbmt', svnapot: true, svpbmt: true, svrsw60t59b: false },
    { isa: 'rv64imafdc_svpbmt_svrsw60t59b', svnapot: false, svpbmt: true, svrsw60t59b: true },
    { isa: 'rv64imafdc', svnapot: false, svpbmt: false, svrsw60t59b: false },
  ])('$isa', ({ isa, svnapot, svpbmt, svrsw60t59b }) => {
    expect(of(isa)).toMatchObject({
      RISCV_ISA_EXT_SVNAPOT: svnapot,
      RISCV_ISA_EXT_SVPBMT: svpbmt,
      RISCV_ISA_EXT_SVRSW60T59B: svrsw60t59b,
    });
  });

  test('nothing is stated where it reports none', () => {
    expect(statedByCpu('riscv64', cpuFlags(fakeIo().io))).toEqual([]);
  });
});

onLinux('hostKernel', () => {
  test('takes the release and the configuration of /proc/config.gz', () => {
    const files = { '/proc/config.gz': CONFIG };
    const { io, stderr } = fakeIo({ files });
    const host = hostKernel(io, textOf(files));
    expect(host).toMatchObject({ kernel: release(), arch: 'x86_64', paging: 4 });
    expect(host.config.get('MIGRATION')).toBe(true);
    expect(host.config.get('MEMORY_FAILURE') ?? false).toBe(false);
    expect(stderr()).toBe('');
  });

  test('else that of /boot', () => {
    const files = { [`/boot/config-${release()}`]: `${CONFIG}CONFIG_MEMORY_FAILURE=y\n` };
    const host = hostKernel(fakeIo({ files }).io, textOf(files));
    expect(host.config.get('MEMORY_FAILURE')).toBe(true);
  });

  test('else the standard one, and says so', () => {
    const { io, stderr } = fakeIo();
    expect(hostKernel(io, textOf({})).config.size).toBe(0);
    expect(stderr()).toContain('the standard one is assumed');
  });

  test('one that was cut off is told of, and not used', () => {
    const cut = `CONFIG_MMU=y\n${CONFIG}# end of Timers subsystem\n`;
    const files = { '/proc/config.gz': cut, [`/boot/config-${release()}`]: CONFIG };
    const { io, stderr } = fakeIo({ files });
    expect(hostKernel(io, textOf(files)).config.get('MIGRATION')).toBe(true);
    expect(stderr()).toMatch(/^pte-decode: \/proc\/config\.gz: cut off: .*\n$/);
  });

  test.each([
    { flags: 'fpu vme la57 nx', paging: 5 },
    { flags: 'fpu vme nx', paging: 4 },
    { flags: 'fpu la570', paging: 4 },
  ])('paging with the CPU flags "$flags"', ({ flags, paging }) => {
    const files = { '/proc/cpuinfo': `processor\t: 0\nflags\t\t: ${flags}\n` };
    expect(hostKernel(fakeIo({ files }).io, textOf({})).paging).toBe(paging);
  });

  test.each([
    { cpuinfo: 'flags\t\t: fpu nx user_shstk\n', stated: true },
    { cpuinfo: 'flags\t\t: fpu nx\n', stated: false },
    { cpuinfo: 'model name\t: x\n', stated: undefined },
  ])('properties of the machine with $cpuinfo', ({ cpuinfo, stated }) => {
    // X86_FEATURE_USER_SHSTK is "user_shstk" in v6.6 arch/x86/include/asm/cpufeatures.h.
    const files = { '/proc/cpuinfo': cpuinfo };
    expect(hostKernel(fakeIo({ files }).io, textOf({})).config.get('CPU_SHADOW_STACK')).toBe(stated);
  });

  test('is what --kernel host uses, options over it', async () => {
    const files = { '/proc/config.gz': gzipSync(`${CONFIG}CONFIG_DEVICE_PRIVATE=y\n`) };
    const plain = await runCli(['-k', 'host', '--json', '0x4'], { files });
    const over = await runCli(['-k', 'host', '--config', 'CONFIG_MEM_SOFT_DIRTY=y', '--json', '0x4'], {
      files,
    });
    expect({ code: plain.code, stderr: plain.stderr }).toEqual({ code: 0, stderr: '' });
    expect(plain.stdout).toContain('CONFIG_MEM_SOFT_DIRTY=n');
    expect(over.stdout).not.toContain('CONFIG_MEM_SOFT_DIRTY=n');
    for (const given of [
      { argv: ['-k', 'host,MEM_SOFT_DIRTY=y,paging=5'], env: {} },
      { argv: [], env: { PTE_DECODE_KERNEL: 'host,MEM_SOFT_DIRTY=y,paging=5' } },
    ]) {
      const beside = await runCli([...given.argv, '--json', '0x4'], { files, env: given.env });
      expect({ code: beside.code, stderr: beside.stderr }).toEqual({ code: 0, stderr: '' });
      expect(beside.stdout).toContain('"paging":5');
      expect(beside.stdout).not.toContain('CONFIG_MEM_SOFT_DIRTY=n');
    }
  });
});
