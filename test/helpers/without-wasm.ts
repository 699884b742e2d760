/**
 * Does something in a process that may not have WebAssembly: then every value is decoded and judged by itself. What compiles
 * in another thread stays: Node's own fetch does that at some time after its first use.
 */
export async function withoutWasm<T>(work: () => Promise<T>): Promise<T> {
  const wasm: unknown = Reflect.get(globalThis, 'WebAssembly');
  Reflect.set(globalThis, 'WebAssembly', {
    compile: WebAssembly.compile,
    instantiate: WebAssembly.instantiate,
  });
  try {
    return await work();
  } finally {
    Reflect.set(globalThis, 'WebAssembly', wasm);
  }
}
