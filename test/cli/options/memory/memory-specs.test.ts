import { expect, test } from '@jest/globals';
import { spec as image } from '../../../../src/cli/commands/image/spec.ts';
import { spec as scan } from '../../../../src/cli/commands/scan/spec.ts';
import { spec as walk } from '../../../../src/cli/commands/walk/spec.ts';
import { MEMORY_OPTIONS, ROOT_OPTIONS } from '../../../../src/cli/options/memory/memory-specs.ts';

test('whoever walks tables also reads raw memory', () => {
  expect(ROOT_OPTIONS).toEqual(expect.arrayContaining([...MEMORY_OPTIONS]));
});

test.each([
  { name: 'image', options: image.options, wanted: MEMORY_OPTIONS },
  { name: 'walk', options: walk.options, wanted: ROOT_OPTIONS },
  { name: 'scan', options: scan.options, wanted: ROOT_OPTIONS },
])('$name has them, and no name twice', ({ options, wanted }) => {
  expect(options).toEqual(expect.arrayContaining([...wanted]));
  const names = options.flatMap(({ long, letter }) => (letter === undefined ? [long] : [long, letter]));
  expect(new Set(names).size).toBe(names.length);
});
