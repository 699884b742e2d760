import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { matchShape, SHAPES } from '../../../src/input/values/shapes.ts';

describe('the table of shapes', () => {
  test.each(SHAPES)('$name matches its example, and no other row does', ({ name, example }) => {
    expect(SHAPES.filter((shape) => shape.line.test(example)).map((shape) => shape.name)).toEqual([name]);
    const match = matchShape(example);
    expect(match?.shape).toBe(name);
    expect(match?.address).toMatch(/^(?:0x)?[0-9a-f]+$/);
    for (const { text, index } of match?.tokens ?? []) expect(example.startsWith(text, index)).toBe(true);
  });

  test('names are unique', () => {
    expect(new Set(SHAPES.map(({ name }) => name)).size).toBe(SHAPES.length);
  });

  test.each(SHAPES)('$name is in docs/input.md', ({ name, tool, example, src }) => {
    const docs = readFileSync(new URL('../../../docs/input.md', import.meta.url), 'utf8');
    for (const text of [`\`${name}\``, tool, example.replaceAll('\t', ' '), src])
      expect(docs).toContain(text);
  });

  test('a list, a comment and nothing match no row', () => {
    for (const line of ['0x4', '8000000000000067 0000000000000004', '# 0x4', ''])
      expect(matchShape(line)).toBeUndefined();
  });
});
