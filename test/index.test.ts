import { describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as api from '../src/index.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

describe('the library', () => {
  test('is imported by its name, as the README shows it', () => {
    const program = `
      import { decode, encode, resolveKernel, checkRules, applyFunction } from 'pte-decode';
    `;
    const body = `
      const kernel = resolveKernel({ kernel: 'debian-6.12' });
      const entry = decode(kernel, 0xfffffffffffffc00n);
      console.log(entry.state, entry.rules['4'].holds, checkRules(entry)['1'].holds);
      console.log(encode(kernel, { state: 'swap', swap: { type: 1, offset: 0x1234n } }).toString(16));
      console.log(applyFunction(kernel, 'pte_mkuffd_wp', { pte: 0x8000000002bcb867n }).toString(16));
    `;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program + body], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(stdout).toBe('pte-marker false true\nfffffffffdb9600\n8400000002bcbc25\n');
  });

  // include/linux/swap.h: CONFIG_DEVICE_PRIVATE puts its types above those of migration, and moves these down from 28.
  test('gives an entry as the other build of a kernel reads it, where nobody said which it is', () => {
    const kernel = api.resolveKernel({ kernel: '6.8' });
    const entry = api.decode(kernel, 0xcfffffffffdb9600n);
    expect([entry.state, api.decodedOtherwise(entry, [])?.state]).toEqual(['swap', 'migration']);
    expect(api.decodedOtherwise(api.decode(kernel, 0x0fffffffffdb9600n), [])).toBeUndefined();
  });

  // As a program in JavaScript can give it.
  test.each([
    ['a name alone', '6.12', /a kernel: wanted an object with kernel, arch, config/],
    ['a misspelt key', { Kernel: '6.12' }, /"Kernel" says nothing of a kernel/],
    ['an object of symbols', { config: { DEVICE_PRIVATE: true } }, /config: wanted a Map/],
    ['the running kernel', { kernel: 'host,paging=5' }, /the library cannot ask the machine/],
  ])('refuses %s as a kernel', (_, spec, message) => {
    expect(() => Reflect.apply(api.resolveKernel, undefined, [spec])).toThrow(message);
  });

  test('gives everything the documentation names', () => {
    for (const name of [
      'decode',
      'decodedOtherwise',
      'encode',
      'checkRules',
      'resolveKernel',
      'applyFunction',
      'evaluatePredicates',
      'otherKernels',
      'architectures',
      'registerArchitecture',
      'defineArchitecture',
      'PROFILES',
      'RELEASES',
      'PteDecodeError',
    ])
      expect(Object.keys(api)).toContain(name);
  });

  // What the builds are is in src/kernel/distributions.ts, with the commits of each.
  test.each([
    {
      kernel: '5.14.0-427.el9',
      arch: undefined,
      id: '6.2,CONFIG_PTE_MARKER_UFFD_WP=n,CONFIG_DEVICE_PRIVATE=y',
    },
    { kernel: '5.14.0-427.el9', arch: 'arm64', id: /^6\.2,.*arch=arm64/ },
    { kernel: '6.1.0-18-amd64', arch: undefined, id: 'debian-6.1' },
    { kernel: '6.1.0-18-arm64', arch: undefined, id: /^debian-6\.1,.*arch=arm64/ },
    {
      kernel: '6.8.0-31-generic,CONFIG_DEVICE_PRIVATE=n',
      arch: undefined,
      id: '6.8,CONFIG_DEVICE_PRIVATE=n',
    },
    { kernel: '6.12.3', arch: undefined, id: '6.12.3' },
  ])('reads $kernel as --kernel does', ({ kernel, arch, id }) => {
    const found = api.resolveKernel(arch === undefined ? { kernel } : { kernel, arch }).id;
    if (typeof id === 'string') expect(found).toBe(id);
    else expect(found).toMatch(id);
    const cli = spawnSync(
      process.execPath,
      ['bin/pte-decode.js', '0x4', '--json', '-k', kernel, ...(arch === undefined ? [] : ['--arch', arch])],
      { cwd: root, encoding: 'utf8' },
    );
    expect((JSON.parse(cli.stdout) as { kernel: string }).kernel).toBe(found);
  });

  test('refuses a release of another architecture, and says what there is to say of one', () => {
    expect(() => api.resolveKernel({ kernel: '6.1.0-18-arm64', arch: 'x86_64' })).toThrow(
      'that is one of arm64, and x86_64 is wanted',
    );
    expect(api.readRelease('5.14.0-427.el9')?.remark?.text).toMatch(/^a kernel of Red Hat Enterprise Linux/);
  });
});
