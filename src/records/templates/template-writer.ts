import type { DecodedEntry } from '../../core/decode.ts';
import type { RecordContext } from '../properties.ts';
import { assemble, keyWidth, type Section, type Shown, type TemplateFormat } from './template.ts';
import { loadTemplateKernel, MEMORY, STATUS, type TemplateKernel } from './template-memory.ts';
import type { Key } from '../../core/keys.ts';

/** Most bytes of one piece: the room behind `outputLimit` holds a text of such pieces. */
const MAX_PIECE = 2048;
/** Most bytes that TextEncoder makes of a UTF-16 unit. */
const UTF8_BYTES = 3;
/** Most pieces of one text. */
const MAX_SECTIONS = 28;

const KINDS = { text: 0, number: 1, raw: 2, input: 3, origin: 4 } as const;
const HEADER_BYTES = 8;
const RUN_BYTES = 16;
const TEST_BYTES = 24;
const NUMBER_BYTES = 24;
const SLOT_BYTES = 8;

/** Neighbouring bits of a key: `width` bits from `lo` on, put at bit `at` of the index. */
interface Run {
  readonly lo: number;
  readonly mask: bigint;
  readonly at: number;
}

/** Where the texts of a section are kept. */
interface Table {
  readonly section: Section & { readonly kind: 'text' };
  readonly runs: readonly Run[];
  readonly address: number;
}

interface Placed {
  readonly mask: bigint;
  readonly value: bigint;
  /** Undefined: such values are written one by one. */
  readonly sections: readonly Section[] | undefined;
  readonly tables: readonly Table[];
  readonly address: number;
}

function runsOf({ bits }: Key): Run[] {
  const runs: Run[] = [];
  let at = 0;
  for (let lo = 0; lo < 64; lo++) {
    if (((bits >> BigInt(lo)) & 1n) === 0n) continue;
    let width = 1;
    while (((bits >> BigInt(lo + width)) & 1n) === 1n) width++;
    runs.push({ lo, mask: (1n << BigInt(width)) - 1n, at });
    at += width;
    lo += width;
  }
  return runs;
}

/** Bytes that a section takes in the memory of the kernel. */
function sizeOf(section: Section): number {
  if (section.kind === 'number') return NUMBER_BYTES;
  if (section.kind !== 'text') return HEADER_BYTES;
  return HEADER_BYTES + RUN_BYTES * runsOf(section.key).length + TEST_BYTES * section.key.tests.length;
}

/** The place of a value's text in a table. */
function indexOf({ section, runs }: Table, raw: bigint): number {
  const { bits, tests } = section.key;
  const first = keyWidth({ bits, tests: [] });
  const index = runs.reduce((all, run) => all | (Number((raw >> BigInt(run.lo)) & run.mask) << run.at), 0);
  return tests.reduce(
    (all, { xor, mask }, i) => all | (((raw ^ xor) & mask) === 0n ? 0 : 1 << (first + i)),
    index,
  );
}

/**
 * Writes the texts of many values by templates: each is made of pieces that depend on few bits of the value, and of the
 * digits of its numbers. A piece is cut out of the text of the first value that needs it, which is made the long way;
 * all later values are written by the kernel of template.as.ts.
 */
export class TemplateWriter {
  readonly #kernel: TemplateKernel;
  readonly #format: TemplateFormat;
  readonly #write: (bytes: Uint8Array) => void;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #encoder = new TextEncoder();
  readonly #placed: Placed[] = [];
  #texts: number = MEMORY.texts;
  #prefix = '';

  constructor(kernel: TemplateKernel, format: TemplateFormat, write: (bytes: Uint8Array) => void) {
    this.#kernel = kernel;
    this.#format = format;
    this.#write = write;
    this.#bytes = new Uint8Array(kernel.memory.buffer);
    this.#view = new DataView(kernel.memory.buffer);
    this.#bytes.fill(0xff, MEMORY.nibbles, MEMORY.nibbles + 256);
    for (const [value, digits] of [...'0123456789abcdef'].entries())
      for (const digit of [digits, digits.toUpperCase()])
        this.#bytes[MEMORY.nibbles + digit.charCodeAt(0)] = value;
    for (let byte = 0; byte < 256; byte++)
      this.#encode(byte.toString(16).padStart(2, '0'), MEMORY.pairs + 2 * byte);
    this.#encode(':1', MEMORY.placeEnd);
    kernel.output.value = MEMORY.output;
    this.#placeTemplates();
  }

  /** Where input goes: bytes `from` .. `to` of it are given to `takeLines` and `takeWords`. */
  get input(): Uint8Array {
    return this.#bytes.subarray(MEMORY.input, MEMORY.inputEnd);
  }

  /** Number of texts that have a template. */
  get templates(): number {
    return this.#placed.filter((placed) => placed.sections !== undefined).length;
  }

  /** Names the input: what stands in front of each place (`<stdin>:`). */
  begin(prefix: string): void {
    const text = JSON.stringify(prefix).slice(1, -1);
    this.#prefix = prefix;
    this.#kernel.prefixLength.value = this.#encoder.encodeInto(
      text,
      this.#bytes.subarray(MEMORY.prefix, MEMORY.prefix + MEMORY.prefixBytes),
    ).written;
  }

  /**
   * Writes the values of whole lines as far as they are plain and their pieces are known.
   *
   * @param line number of the first line
   * @param bare whether 16 digits without prefix are a value
   * @returns where the first line that is left begins, and the number of lines before it
   */
  takeLines(from: number, to: number, line: number, bare: boolean): { at: number; lines: number } {
    const digits = String(line);
    this.#encode(digits, MEMORY.placeEnd - digits.length);
    this.#kernel.startLines(digits.length);
    let lines = 0;
    for (let at = from + MEMORY.input; ;) {
      at = this.#kernel.takeLines(at, to + MEMORY.input, MEMORY.outputLimit, bare ? 1 : 0);
      lines += this.#kernel.count.value;
      if (this.#kernel.status.value !== STATUS.full) return { at: at - MEMORY.input, lines };
      this.flush();
    }
  }

  /** Writes binary entries as far as their pieces are known; `offset` is the place of the first. Gives where it stopped. */
  takeWords(from: number, to: number, offset: number, bigEndian: boolean): number {
    const end = to + MEMORY.input;
    for (let at = from + MEMORY.input; ;) {
      const start = BigInt(offset + at - MEMORY.input - from);
      at = this.#kernel.takeWords(at, end, MEMORY.outputLimit, start, bigEndian ? 1 : 0);
      if (this.#kernel.status.value !== STATUS.full) return at - MEMORY.input;
      this.flush();
    }
  }

  /** Writes one value, wherever it came from; its entry is made only when a piece is missing. */
  show(
    value: bigint,
    input: string,
    origin: string,
    decode: () => { readonly entry: DecodedEntry; readonly context: RecordContext },
  ): void {
    if (this.#kernel.output.value > MEMORY.outputLimit) this.flush();
    if (this.#writeKnown(value, input, origin)) return;
    const { entry, context } = decode();
    const text = this.#format.render(entry, context);
    this.#learn({ entry, context }, text);
    this.add(text);
  }

  /** Writes a text as it is. */
  add(text: string): void {
    if (text.length * UTF8_BYTES > MEMORY.outputEnd - MEMORY.output) {
      this.flush();
      this.#write(this.#encoder.encode(text));
      return;
    }
    if (this.#kernel.output.value + text.length * UTF8_BYTES > MEMORY.outputEnd) this.flush();
    this.#kernel.output.value += this.#encode(text, this.#kernel.output.value);
  }

  flush(): void {
    const end = this.#kernel.output.value;
    this.#kernel.output.value = MEMORY.output;
    if (end > MEMORY.output) this.#write(this.#bytes.subarray(MEMORY.output, end));
  }

  #encode(text: string, at: number): number {
    return this.#encoder.encodeInto(text, this.#bytes.subarray(at)).written;
  }

  /** Tries the kernel with the text and place of a value behind the last text, where they are out of the way. */
  #writeKnown(value: bigint, input: string, origin: string): boolean {
    if (!origin.startsWith(this.#prefix)) return false;
    const at = MEMORY.outputEnd - MAX_PIECE;
    const escaped = JSON.stringify(input).slice(1, -1);
    const place = JSON.stringify(origin.slice(this.#prefix.length)).slice(1, -1);
    if ((escaped.length + place.length) * UTF8_BYTES > MAX_PIECE) return false;
    const inputLength = this.#encode(escaped, at);
    const placeLength = this.#encode(place, at + inputLength);
    return this.#kernel.writeOne(value, at, inputLength, at + inputLength, placeLength) !== 0;
  }

  /** Keeps the pieces of a text for later values. */
  #learn(shown: Shown, text: string): void {
    const { raw } = shown.entry;
    const placed = this.#placed.find(({ mask, value }) => (raw & mask) === value);
    if (!placed?.sections) return;
    if (assemble(placed.sections, shown) !== text) {
      // The templates are wrong about this kind of value: it is written one by one from now on.
      this.#view.setUint32(placed.address + 16, 0, true);
      return;
    }
    for (const table of placed.tables) {
      const slot = table.address + SLOT_BYTES * indexOf(table, raw);
      if (this.#view.getUint32(slot, true) === 0) this.#keep(slot, table.section.text(shown));
    }
  }

  #keep(slot: number, text: string): void {
    if (text.length > MAX_PIECE) return;
    if (this.#texts + UTF8_BYTES * MAX_PIECE > MEMORY.textsEnd) {
      this.#bytes.fill(0, MEMORY.tables, MEMORY.tablesEnd);
      this.#texts = MEMORY.texts;
    }
    const length = this.#encode(text, this.#texts);
    if (length > MAX_PIECE) return;
    this.#view.setUint32(slot, this.#texts, true);
    this.#view.setUint32(slot + 4, length, true);
    this.#texts += Math.max(16, Math.ceil(length / 16) * 16);
  }

  /** Writes the templates into the memory of the kernel; what does not fit is left out, and written one by one. */
  #placeTemplates(): void {
    let sectionAt: number = MEMORY.sections;
    let tableAt: number = MEMORY.tables;
    const last = { mask: 0n, value: 0n, sections: undefined };
    for (const template of [...this.#format.templates.slice(0, MEMORY.maxTemplates - 1), last]) {
      const { mask, value, sections = [] } = template;
      const address = MEMORY.templates + MEMORY.templateBytes * this.#placed.length;
      let tablesEnd = tableAt;
      const tables = sections.flatMap((section) => {
        if (section.kind !== 'text') return [];
        const table = { section, runs: runsOf(section.key), address: tablesEnd };
        tablesEnd += SLOT_BYTES << keyWidth(section.key);
        return [table];
      });
      const size = sections.reduce((sum, section) => sum + sizeOf(section), 0);
      const fits = sectionAt + size <= MEMORY.sectionsEnd && tablesEnd <= MEMORY.tablesEnd;
      const usable = sections.length > 0 && sections.length <= MAX_SECTIONS && fits;
      this.#view.setBigUint64(address, mask, true);
      this.#view.setBigUint64(address + 8, value, true);
      this.#view.setUint32(address + 16, usable ? sectionAt : 0, true);
      this.#view.setUint32(address + 20, sections.length, true);
      this.#placed.push({ mask, value, sections: usable ? sections : undefined, tables, address });
      if (!usable) continue;
      tableAt = tablesEnd;
      for (const section of sections) {
        const table = tables.find((candidate) => candidate.section === section);
        this.#placeSection(section, table, sectionAt);
        sectionAt += sizeOf(section);
      }
    }
  }

  #placeSection(section: Section, table: Table | undefined, at: number): void {
    const view = this.#view;
    view.setUint8(at, KINDS[section.kind]);
    if (section.kind === 'number') {
      const { xor, mask, shift } = section.hole;
      view.setUint8(at + 1, Math.abs(shift));
      view.setUint8(at + 2, shift < 0 ? 1 : 0);
      view.setBigUint64(at + 8, xor, true);
      view.setBigUint64(at + 16, mask, true);
      return;
    }
    if (section.kind !== 'text' || !table) return;
    const { tests } = section.key;
    view.setUint8(at + 1, table.runs.length);
    view.setUint8(at + 2, tests.length);
    view.setUint32(at + 4, table.address, true);
    let next = at + HEADER_BYTES;
    for (const run of table.runs) {
      view.setUint8(next, run.lo);
      view.setUint8(next + 1, run.at);
      view.setBigUint64(next + 8, run.mask, true);
      next += RUN_BYTES;
    }
    const first = keyWidth({ bits: section.key.bits, tests: [] });
    for (const [index, { xor, mask }] of tests.entries()) {
      view.setUint8(next, first + index);
      view.setBigUint64(next + 8, xor, true);
      view.setBigUint64(next + 16, mask, true);
      next += TEST_BYTES;
    }
  }
}

/** A writer in the memory of a new kernel, or undefined without WebAssembly. */
export function createTemplateWriter(
  format: TemplateFormat,
  write: (bytes: Uint8Array) => void,
): TemplateWriter | undefined {
  const kernel = loadTemplateKernel();
  return kernel && new TemplateWriter(kernel, format, write);
}
