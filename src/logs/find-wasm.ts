import { createJsFinder } from './find-js.ts';
import { FIND_MEMORY, finderTables, type LogFinder } from './find-memory.ts';
import { FIND_WASM } from './find-wasm-code.ts';

/** What Node gives as `WebAssembly`, as far as it is used here; undefined where it is switched off. */
interface WebAssemblyLike {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
}

function isWebAssembly(value: unknown): value is WebAssemblyLike {
  return typeof value === 'object' && value !== null && 'Module' in value && 'Instance' in value;
}

interface FindExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly find: (from: number, to: number) => number;
  readonly countLines: (from: number, to: number) => number;
}

function isFindExports(value: object): value is FindExports {
  return 'memory' in value && 'find' in value && 'countLines' in value;
}

/** The finder in WebAssembly; undefined where the process may not have it (an address-space limit, `--jitless`). */
export function createWasmFinder(): LogFinder | undefined {
  const wasm: unknown = Reflect.get(globalThis, 'WebAssembly');
  if (!isWebAssembly(wasm)) return undefined;
  let exported: object;
  try {
    const module = new wasm.Module(Buffer.from(FIND_WASM, 'base64'));
    exported = new wasm.Instance(module, { env: { abort: () => undefined } }).exports;
  } catch {
    // Under `ulimit -v` the 10 GB of address space that V8 reserves for a memory are not to be had.
    return undefined;
  }
  if (!isFindExports(exported)) return undefined;
  const { memory, find, countLines } = exported;
  new Uint8Array(memory.buffer).set(finderTables(), FIND_MEMORY.nibbles);
  return {
    kind: 'wasm',
    text: new Uint8Array(memory.buffer, FIND_MEMORY.text, FIND_MEMORY.textBytes),
    hits: new Uint32Array(memory.buffer, FIND_MEMORY.hits, FIND_MEMORY.maxHits),
    find,
    countLines,
  };
}

/**
 * The finder, in WebAssembly where that is to be had.
 *
 * @param prefer `js` takes the JavaScript twin in any case
 */
export function createFinder(prefer: 'wasm' | 'js' = 'wasm'): LogFinder {
  return (prefer === 'wasm' ? createWasmFinder() : undefined) ?? createJsFinder();
}
