import { createJsEngine } from './js.ts';
import { MEMORY, type WordEngine } from './memory.ts';
import { SCAN_WASM } from './scan-wasm-code.ts';
import { instantiate } from '../../bulk/wasm-module.ts';

interface ScanExports {
  readonly memory: { readonly buffer: SharedArrayBuffer };
  readonly written: { readonly value: number };
  readonly findRuns: WordEngine['findRuns'];
  readonly countStates: (from: number, to: number, markerType: number) => number;
  readonly tally: WordEngine['tally'];
  readonly met: { readonly value: number };
  readonly findForeign: WordEngine['findForeign'];
  readonly markSequential: WordEngine['markSequential'];
  readonly format: WordEngine['format'];
}

/** The engine over pagemap words in WebAssembly; undefined where the process may not have it (an address-space limit, `--jitless`). */
export function createWasmEngine(): WordEngine | undefined {
  const exported = instantiate<ScanExports>(
    SCAN_WASM,
    ['memory', 'written', 'findRuns', 'format'],
    MEMORY.pages,
  );
  if (!exported) return undefined;
  const { memory, written, met, findRuns, countStates, tally, findForeign, markSequential, format } =
    exported;
  return {
    kind: 'wasm',
    buffer: memory.buffer,
    findRuns,
    countStates,
    tally,
    get met() {
      return met.value;
    },
    findForeign,
    markSequential,
    format: (...args) => format(...args) >>> 0,
    get written() {
      return written.value;
    },
  };
}

/**
 * The engine over pagemap words, in WebAssembly where that is to be had.
 *
 * @param prefer `js` takes the JavaScript twin in any case
 */
export function createEngine(prefer: 'wasm' | 'js' = 'wasm'): WordEngine {
  return (prefer === 'wasm' ? createWasmEngine() : undefined) ?? createJsEngine();
}
