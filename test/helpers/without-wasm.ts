/** Does something in a process that may not have WebAssembly: then every value is decoded and judged by itself. */
export async function withoutWasm<T>(work: () => Promise<T>): Promise<T> {
  const wasm: unknown = Reflect.get(globalThis, 'WebAssembly');
  Reflect.set(globalThis, 'WebAssembly', undefined);
  try {
    return await work();
  } finally {
    Reflect.set(globalThis, 'WebAssembly', wasm);
  }
}
