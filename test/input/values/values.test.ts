import { describe, expect, test } from '@jest/globals';
import { changedIo, type Input } from '../../../src/input/bytes/io.ts';
import { formatHex } from '../../../src/core/u64.ts';
import { ValueSource } from '../../../src/input/values/values.ts';
import type { ValueInputs } from '../../../src/input/values/value-inputs.ts';
import { fakeIo, type Surroundings } from '../../helpers/fake-io.ts';

/** What was read: values with their texts and origins, and what was said. */
function read(inputs: Partial<ValueInputs>, around: Surroundings = {}) {
  const { io, stderr, open } = fakeIo(around);
  const all: ValueInputs = { args: [], files: [], format: 'text', decimal: false, ...inputs };
  const source = new ValueSource(io, all, () => undefined);
  const items = [...source.read()].map(({ value, text, origin }) => `${formatHex(value)} ${text} ${origin}`);
  expect(open()).toBe(0);
  return { failed: source.errors, items, said: stderr().split('\n').filter(Boolean) };
}

describe('where values come from', () => {
  test('words, then files; - is standard input', () => {
    const files = { f: '0x10\n', g: '0x20 0x30\n' };
    const inputs = { args: ['0x1', '-', '0x2'], files: ['f', 'g'] };
    expect(read(inputs, { stdin: '0x5\n', files })).toEqual({
      failed: 0,
      items: [
        '0x1 0x1 argument 1',
        '0x5 0x5 <stdin>:1:1',
        '0x2 0x2 argument 3',
        '0x10 0x10 f:1:1',
        '0x20 0x20 g:1:1',
        '0x30 0x30 g:1:6',
      ],
      said: [],
    });
  });

  test('standard input when there is neither', () => {
    expect(read({}, { stdin: '0x4 # four\n' }).items).toEqual(['0x4 0x4 <stdin>:1:1']);
  });

  test('a bad token is reported with file, line and column; the rest is read', () => {
    const stdin = '0x4\n0x24 zzz 0x60\n  0x1g\n';
    expect(read({}, { stdin })).toEqual({
      failed: 2,
      items: ['0x4 0x4 <stdin>:1:1', '0x24 0x24 <stdin>:2:1', '0x60 0x60 <stdin>:2:10'],
      said: [
        'pte-decode: <stdin>:2:6: "zzz": "z" at column 1 is not a hexadecimal digit',
        'pte-decode: <stdin>:3:3: "0x1g": "g" at column 4 is not a hexadecimal digit',
      ],
    });
  });

  test('a missing file is reported, the others are read', () => {
    expect(read({ files: ['missing', 'f'] }, { files: { f: '0x4' } })).toEqual({
      failed: 1,
      items: ['0x4 0x4 f:1:1'],
      said: ['pte-decode: missing: cannot read: no such file'],
    });
  });

  test.each(['', '# note\n', '\n\n'])('one of several inputs that has no value is named: %j', (none) => {
    const files = { f: '0x4', none };
    const said = ['pte-decode: none: no values in the input'];
    for (const names of [
      ['none', 'f'],
      ['f', 'none'],
    ])
      expect(read({ files: names }, { files })).toEqual({ failed: 1, items: ['0x4 0x4 f:1:1'], said });
    expect(read({ args: ['0x4', '-'] }, { stdin: none })).toEqual({
      failed: 1,
      items: ['0x4 0x4 argument 1'],
      said: ['pte-decode: <stdin>: no values in the input'],
    });
    expect(read({ files: ['none', 'none'], format: 'u64le' }, { files: { none: '' } }).said).toEqual([
      ...said,
      ...said,
    ]);
  });

  test.each([
    { word: '4', isTaken: false },
    { word: '0x_4', isTaken: false },
    { word: '0b1_00', isTaken: true },
    { word: '0000000000000004', isTaken: true },
    { word: '000000000000000g', isTaken: false },
    { word: '0xffffffffffffffff', isTaken: true },
    { word: '0x1ffffffffffffffff', isTaken: false },
    { word: '-0x4', isTaken: false },
    { word: '', isTaken: false },
  ])('"$word": $isTaken', ({ word, isTaken }) => {
    expect(read({ args: [word] }).failed).toBe(isTaken ? 0 : 1);
  });

  test('decimal numbers only where they are asked for', () => {
    expect(read({ args: ['4'], decimal: true }).items).toEqual(['0x4 4 argument 1']);
    expect(read({ decimal: true }, { stdin: '12\n' }).items).toEqual(['0xc 12 <stdin>:1:1']);
  });

  test('nothing is missing but where a terminal would have to type', () => {
    const isMissing = (inputs: Partial<ValueInputs>, stdinIsTTY: boolean): boolean => {
      const all: ValueInputs = { args: [], files: [], format: 'text', decimal: false, ...inputs };
      return new ValueSource(fakeIo({ stdinIsTTY }).io, all, () => undefined).isMissing;
    };
    expect(isMissing({}, true)).toBe(true);
    expect(isMissing({}, false)).toBe(false);
    expect(isMissing({ args: ['-'] }, true)).toBe(false);
    expect(isMissing({ files: ['f'] }, true)).toBe(false);
  });
});

describe('how reads are cut does not matter', () => {
  const text = '0x4 0x8400000002be9c25\n# note\n0x60\n';
  test.each([1, 2, 3, 7])('in pieces of %d bytes', (size) => {
    const stdin = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
    expect(read({}, { stdin }).items).toEqual(read({}, { stdin: text }).items);
  });

  test.each([1, 3, 8, 11])('binary in pieces of %d bytes', (size) => {
    const bytes = Uint8Array.from({ length: 32 }, (_, n) => n);
    const stdin = Array.from({ length: Math.ceil(32 / size) }, (_, n) =>
      bytes.slice(n * size, (n + 1) * size),
    );
    expect(read({ format: 'u64le' }, { stdin }).items).toEqual([
      '0x706050403020100  <stdin>@0x0',
      '0xf0e0d0c0b0a0908  <stdin>@0x8',
      '0x1716151413121110  <stdin>@0x10',
      '0x1f1e1d1c1b1a1918  <stdin>@0x18',
    ]);
  });
});

describe('binary input', () => {
  test('big endian', () => {
    const stdin = new Uint8Array([0, 0, 0, 0, 0, 0, 0, 4]);
    expect(read({ format: 'u64be' }, { stdin }).items).toEqual(['0x4  <stdin>@0x0']);
  });
  test('an entry that is cut off is an error with its offset', () => {
    expect(read({ format: 'u64le' }, { stdin: new Uint8Array(13) })).toEqual({
      failed: 1,
      items: ['0x0  <stdin>@0x0'],
      said: ['pte-decode: <stdin>@0x8: the input ends inside an entry: 5 bytes of 8'],
    });
  });
});

describe('a file of another kind', () => {
  const formats = [
    {
      name: 'kdump',
      magic: 'KDUMP   \x06\0\0\0',
      what: 'a kdump image: pte-decode image, walk and scan read it',
    },
    { name: 'ELF', magic: '\x7fELF\x02\x01\x01', what: 'an ELF file: pte-decode image' },
    { name: 'LiME', magic: 'EMiL\x01\0\0\0', what: 'a LiME image: pte-decode image' },
    {
      name: 'flattened',
      magic: 'makedumpfile\0\0\0\0',
      what: 'a flattened makedumpfile image: pte-decode image',
    },
    { name: 'capture', magic: 'PTEPMAP\x01', what: 'a capture of pagemap: pte-decode pagemap reads it' },
    { name: 'gzip', magic: '\x1f\x8b\b\0\0\0\0\0\0\x03', what: 'compressed with gzip: unpack it first' },
    { name: 'zstd', magic: '\x28\xb5\x2f\xfd', what: 'compressed with zstd: unpack it first' },
    { name: 'xz', magic: '\xfd7zXZ\0', what: 'compressed with xz: unpack it first' },
    { name: 'lz4', magic: '\x04\x22\x4d\x18\x64\x40\xa7', what: 'compressed with lz4: unpack it first' },
  ];
  test.each(
    formats.flatMap((format) =>
      (['text', 'u64le', 'u64be', 'u32le', 'u32be'] as const).map((input) => ({ ...format, input })),
    ),
  )('$name is refused as $input', ({ magic, what, input }) => {
    const stdin = new Uint8Array(4096);
    stdin.set(Buffer.from(magic, 'latin1'));
    const { items, failed, said } = read({ format: input }, { stdin });
    expect({ items, failed }).toEqual({ items: [], failed: 1 });
    expect(said).toEqual([expect.stringContaining(`pte-decode: <stdin>: no values but ${what}`)]);
  });

  test.each(formats)('$name is refused where it comes in small pieces', ({ magic, what }) => {
    const file = new Uint8Array(4096);
    file.set(Buffer.from(magic, 'latin1'));
    const stdin = [file.subarray(0, 3), file.subarray(3, 5), file.subarray(5)];
    const { items, said } = read({ format: 'u64le' }, { stdin });
    expect(items).toEqual([]);
    expect(said).toEqual([expect.stringContaining(`pte-decode: <stdin>: no values but ${what}`)]);
  });
  test.each(['u64le', 'u64be', 'u32le', 'u32be'] as const)('text is no input of %s', (format) => {
    const text = '0x8400000002bcbc25\n# note\r\n\t0x60\n'.repeat(2);
    for (const stdin of [text, [text.slice(0, 3), text.slice(3, 7), text.slice(7)]]) {
      const { failed, said } = read({ format }, { stdin });
      expect(failed).toBe(1);
      const bytes = format.startsWith('u64') ? 8 : 4;
      expect(said).toEqual([
        `pte-decode: <stdin>: no entries of ${bytes} bytes but text: leave out --input ${format}`,
      ]);
    }
  });
  test('entries whose bytes are all printed are read', () => {
    // i386: page frames 0xa306 and 0xa307, user, read-write, accessed, dirty.
    const stdin = Uint8Array.from([0x67, 0x60, 0x30, 0x0a, 0x67, 0x70, 0x30, 0x0a]);
    expect(read({ format: 'u32le' }, { stdin }).items).toHaveLength(2);
    expect(read({ format: 'u64le' }, { stdin: 'ABCDEFGHIJKLMNOP' }).items).toHaveLength(2);
  });
  test('text that begins so is read', () => {
    expect(read({}, { stdin: 'EMiL\n0x4\n' }).items).toEqual(['0x4 0x4 <stdin>:2:1']);
  });
  // A swap entry of x86 with uffd_wp, bit 2: its offset, inverted, gives the other bits.
  test('a swap entry that begins like an LZ4 frame is none', () => {
    const stdin = Uint8Array.from([0x04, 0x22, 0x4d, 0x18, 0xff, 0xff, 0xff, 0x07]);
    expect(read({ format: 'u64le' }, { stdin }).items).toEqual(['0x7ffffff184d2204  <stdin>@0x0']);
  });
  test('words behind the first are not looked at', () => {
    const stdin = Uint8Array.from([4, 0, 0, 0, 0, 0, 0, 0, ...Buffer.from('KDUMP   ')]);
    expect(read({ format: 'u64le' }, { stdin }).items).toHaveLength(2);
  });
});

describe('control characters in text', () => {
  const bad = [
    {
      name: 'a sequence of a terminal',
      line: '\x1b]0;x\x07',
      said: String.raw`"x\x07": "x" at column 1 is not a hex`,
    },
    {
      name: 'a bell behind a value',
      line: '0x4\x07',
      said: String.raw`"0x4\x07": "\x07" at column 4 is not a hex`,
    },
    { name: 'a backspace alone', line: '\b', said: String.raw`"\x08": "\x08" at column 1 is not a hex` },
    {
      name: 'a movement of the cursor',
      line: '\x1b[31C0x4\x1b[0m',
      said: String.raw`"31C0x4": "x" at column 5 is not a hex`,
    },
    {
      name: 'a control character of eight bits',
      line: '0x4\u009b31m',
      said: String.raw`"0x4\x9b31m": "\x9b"`,
    },
    {
      name: 'in a message of a log',
      line: '[    1.000000] mine: 0x4\x07',
      said: String.raw`"0x4\x07": "\x07"`,
    },
    {
      name: 'many of them',
      line: '\x01\x02\x03\x04\x05\x06',
      said: String.raw`"\x01\x02\x03\x04\x05\x06": "\x01"`,
    },
  ];
  test.each(bad)('$name: that is a bad token, and the lines around it are read', ({ line, said }) => {
    const stdin = `0x60\n${line}\n0x61\n`;
    const whole = read({}, { stdin });
    expect(whole.items).toEqual(['0x60 0x60 <stdin>:1:1', '0x61 0x61 <stdin>:3:1']);
    expect(whole.said).toContainEqual(expect.stringContaining(said));
    expect(whole.said.filter((text) => !text.startsWith('pte-decode: <stdin>:2:'))).toEqual([]);
    expect(whole.failed).toBe(whole.said.length);
    const pieces = Array.from(Buffer.from(stdin), (byte) => Uint8Array.of(byte));
    expect(read({}, { stdin: pieces })).toEqual(whole);
    expect(read({ files: ['<stdin>'] }, { files: { '<stdin>': stdin } })).toEqual(whole);
  });
  test.each(bad.slice(0, -1))('$name as the first line too', ({ line }) => {
    expect(read({}, { stdin: `${line}\n0x61\n` }).items).toEqual(['0x61 0x61 <stdin>:2:1']);
  });
  test('a first line in another encoding is none of binary data', () => {
    const stdin = Buffer.concat([
      Buffer.from([0xcc, 0xf5, 0xc4, 0xbf, 0xb1, 0xed, 0xb5, 0xa5]),
      Buffer.from('\n0x4\n'),
    ]);
    expect(read({}, { stdin }).items).toEqual(['0x4 0x4 <stdin>:2:1']);
  });
  test('in a comment they are nothing', () => {
    expect(read({}, { stdin: '0x4 # \x07\n' })).toMatchObject({ failed: 0, items: [expect.anything()] });
  });
});

describe('binary data instead of text', () => {
  const swapEntry = [0x0e, 0xfe, 0xfb, 0xff, 0xff, 0xff, 0xff, 0x07];
  test.each([
    { name: 'entries', bytes: [0x67, 0x88, 0x9e, 2, 0, 0, 0, 0x80] },
    // 0x07fffffffffbfe0e, which a swap entry of x86 can be
    { name: 'entries without a zero byte', bytes: swapEntry },
    { name: 'zeros', bytes: [0, 0, 0, 0, 0, 0, 0, 0] },
  ])('$name are refused at once, however they come', ({ bytes }) => {
    const page = Uint8Array.from({ length: 4096 }, (_, n) => bytes[n % 8] ?? 0);
    const pieces = [page.subarray(0, 3), page.subarray(3, 5), page.subarray(5), Buffer.from('\n0x4\n')];
    const many = Array.from({ length: 1000 }, () => page);
    for (const stdin of [page, pieces, many]) {
      const { items, failed, said } = read({}, { stdin });
      expect({ items, failed }).toEqual({ items: [], failed: 1 });
      expect(said).toEqual([
        expect.stringMatching(/^pte-decode: <stdin>:1:1: binary data where text was wanted: .*--input u64le/),
      ]);
    }
  });
  test('and nothing is read to the end of an endless one', () => {
    const { io, stderr } = fakeIo();
    const read = (target: Uint8Array): number => target.fill(0, 0, 4096) && 4096;
    const open = (): Input => ({ name: '/dev/zero', size: undefined, read, close: () => undefined });
    const inputs = { args: ['-'], files: [], format: 'text', decimal: false } as const;
    expect([...new ValueSource(changedIo(io, { open }), inputs, () => undefined).read()]).toEqual([]);
    expect(stderr()).toContain('/dev/zero:1:1: binary data');
  });
  test('a line of zeros behind values ends the input', () => {
    const stdin = [
      Buffer.from('0x4\n'),
      ...Array.from({ length: 100 }, () => new Uint8Array(4096)),
      Buffer.from('\n0x5'),
    ];
    const { items, said } = read({}, { stdin });
    expect(items).toEqual(['0x4 0x4 <stdin>:1:1']);
    expect(said).toEqual([expect.stringContaining('<stdin>:2:1: binary data')]);
  });
});

describe('columns of other tools', () => {
  test('are said once for each shape', () => {
    const stdin = 'ffff88800385d980:  8400000002be9c25 fffffffffffffc00   %.......\n'.repeat(3);
    const { items, said } = read({}, { stdin });
    expect(items).toHaveLength(6);
    expect(said).toEqual(['pte-decode: <stdin>:1: read as crash-rd columns']);
  });
});
