import { describe, expect, test } from '@jest/globals';
import * as api from '../../src/index.ts';

// What a program in JavaScript can give, where types say otherwise.
const ANYTHING: readonly unknown[] = [
  undefined,
  null,
  '',
  '6.12',
  6.12,
  NaN,
  -1,
  -1n,
  1n << 64n,
  true,
  [],
  [1n],
  new Map(),
  new Set(),
  new Date(0),
  Symbol('s'),
  () => 1n,
  { toString: 1 },
];

const kernel = api.resolveKernel({ kernel: '6.12' });
const entry = api.decode(kernel, 0x67n);
const small = api.resolveKernel({ kernel: '6.1', arch: 'i386', paging: 2 });

/** The functions that take something, with what is right. */
const CALLS: readonly (readonly [keyof typeof api, readonly unknown[]])[] = [
  ['resolveKernel', [{ kernel: '6.12' }]],
  ['readRelease', ['6.1.0-18-amd64']],
  ['decode', [kernel, 0x67n, { level: 'pte' }]],
  ['decodedOtherwise', [entry, []]],
  ['readEntry', [kernel, 0x67n, 'pte']],
  ['encode', [kernel, { state: 'swap', swap: { type: 1, offset: 1n } }, { force: false }]],
  ['applyFunction', [kernel, 'pte_mkdirty', { pte: 1n }]],
  ['findFunction', [kernel, 'pte_mkdirty']],
  ['kernelFunctions', [kernel]],
  ['evaluatePredicates', [kernel, 1n]],
  ['predicateNames', [kernel]],
  ['checkRules', [entry]],
  ['checkSpecial', [kernel, 4n]],
  ['findSpecial', [kernel, 1]],
  ['designsOf', [kernel]],
  ['configVariants', [kernel, 4n]],
  ['genericEntry', [kernel, { type: 1, offset: 1n }]],
  ['flagNames', [entry]],
  ['shortNames', [entry]],
  ['pageSizeOf', [entry]],
  ['swapOf', [entry]],
  ['numberOf', [entry, 'pfn']],
  ['swapClassOf', ['swap']],
  ['formatHex', [1n]],
  ['formatU64', [1n]],
  ['findArchitecture', ['arm64']],
  ['defineArchitecture', [api.architectures()[0]?.machine, (): unknown => api.architectures()[0]?.layout]],
  ['formatOrigin', [{ source: 'a.txt', line: 1, column: 2 }]],
  ['configSymbols', ['arm64']],
  ['parseOverride', ['CONFIG_SWAP=y']],
  ['parseConfigText', ['CONFIG_SWAP=y']],
];

const call = (name: keyof typeof api, given: readonly unknown[]): unknown =>
  Reflect.apply(api[name] as () => unknown, undefined, [...given]);

/** A text, a bigint or a list can be what is wanted, and undefined what may be left out. */
const isOfType = (given: unknown, right: unknown): boolean =>
  typeof given === typeof right && typeof given !== 'object' && typeof given !== 'bigint';

function outcome(work: () => unknown): string {
  try {
    work();
    return 'taken';
  } catch (error) {
    return api.isPteDecodeError(error) ? 'refused' : String(error);
  }
}

describe.each(CALLS)('%s', (name, right) => {
  test('takes what is right', () => {
    expect(() => call(name, right)).not.toThrow();
  });

  test('answers anything else with an error of its own', () => {
    for (const [index] of right.entries())
      for (const given of ANYTHING) {
        const isLeftOut = given === undefined && (index > 1 || name === 'resolveKernel');
        const isRight =
          isOfType(given, right[index]) ||
          isLeftOut ||
          (Array.isArray(right[index]) && Array.isArray(given)) ||
          (name === 'configVariants' && given === null && index === 1) ||
          (name === 'formatHex' && (given === 6.12 || given === -1 || Number.isNaN(given)));
        const answer = outcome(() => call(name, right.with(index, given)));
        expect({ index, kind: typeof given, answer }).toMatchObject({
          answer: isRight ? expect.stringMatching(/^(taken|refused)$/) : 'refused',
        });
      }
  });
});

test.each([
  ['a level beside the options', () => call('decode', [kernel, 0x67n, 'pmd']), 'options: wanted an object'],
  [
    'no level',
    () => call('decode', [kernel, 0x67n, { level: 'ptee' }]),
    'level: wanted pgd, p4d, pud, pmd, pte',
  ],
  [
    'a value wider than an entry',
    () => call('evaluatePredicates', [small, 1n << 32n]),
    'an entry of 32 bits',
  ],
  [
    'a misspelt field',
    () => call('encode', [kernel, { state: 'present', pfn: 1n, flag: [] }]),
    '"flag" says nothing',
  ],
  [
    'a key of every object',
    () => call('encode', [kernel, { state: 'none', constructor: 1 }]),
    '"constructor" says',
  ],
  [
    'a swap entry without its offset',
    () => call('encode', [kernel, { state: 'swap', swap: { type: 1 } }]),
    'offset: wanted',
  ],
  [
    'a symbol that changes nothing',
    () => call('resolveKernel', [{ config: new Map([['SWOP', true]]) }]),
    'did you mean SWAP',
  ],
  [
    'a word as a symbol',
    () => call('resolveKernel', [{ config: new Map([['SWAP', 'n']]) }]),
    'SWAP: wanted true or false',
  ],
  [
    'levels that a release lacks',
    () => call('resolveKernel', [{ kernel: '5.10', arch: 'riscv64', paging: 5 }]),
    'since 5.18',
  ],
  [
    'what readRelease gives',
    () => call('resolveKernel', [api.readRelease('6.1.0-18-amd64')]),
    'a release as uname -r prints it is a kernel',
  ],
  [
    'a spread entry, which has not all that it is made of',
    () => call('encode', [kernel, { ...api.decode(kernel, 0x60n) }]),
    '"kernel" says nothing of fields',
  ],
  ['a flag that is no name', () => call('encode', [kernel, { state: 'none', flags: [1] }]), 'each of flags'],
  [
    'what is no kernel to compare with',
    () => call('decode', [kernel, 4n, { others: [1] }]),
    'each of others',
  ],
  [
    'a swap area without its size',
    () => Reflect.construct(api.Auditor, [kernel, { areas: new Map([[0, 1]]) }]),
    'each of areas',
  ],
  ['an unknown architecture', () => call('configSymbols', ['amr64']), 'did you mean amd64'],
  ['more than can be found', () => call('findSpecial', [kernel, 1e12]), 'max: wanted 1 to'],
])('refuses %s', (_, work, message) => {
  expect(work).toThrow(message);
  expect(work).toThrow(api.PteDecodeError);
});

test('takes symbols by any of their names', () => {
  const spelt = ['CONFIG_MITIGATION_PAGE_TABLE_ISOLATION', 'PAGE_TABLE_ISOLATION'].map(
    (name) => api.resolveKernel({ kernel: '6.1', config: new Map([[name, false]]) }).id,
  );
  expect(spelt).toEqual(Array(2).fill('6.1,CONFIG_MITIGATION_PAGE_TABLE_ISOLATION=n'));
});

test('takes levels that a distribution can have brought to a release', () => {
  const kernel = '5.10.0-60.18.0.50.oe2203.riscv64';
  expect(api.resolveKernel({ kernel, paging: 5 })).toMatchObject({ arch: 'riscv64', paging: 5 });
});

test('an auditor counts nothing that is no entry', () => {
  const auditor = new api.Auditor(kernel);
  expect(() => auditor.add(-1n, 'pte')).toThrow(api.PteDecodeError);
  expect(() => Reflect.apply(auditor.add, auditor, [1, 'pte'])).toThrow('raw: wanted a bigint');
  expect(() => Reflect.construct(api.Auditor, ['6.12'])).toThrow('kernel: wanted a kernel');
  expect(auditor.values).toBe(0);
});

test('a symbol that is said to be both on and off, under two of its names, is refused', () => {
  const config = new Map([
    ['CONFIG_DEVICE_PRIVATE', true],
    ['DEVICE_PRIVATE', false],
  ]);
  expect(() => api.resolveKernel({ kernel: '6.12', config })).toThrow(
    expect.objectContaining({ code: 'ERR_USAGE', message: expect.stringContaining('DEVICE_PRIVATE') }),
  );
  config.set('DEVICE_PRIVATE', true);
  expect(api.resolveKernel({ kernel: '6.12', config }).config('DEVICE_PRIVATE')).toBe(true);
});

test('a value of too many bits is called what it is', () => {
  expect(() => api.decode(small, 0x1_0000_0000n)).toThrow(/32 bits .* and it is 0x100000000$/);
});
