// The modules in AssemblyScript: what scripts/build-wasm.mjs compiles, and what the explorer is built without.

/** Memory is given in pages of 64 KiB and never grows; its map is in the file named behind. */
// prettier-ignore
export const WASM_MODULES = [
  { source: 'src/records/templates/template.as.ts', name: 'TEMPLATE_WASM', what: 'the templates', pages: 256 }, // template-memory.ts
  { source: 'src/pagemap/scan/scan.as.ts', name: 'SCAN_WASM', what: 'the engine over pagemap words', pages: 74, isShared: true }, // memory.ts
  { source: 'src/logs/find/find.as.ts', name: 'FIND_WASM', what: 'the finder of words', pages: 38 }, // memory.ts
];
