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
});
