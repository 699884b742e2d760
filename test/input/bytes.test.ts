import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isPteDecodeError } from '../../src/core/errors.ts';
import { openInput, peekInput } from '../../src/input/bytes.ts';
import { inputOf } from '../helpers/pagemap.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

describe('files', () => {
  const path = folder.write('file', Uint8Array.from([1, 2, 3, 4, 5]));
  test('in order and at places', () => {
    const input = openInput(path);
    const two = new Uint8Array(2);
    expect(input.size).toBe(5);
    expect([input.read(two), ...two]).toEqual([2, 1, 2]);
    expect([input.readAt?.(two, 3), ...two]).toEqual([2, 4, 5]);
    expect([input.readAt?.(two, 4n), two[0]]).toEqual([1, 5]);
    expect([input.read(two), ...two]).toEqual([2, 3, 4]);
    expect([input.read(two), input.read(two)]).toEqual([1, 0]);
    input.close();
  });

  test.each(['missing', '.'])('%s cannot be read', (name) => {
    let caught: unknown;
    try {
      openInput(`${folder.path}/${name}`).read(new Uint8Array(1));
    } catch (error) {
      caught = error;
    }
    expect(isPteDecodeError(caught) && caught.code).toBe('ERR_INPUT');
  });
});

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
