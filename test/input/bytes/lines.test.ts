import { describe, expect, test } from '@jest/globals';
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
