import { createJsKernels } from './scan-js.ts';
import { type BulkKernels } from './scan-memory.ts';
import { SCAN_WASM } from './scan-wasm-code.ts';

/** What Node gives as `WebAssembly`, as far as it is used here; undefined where it is switched off. */
interface WebAssemblyLike {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
}

function isWebAssembly(value: unknown): value is WebAssemblyLike {
  return typeof value === 'object' && value !== null && 'Module' in value && 'Instance' in value;
}

interface ScanExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly written: { readonly value: number };
  readonly findRuns: BulkKernels['findRuns'];
  readonly countStates: (from: number, to: number, markerType: number) => number;
  readonly markSequential: BulkKernels['markSequential'];
  readonly format: BulkKernels['format'];
}

function isScanExports(value: object): value is ScanExports {
  return 'memory' in value && 'written' in value && 'findRuns' in value && 'format' in value;
}

/** The bulk kernels in WebAssembly; undefined where the process may not have it (an address-space limit, `--jitless`). */
export function createWasmKernels(): BulkKernels | undefined {
  const wasm: unknown = Reflect.get(globalThis, 'WebAssembly');
  if (!isWebAssembly(wasm)) return undefined;
  let exported: object;
  try {
    const module = new wasm.Module(Buffer.from(SCAN_WASM, 'base64'));
    exported = new wasm.Instance(module, { env: { abort: () => undefined } }).exports;
  } catch {
    // Under `ulimit -v` the 10 GB of address space that V8 reserves for a memory are not to be had.
    return undefined;
  }
  if (!isScanExports(exported)) return undefined;
  const { memory, written, findRuns, countStates, markSequential, format } = exported;
  return {
    kind: 'wasm',
    buffer: memory.buffer,
    findRuns,
    countStates,
    markSequential,
    format: (...args) => format(...args) >>> 0,
    get written() {
      return written.value;
    },
  };
}

/**
 * The bulk kernels, in WebAssembly where that is to be had.
 *
 * @param prefer `js` takes the JavaScript twin in any case
 */
export function createKernels(prefer: 'wasm' | 'js' = 'wasm'): BulkKernels {
  return (prefer === 'wasm' ? createWasmKernels() : undefined) ?? createJsKernels();
}
