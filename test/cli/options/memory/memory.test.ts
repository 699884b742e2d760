import { describe, expect, test } from '@jest/globals';
import { kernelSpecOf } from '../../../../src/cli/options/memory/image-facts.ts';
import { kernelOrigin } from '../../../../src/cli/options/memory/image-name.ts';
import { openMemoryOption } from '../../../../src/cli/options/memory/memory.ts';
import { parseAddress } from '../../../../src/cli/options/memory/address-range.ts';
import { describeRoot, rootsFromOptions } from '../../../../src/cli/options/memory/top-table.ts';
import { parseVmcoreinfo } from '../../../../src/images/vmcoreinfo.ts';
import { Invocation } from '../../../../src/cli/spec.ts';
import { resolveKernel } from '../../../../src/kernel/resolve.ts';
import { fakeIo, runCli } from '../../../helpers/fake-io.ts';
import { pagesMemory } from '../../../helpers/real-kernels.ts';

const given = (values: Readonly<Record<string, string>>): Invocation =>
  new Invocation([], new Map(Object.entries(values).map(([name, value]) => [name, [value]])), new Set());
const kernel = resolveKernel({ kernel: 'debian-6.12' });
const empty = pagesMemory([]);
const memory = {
  ...empty,
  info: {
    ...empty.info,
    cpus: [
      { cpu: 0, cr3: 0x3851801n },
      { cpu: 1, cr3: 0x4000n },
    ],
  },
};

test.each([
  { text: '0x3850000', value: 0x3850000n },
  { text: '0X10', value: 16n },
  { text: '0', value: 0n },
  // As QEMU's `info registers` and the kernel's oops print registers.
  { text: '8000200000086410', value: 0x8000_2000_0008_6410n },
  { text: '0000000003850000', value: 0x385_0000n },
])('parseAddress $text', ({ text, value }) => {
  expect(parseAddress(text, '--pgd')).toBe(value);
});

test.each([
  { text: '3850000', code: 'ERR_VALUE_SYNTAX' },
  { text: '0x', code: 'ERR_VALUE_SYNTAX' },
  { text: '-0x1', code: 'ERR_VALUE_SYNTAX' },
  { text: '0x10000000000000000', code: 'ERR_VALUE_RANGE' },
])('parseAddress refuses $text', ({ text, code }) => {
  expect(() => parseAddress(text, '--pgd')).toThrow(expect.objectContaining({ code }));
});

test('--memory is needed', async () => {
  await expect(openMemoryOption(given({}), fakeIo().io)).rejects.toEqual(
    expect.objectContaining({ code: 'ERR_USAGE' }),
  );
});

// LiME: the magic number of a range's header, 0x4C694D45.
test.each([
  { name: 'as LiME does', bytes: [0x45, 0x4d, 0x69, 0x4c], told: 'begins as a file that is a LiME image' },
  { name: 'as memory may', bytes: [0x67, 0, 0, 0], told: '' },
])('of raw memory that begins $name is told', async ({ bytes, told }) => {
  const files = { '/raw': new Uint8Array(8192).fill(0).map((_, at) => bytes[at] ?? 0) };
  const argv = ['/raw', '--memory-base', '0', '--pgd', '0x1000', '--paging', '4', '-k', '6.12'];
  for (const command of [
    ['walk', ...argv, '0x1000'],
    ['scan', ...argv, '--user'],
  ]) {
    const { code, stderr } = await runCli(command, { files });
    expect({ command, code }).toEqual({ command, code: 0 });
    expect(stderr).toMatch(told === '' ? /^$/ : new RegExp(`^pte-decode: /raw: ${told}`));
  }
});

describe('whose page tables', () => {
  test('--pgd as given, --cpu out of the registers', () => {
    expect(rootsFromOptions(given({ pgd: '0x1000' }), memory, kernel)).toEqual({
      user: 0x1000n,
      kernel: 0x1000n,
      isolated: false,
    });
    expect(rootsFromOptions(given({ cpu: '1' }), memory, kernel).user).toBe(0x4000n);
    // With neither those of the only CPU that runs: one that was never started has 0 in CR3.
    const cpus = [
      { cpu: 0, cr3: 0n },
      { cpu: 1, cr3: 0x4000n },
    ];
    const one = { ...memory, info: { ...memory.info, cpus } };
    expect(rootsFromOptions(given({}), one, kernel)).toMatchObject({ user: 0x4000n, only: { cpu: 1 } });
    expect(() => rootsFromOptions(given({ cpu: '0' }), one, kernel)).toThrow(/CPU 0: it was not running/);
  });

  test.each([
    { values: {}, on: memory, code: 'ERR_USAGE' },
    { values: { pgd: '0x1000', cpu: '0' }, on: memory, code: 'ERR_USAGE' },
    { values: { cpu: '2' }, on: memory, code: 'ERR_INPUT' },
    { values: { cpu: '0' }, on: empty, code: 'ERR_INPUT' },
  ])('refuses $values', ({ values, on, code }) => {
    expect(() => rootsFromOptions(given(values), on, kernel)).toThrow(expect.objectContaining({ code }));
  });

  test('said in the first line', () => {
    expect(describeRoot(kernel, { user: 0x3851000n, kernel: 0x3850000n, isolated: true })).toBe(
      '0x3851000 (user copy; kernel addresses through 0x3850000)',
    );
    expect(describeRoot(kernel, { user: 0x1000n, kernel: 0x1000n, isolated: false })).toBe('0x1000');
  });
});

describe('the kernel of an image', () => {
  const { info } = empty;

  test.each([
    { name: 'nothing known', image: info, spec: {} },
    {
      name: 'a release, CR4 with PAE (bit 5) and LA57 (bit 12)',
      image: {
        ...info,
        machine: 'x86_64',
        release: '6.12.117+deb12-amd64',
        cpus: [
          { cpu: 0, cr4: 0n },
          { cpu: 1, cr4: 0x1020n },
        ],
      },
      spec: { release: '6.12.117+deb12-amd64', arch: 'x86_64', paging: 5 },
    },
    { name: 'arm64', image: { ...info, machine: 'aarch64' }, spec: { arch: 'arm64' } },
    {
      name: 's390x: its CR4 says nothing of levels',
      image: { ...info, machine: 's390x', cpus: [{ cpu: 0, cr4: 0x1000n }] },
      spec: { arch: 's390x' },
    },
    // QEMU v7.2 target/s390x/cpu.h ELF_MACHINE_UNAME, which kdump images of QEMU have.
    { name: 's390x in capitals', image: { ...info, machine: 'S390X' }, spec: { arch: 's390x' } },
    { name: 'powerpc64', image: { ...info, machine: 'ppc64le' }, spec: { arch: 'powerpc64' } },
    { name: 'i386', image: { ...info, machine: 'i686' }, spec: { arch: 'i386' } },
    {
      name: 'i386, CR4 with PAE (bit 5)',
      image: { ...info, machine: 'i386', cpus: [{ cpu: 0, cr4: 0x6f0n }] },
      spec: { arch: 'i386', paging: 3 },
    },
    { name: 'loongarch64', image: { ...info, machine: 'loongarch64' }, spec: { arch: 'loongarch64' } },
    {
      // v6.12 kernel/vmcore_info.c: PAGESIZE is in bytes; arch/arm64/Kconfig ARM64_64K_PAGES.
      name: 'pages of 64 KiB',
      image: { ...info, machine: 'aarch64', vmcoreinfo: parseVmcoreinfo(Buffer.from('PAGESIZE=65536\n')) },
      spec: { arch: 'arm64', config: new Map([['ARM64_64K_PAGES', true]]) },
    },
    { name: 'a machine without tables', image: { ...info, machine: 'mips64' }, spec: { arch: 'mips64' } },
    {
      name: 'VMCOREINFO and a register that contradict each other',
      image: {
        ...info,
        machine: 'x86_64',
        cpus: [{ cpu: 0, cr4: 0x1020n }],
        vmcoreinfo: parseVmcoreinfo(Buffer.from('NUMBER(pgtable_l5_enabled)=0\n')),
      },
      spec: { arch: 'x86_64' },
    },
  ])('$name', ({ image, spec }) => {
    expect(kernelSpecOf(image)).toEqual(spec);
  });

  test('the levels of CPUs that differ are those of the one that is asked for, else open', () => {
    const cpus = [
      { cpu: 0, cr4: 0x6f0n },
      { cpu: 1, cr4: 0x16f0n },
    ];
    const image = { ...info, machine: 'x86_64', cpus };
    expect(kernelSpecOf(image)).toEqual({ arch: 'x86_64' });
    expect(['0', '1'].map((cpu) => kernelSpecOf(image, cpu).paging)).toEqual([4, 5]);
  });

  test('says where it was taken from', () => {
    const image = { ...info, release: '6.1.0-56-amd64', machine: 'x86_64', cpus: [{ cpu: 0, cr4: 0n }] };
    const origin = (options: Readonly<Record<string, string>>, of: typeof info) =>
      kernelOrigin(given(options), { ...memory, info: of }, kernel);
    expect(origin({ kernel: '6.6' }, image)).toBe('as given');
    expect(origin({}, image)).toBe('from the image: 6.1.0-56-amd64');
    expect(origin({}, info)).toBe('release and machine assumed: the image does not say');
  });
});
