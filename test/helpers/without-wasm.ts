/** Node's own fetch, which zstddec uses, compiles a module when it is first used: it must find WebAssembly then. */
let fetched: Promise<unknown> | undefined;

/** Does something in a process that may not have WebAssembly: then every value is decoded and judged by itself. */
export async function withoutWasm<T>(work: () => Promise<T>): Promise<T> {
  await (fetched ??= fetch('data:,'));
  const wasm: unknown = Reflect.get(globalThis, 'WebAssembly');
  Reflect.set(globalThis, 'WebAssembly', undefined);
  try {
    return await work();
  } finally {
    Reflect.set(globalThis, 'WebAssembly', wasm);
  }
}
