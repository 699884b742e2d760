import { expect, test } from '@jest/globals';
import { readMemory, readWord } from '../../src/images/memory.ts';
import { pagesMemory } from '../helpers/real-kernels.ts';

const memory = pagesMemory([{ physAddr: 0x1000n, bytes: new Uint8Array(4096).fill(0xa5) }]);

test('readWord reads eight bytes, or says that they are not there', () => {
  expect(readWord(memory, 0x1ff8n, 'little')).toBe(0xa5a5_a5a5_a5a5_a5a5n);
  expect(readWord(memory, 0x2000n, 'little')).toBeUndefined();
});

test('readMemory gives bytes of its own', () => {
  const first = readMemory(memory, 0x1000n, 2);
  first?.fill(0);
  expect([...(readMemory(memory, 0x1000n, 2) ?? [])]).toEqual([0xa5, 0xa5]);
  expect(readMemory(memory, 0n, 1)).toBeUndefined();
});
