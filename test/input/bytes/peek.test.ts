import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { peekInput } from '../../../src/input/bytes/peek.ts';
import { inputOf } from '../../helpers/pagemap.ts';

test('looking at the beginning takes nothing away', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 60 }),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 30 }),
      (bytes, step, size) => {
        const { bytes: first, input } = peekInput(inputOf(bytes, step), 8);
        expect(first.length).toBeGreaterThanOrEqual(Math.min(8, bytes.length));
        const got: number[] = [];
        for (const part = new Uint8Array(size); ;) {
          const length = input.read(part);
          if (length === 0) break;
          got.push(...part.subarray(0, length));
        }
        expect(got).toEqual([...bytes]);
        expect([...first]).toEqual([...bytes.subarray(0, first.length)]);
      },
    ),
  );
});
