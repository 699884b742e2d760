import { TEMPLATE_WASM } from './template-wasm-code.ts';

/** Where things lie in the memory of the template kernel, in bytes; template.as.ts has the same numbers. */
export const MEMORY = {
  /** The value of each hexadecimal digit by its code, 0xff for all other bytes. */
  nibbles: 0,
  /** The two digits of each byte. */
  pairs: 0x100,
  /** The number of a line stands before this address, `:1` behind it. */
  placeEnd: 0x330,
  /** 24 bytes per template: mask, value, address of its sections, their number. */
  templates: 0x400,
  templateBytes: 24,
  maxTemplates: 128,
  sections: 0x1000,
  sectionsEnd: 0x8000,
  /** What stands before the place of a value: the name of the input, as in JSON strings. */
  prefix: 0x8000,
  prefixBytes: 0x7ff0,
  input: 0x1_0000,
  /** Room for the longest line that waits for its end, and for what is read at a time. */
  inputEnd: 0x5_fff0,
  output: 0x6_0000,
  /** Where the kernel begins no other text. */
  outputLimit: 0x7_0000,
  outputEnd: 0xa_0000,
  /** 8 bytes per text: address and length, 0 while it is not known. */
  tables: 0xa_0000,
  tablesEnd: 0x38_0000,
  texts: 0x38_0000,
  textsEnd: 0x7f_f000,
} as const;

/** Answers of `takeLines` and `takeWords`. */
export const STATUS = { whole: 0, partial: 1, full: 2, other: 3 } as const;

/** The functions of template.as.ts. */
export interface TemplateKernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly status: { readonly value: number };
  readonly output: { value: number };
  readonly prefixLength: { value: number };
  readonly count: { readonly value: number };
  readonly writeOne: (
    raw: bigint,
    input: number,
    inputLength: number,
    origin: number,
    originLength: number,
  ) => number;
  readonly startLines: (digits: number) => void;
  readonly takeLines: (at: number, end: number, limit: number, bare: number) => number;
  readonly takeWords: (at: number, end: number, limit: number, offset: bigint, bigEndian: number) => number;
}

/** What Node gives as `WebAssembly`, as far as it is used here; undefined where it is switched off. */
interface WebAssemblyLike {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
}

function isWebAssembly(value: unknown): value is WebAssemblyLike {
  return typeof value === 'object' && value !== null && 'Module' in value && 'Instance' in value;
}

function isTemplateKernel(value: object): value is TemplateKernel {
  return 'memory' in value && 'takeLines' in value && 'takeWords' in value && 'writeOne' in value;
}

/** The template kernel; undefined where the process may have no WebAssembly (an address-space limit, `--jitless`). */
export function loadTemplateKernel(): TemplateKernel | undefined {
  const wasm: unknown = Reflect.get(globalThis, 'WebAssembly');
  if (!isWebAssembly(wasm)) return undefined;
  let exported: object;
  try {
    const module = new wasm.Module(Buffer.from(TEMPLATE_WASM, 'base64'));
    exported = new wasm.Instance(module, { env: { abort: () => undefined } }).exports;
  } catch {
    // Under `ulimit -v` the 10 GB of address space that V8 reserves for a memory are not to be had.
    return undefined;
  }
  return isTemplateKernel(exported) ? exported : undefined;
}
