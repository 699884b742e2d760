import { describe, expect, test } from '@jest/globals';
import { changedIo, type Input } from '../../../src/input/bytes/io.ts';
import { forEachLine, readLines } from '../../../src/input/bytes/lines.ts';
import { PteDecodeError } from '../../../src/core/errors.ts';
import { fakeIo } from '../../helpers/fake-io.ts';

const nothing = (): void => undefined;

describe('readLines', () => {
  test.each([
    { name: 'lines with their numbers', stdin: 'a\nb\n', lines: ['1 a', '2 b'] },
    { name: 'a last line without an end', stdin: 'a\nb', lines: ['1 a', '2 b'] },
    { name: 'nothing', stdin: '', lines: [] },
    {
      name: 'characters cut by reads',
      stdin: [new Uint8Array([0x67, 0xc3]), new Uint8Array([0xb6, 0x0a])],
      lines: ['1 gö'],
    },
  ])('gives $name', ({ stdin, lines }) => {
    const { io, open } = fakeIo({ stdin });
    expect([...readLines(io, '-', nothing)].map(({ text, origin }) => `${origin.line} ${text}`)).toEqual(
      lines,
    );
    expect(open()).toBe(0);
  });

  test('a line without end is refused before it fills memory', () => {
    const { io, open } = fakeIo({ stdin: Array.from({ length: 40 }, () => 'x'.repeat(1 << 15)) });
    expect(() => [...readLines(io, '-', nothing)]).toThrow(/^<stdin>:1: a line of more than 1 MiB/);
    expect(open()).toBe(0);
  });
});

describe('forEachLine', () => {
  test.each([1 << 12, 1 << 15, 1 << 22])('skips a line that is too long, in reads of %d', (size) => {
    const text = `a\n${'x'.repeat(3 << 20)}\nb\n${'y'.repeat(1 << 21)}`;
    const stdin = Array.from({ length: Math.ceil(text.length / size) }, (_, n) =>
      text.slice(n * size, (n + 1) * size),
    );
    const { io, stderr } = fakeIo({ stdin });
    const seen: string[] = [];
    expect(forEachLine(io, '-', nothing, (line) => seen.push(line))).toBe(2);
    expect(seen).toEqual(['a', 'b']);
    const said = 'a line of more than 1 MiB: skipped';
    expect(stderr()).toBe(`pte-decode: <stdin>:2: ${said}\npte-decode: <stdin>:4: ${said}\n`);
  });

  test('a device of zeros has no end', () => {
    const { io, stderr } = fakeIo();
    const read = (target: Uint8Array): number => target.fill(0).length;
    const open = (): Input => ({ name: '/dev/zero', size: undefined, read, close: nothing });
    expect(forEachLine(changedIo(io, { open }), '/dev/zero', nothing, nothing)).toBe(1);
    expect(stderr()).toBe('pte-decode: /dev/zero:1: binary data where text was wanted\n');
  });

  test('reports the errors of lines with their places, counts them, and goes on', () => {
    const { io, stderr } = fakeIo({ stdin: 'a\n\nbad\nc\n' });
    const seen: string[] = [];
    const errors = forEachLine(io, '-', nothing, (text) => {
      if (text === 'bad') throw new PteDecodeError('ERR_RECORD', 'no good');
      seen.push(text);
    });
    expect({ errors, seen }).toEqual({ errors: 1, seen: ['a', 'c'] });
    expect(stderr()).toBe('pte-decode: <stdin>:3: no good\n');
  });

  test('an input that cannot be opened is one error', () => {
    const { io, stderr } = fakeIo();
    expect(forEachLine(io, 'missing', nothing, nothing)).toBe(1);
    expect(stderr()).toBe('pte-decode: missing: cannot read: no such file\n');
  });

  test('a bug is no error of the line', () => {
    const { io, open } = fakeIo({ stdin: 'a\n' });
    const work = (): never => {
      throw new TypeError('bug');
    };
    expect(() => forEachLine(io, '-', nothing, work)).toThrow('bug');
    expect(open()).toBe(0);
  });
});
