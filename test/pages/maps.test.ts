import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { isPteDecodeError } from '../../src/core/errors.ts';
import { MapsReader, mayHideSwap, parseMaps } from '../../src/pages/maps.ts';

const real = (folder: string): string =>
  readFileSync(new URL(`../fixtures/realkernel/${folder}/maps.txt`, import.meta.url), 'utf8');

describe('maps of real kernels', () => {
  test.each(['6.1.0-56-amd64', '6.12.117+deb12-amd64', '6.18.44-native', '7.3.4+deb13-amd64'])(
    '%s',
    (folder) => {
      const text = real(folder);
      const vmas = parseMaps(text, 'maps.txt', 4096);
      expect(vmas).toHaveLength(text.trimEnd().split('\n').length);
      expect(vmas[0]).toMatchObject({ start: 0x400, end: 0x401, perms: 'r--p', name: '/init' });
      expect(vmas[0]?.device).toBe(folder.includes('native') ? 'fe:00' : undefined);
      expect(vmas.some(({ name }) => name === '[heap]')).toBe(true);
    },
  );

  test('names keep blanks and "(deleted)"; anonymous memory has none', () => {
    const vmas = parseMaps(real('6.18.44-native'), 'maps.txt', 4096);
    expect(vmas.map(({ name }) => name)).toContain('/memfd:gt-shm-thp (deleted)');
    expect(vmas.map(({ name }) => name)).toContain('');
  });
});

// A page of shared memory that is swapped out leaves its entry empty: which mappings may be that.
test.each([
  ['7f0000000000-7f0000001000 rw-s 00000000 00:01 7   /memfd:x (deleted)\n', true],
  ['7f0000000000-7f0000001000 rw-p 00000000 00:2a 7   /tmp/x\n', true],
  ['7f0000000000-7f0000001000 rw-s 00000000 00:01 7   [anon_shmem:x]\n', true],
  ['7f0000000000-7f0000001000 rw-s 00000000 00:01 7   /memfd:x (deleted)\nSwap:   0 kB\n', false],
  ['7f0000000000-7f0000001000 rw-s 00000000 fe:00 7   /home/x\n', false],
  ['7f0000000000-7f0000001000 rw-p 00000000 00:00 0 \n', false],
  ['7f0000000000-7f0000001000 rw-p 00000000 00:00 0   [heap]\n', false],
  ['7f0000000000-7f0000001000 rw-s 00000000 00:0f 7   /x\nVmFlags: rd ht\n', false],
])('%s: %s', (text, may) => {
  expect(parseMaps(text, 'maps', 4096).map(mayHideSwap)).toEqual([may]);
});

test('smaps: resident, swapped and flags of each mapping', () => {
  const text = `55e4c6a00000-55e4c6a21000 rw-p 00000000 00:00 0                          [heap]
Size:                132 kB
Rss:                  12 kB
Swap:                  8 kB
SwapPss:               4 kB
THPeligible:           0
VmFlags: rd wr mr mw me ac uw
ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]
Rss:                   0 kB
Swap:                  0 kB
VmFlags: ex
`;
  expect(parseMaps(text, 'smaps', 4096)).toEqual([
    {
      start: 0x55e4c6a00,
      end: 0x55e4c6a21,
      perms: 'rw-p',
      name: '[heap]',
      rss: 12288,
      swap: 8192,
      vmFlags: ['rd', 'wr', 'mr', 'mw', 'me', 'ac', 'uw'],
    },
    {
      start: 0xffffffffff600,
      end: 0xffffffffff601,
      perms: '--xp',
      name: '[vsyscall]',
      rss: 0,
      swap: 0,
      vmFlags: ['ex'],
    },
  ]);
});

test('a mapping that grew while it was read counts once', () => {
  const lines = ['1000-3000 rw-p 0 00:00 0', '1000-5000 rw-p 0 00:00 0', '6000-7000 r--p 0 00:00 0', ''];
  expect(parseMaps(lines.join('\n'), 'f', 0x1000).map(({ start, end }) => [start, end])).toEqual([
    [1, 3],
    [3, 5],
    [6, 7],
  ]);
});

describe('what is refused, with its line', () => {
  const cases = [
    { name: 'another file', text: 'hello\n', place: 'f:1' },
    { name: 'borders off the page', text: '1000-2800 r--p 0 00:00 0\n', place: 'f:1' },
    { name: 'ends before it begins', text: '2000-1000 r--p 0 00:00 0\n', place: 'f:1' },
    { name: 'out of order', text: '2000-3000 r--p 0 00:00 0\n1000-2000 r--p 0 00:00 0\n', place: 'f:2' },
    { name: 'overlap', text: '1000-3000 r--p 0 00:00 0\n2000-3000 r--p 0 00:00 0\n', place: 'f:2' },
  ];
  test.each(cases)('$name', ({ text, place }) => {
    let caught: unknown;
    try {
      parseMaps(text, 'f', 4096);
    } catch (error) {
      caught = error;
    }
    expect(isPteDecodeError(caught) && [caught.code, caught.message.startsWith(`${place}: `)]).toEqual([
      'ERR_FORMAT',
      true,
    ]);
  });
});

test('any text parses or is refused in words', () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom('00400000-00401000 r--p 00000000 00:03 6    /init', 'Rss:  4 kB', 'VmFlags: rd', ''),
  );
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      try {
        parseMaps(lines.join('\n'), 'f', 4096);
      } catch (error) {
        expect(isPteDecodeError(error)).toBe(true);
      }
    }),
  );
});

test('CR LF and a last line without line feed', () => {
  expect(
    parseMaps('1000-2000 r--p 0 00:00 0   /a b\r\n2000-3000 rw-p 0 00:00 0', 'f', 4096).map(
      ({ name }) => name,
    ),
  ).toEqual(['/a b', '']);
});

test('a carriage return at the end of one name belongs to it', () => {
  const text =
    '1000-2000 r--p 0 00:00 0   /a\n2000-3000 rw-p 0 00:00 0   /b\r\n3000-4000 rw-p 0 00:00 0   /c\\012d\n';
  expect(parseMaps(text, 'f', 4096).map(({ name }) => name)).toEqual(['/a', '/b\r', '/c\\012d']);
});

test('in pieces of any size as whole', () => {
  const text = real('6.18.44-native');
  for (const size of [1, 7, 100, 1000]) {
    const reader = new MapsReader('f', 4096);
    for (let at = 0; at < text.length; at += size) reader.add(text.slice(at, at + size));
    expect(reader.end()).toEqual(parseMaps(text, 'f', 4096));
  }
});

test('a line without end is refused before it is read', () => {
  const reader = new MapsReader('f', 4096);
  expect(() => {
    for (let i = 0; i < 100; i += 1) reader.add('x'.repeat(1000));
  }).toThrow('f:1: ');
});
