import { createJsFinder } from './js.ts';
import { FIND_MEMORY, type LogFinder } from './memory.ts';
import { FIND_WASM } from './find-wasm-code.ts';
import { finderTables } from './tables.ts';
import { instantiate } from '../../bulk/wasm-module.ts';

interface FindExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly find: (from: number, to: number) => number;
  readonly findNear: (from: number, to: number) => number;
  readonly countLines: (from: number, to: number) => number;
}

/** The finder in WebAssembly; undefined where the process may not have it (an address-space limit, `--jitless`). */
export function createWasmFinder(): LogFinder | undefined {
  const exported = instantiate<FindExports>(FIND_WASM, ['memory', 'find', 'findNear', 'countLines']);
  if (!exported) return undefined;
  const { memory, find, findNear, countLines } = exported;
  for (const { at, bytes } of finderTables()) new Uint8Array(memory.buffer).set(bytes, at);
  return {
    kind: 'wasm',
    text: new Uint8Array(memory.buffer, FIND_MEMORY.text, FIND_MEMORY.textBytes),
    hits: new Uint32Array(memory.buffer, FIND_MEMORY.hits, FIND_MEMORY.maxHits),
    nearHits: new Uint32Array(memory.buffer, FIND_MEMORY.nearHits, FIND_MEMORY.maxNearHits),
    find,
    findNear,
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
