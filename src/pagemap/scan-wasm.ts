import { createJsKernels } from './scan-js.ts';
import { type BulkKernels } from './scan-memory.ts';
import { SCAN_WASM } from './scan-wasm-code.ts';
import { instantiate } from '../bulk/wasm-module.ts';

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
  const exported = instantiate(SCAN_WASM);
  if (exported === undefined || !isScanExports(exported)) return undefined;
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
