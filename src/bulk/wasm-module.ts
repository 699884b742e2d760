/** What Node gives as `WebAssembly`, as far as it is used here; undefined where it is switched off. */
interface WebAssemblyLike {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
  readonly Memory: new (pages: { initial: number; maximum: number; shared: true }) => object;
}

function isWebAssembly(value: unknown): value is WebAssemblyLike {
  return (
    typeof value === 'object' &&
    value !== null &&
    'Module' in value &&
    'Instance' in value &&
    'Memory' in value
  );
}

/** Modules that were compiled, by their code: whoever runs many commands in one process compiles once. */
const compiled = new Map<string, object>();

/**
 * What a module of AssemblyScript exports; undefined where the process may not have it (an address-space limit,
 * `--jitless`).
 *
 * @param code the module as base64 text
 * @param names what it must export
 * @param sharedPages pages of 64 KiB of a memory that other threads can read and write, where the module takes one
 */
export function instantiate<Exports extends object>(
  code: string,
  names: readonly (keyof Exports & string)[],
  sharedPages?: number,
): Exports | undefined {
  const wasm: unknown = Reflect.get(globalThis, 'WebAssembly');
  if (!isWebAssembly(wasm)) return undefined;
  try {
    const module = compiled.get(code) ?? new wasm.Module(Buffer.from(code, 'base64'));
    compiled.set(code, module);
    const memory =
      sharedPages === undefined
        ? undefined
        : new wasm.Memory({ initial: sharedPages, maximum: sharedPages, shared: true });
    const { exports } = new wasm.Instance(module, { env: { abort: () => undefined, memory } });
    const isWhole = (value: object): value is Exports => names.every((name) => name in value);
    return isWhole(exports) ? exports : undefined;
  } catch {
    // Under `ulimit -v` the 10 GB of address space that V8 reserves for a memory are not to be had.
    return undefined;
  }
}
