import { expect, test } from '@jest/globals';
import { instantiate } from '../../src/bulk/wasm-module.ts';

test('a module gives what it exports', () => {
  // The eight bytes of an empty module: magic and version (WebAssembly 1.0, 5.5.16 Modules).
  expect(instantiate(Buffer.from('\0asm\x01\0\0\0', 'latin1').toString('base64'), [])).toBeDefined();
});

test('what is no module gives nothing', () => {
  expect(instantiate('bm90IGE=', [])).toBeUndefined();
});

test('nothing where WebAssembly is switched off', () => {
  const wasm: unknown = Reflect.get(globalThis, 'WebAssembly');
  Reflect.deleteProperty(globalThis, 'WebAssembly');
  try {
    expect(instantiate('AGFzbQEAAAA=', [])).toBeUndefined();
  } finally {
    Reflect.set(globalThis, 'WebAssembly', wasm);
  }
});
