import { instantiate } from '../../bulk/wasm-module.ts';
import { TEMPLATE_WASM } from './template-wasm-code.ts';

/** Where things lie in the memory of the template engine, in bytes; template.as.ts has the same numbers. */
export const MEMORY = {
  /** The value of each hexadecimal digit by its code, 0xff for all other bytes. */
  nibbles: 0,
  /** The number of a line stands before this address, `:1` behind it. */
  placeEnd: 0x330,
  /** 32 bytes per template: mask, value, address of its sections, their numbers. */
  templates: 0x400,
  templateBytes: 32,
  maxTemplates: 256,
  /** What stands before the place of a value: the name of the input, as in JSON strings. */
  prefix: 0x8000,
  prefixBytes: 0x7ff0,
  input: 0x1_0000,
  /** Room for the longest line that waits for its end, and for what is read at a time. */
  inputEnd: 0x5_fff0,
  output: 0x6_0000,
  /** Where the engine begins no other text. */
  outputLimit: 0xa_0000,
  outputEnd: 0x10_0000,
  sections: 0x11_0000,
  sectionsEnd: 0x15_0000,
  /** Columns of the rows: values, numbers (f64), addresses of verdicts and numbers of values before (u32). */
  rows: 0x10_0000,
  maxRows: 2048,
  /** 16 bytes per verdict: its key, and 4 times its count + the verdict (1 no, 2 yes, 3 open). */
  verdicts: 0x20_0000,
  verdictBytes: 16,
  verdictsEnd: 0x30_0000,
  /** 8 bytes per text: address and length, 0 while it is not known. */
  tables: 0x30_0000,
  tablesEnd: 0xa0_0000,
  texts: 0xa0_0000,
  textsEnd: 0xff_f000,
} as const;

/** Answers of `takeLines` and `takeWords`. */
export const STATUS = { whole: 0, partial: 1, full: 2, other: 3 } as const;

/** Verdicts on a key: open where nobody knows the answer. */
export const VERDICT = { no: 1, yes: 2, open: 3 } as const;

/** Where the text of a value and its place stand in the memory, the place without the prefix; as in JSON strings. */
export type PlacedTexts = readonly [input: number, inputLength: number, origin: number, originLength: number];

/** The functions of template.as.ts. */
export interface TemplateEngine {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly status: { readonly value: number };
  readonly output: { value: number };
  readonly prefixLength: { value: number };
  /** Values that the last call took. */
  readonly count: { readonly value: number };
  /** Rows that wait. */
  readonly rows: { value: number };
  /** Verdicts that are kept. */
  readonly verdicts: { value: number };
  /** Values of open keys that were passed over. */
  readonly open: { value: number };
  readonly keep: (raw: bigint, verdict: number, ...texts: PlacedTexts) => number;
  readonly takeOne: (raw: bigint, ...texts: PlacedTexts) => number;
  readonly startLines: (digits: number) => void;
  readonly takeLines: (at: number, end: number, limit: number, bare: number) => number;
  readonly takeWords: (at: number, end: number, limit: number, offset: bigint, bigEndian: number) => number;
}

/** The template engine; undefined where the process may have no WebAssembly (an address-space limit, `--jitless`). */
export function loadTemplateEngine(): TemplateEngine | undefined {
  return instantiate<TemplateEngine>(TEMPLATE_WASM, ['memory', 'takeLines', 'takeWords', 'takeOne']);
}
