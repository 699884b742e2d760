import { expect, test } from '@jest/globals';
import { loadCodecs } from '../../src/images/kdump/codecs.ts';

test('without WebAssembly pages compressed with zstd are refused in words', async () => {
  const wasm: unknown = Reflect.get(globalThis, 'WebAssembly');
  Reflect.set(globalThis, 'WebAssembly', undefined);
  try {
    await expect(loadCodecs(true)).rejects.toMatchObject({ code: 'ERR_INPUT' });
    await expect(loadCodecs(false)).resolves.toBeDefined();
  } finally {
    Reflect.set(globalThis, 'WebAssembly', wasm);
  }
});
