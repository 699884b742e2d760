import { MEMORY, type PlacedTexts, STATUS, type TemplateEngine } from './template-memory.ts';
import { type EngineTemplate, MAX_PIECE, type PlacedTemplate, placeTemplates } from './template-places.ts';

/** Most bytes that TextEncoder makes of a UTF-16 unit. */
export const UTF8_BYTES = 3;

/** What reading values and doing something with them by template have in common: the input, and the engine's loops. */
export abstract class TemplateReader<T extends EngineTemplate> {
  protected readonly engine: TemplateEngine;
  protected readonly bytes: Uint8Array;
  protected readonly view: DataView;
  protected readonly placed: readonly PlacedTemplate<T>[];
  /** Where the tables of texts end. */
  protected readonly tablesEnd: number;
  /** What stands in front of each place of the input. */
  protected prefix = '';
  readonly #encoder = new TextEncoder();

  constructor(engine: TemplateEngine, templates: readonly T[]) {
    this.engine = engine;
    this.bytes = new Uint8Array(engine.memory.buffer);
    this.view = new DataView(engine.memory.buffer);
    this.bytes.fill(0xff, MEMORY.nibbles, MEMORY.nibbles + 256);
    for (const [value, digits] of [...'0123456789abcdef'].entries())
      for (const digit of [digits, digits.toUpperCase()])
        this.bytes[MEMORY.nibbles + digit.charCodeAt(0)] = value;
    this.encode(':1', MEMORY.placeEnd);
    engine.output.value = MEMORY.output;
    const { placed, tablesEnd } = placeTemplates(engine, templates);
    this.placed = placed;
    this.tablesEnd = tablesEnd;
  }

  /** Where input goes: bytes `from` .. `to` of it are given to `takeLines` and `takeWords`. */
  get input(): Uint8Array {
    return this.bytes.subarray(MEMORY.input, MEMORY.inputEnd);
  }

  /** Names the input: what stands in front of each place (`<stdin>:`). */
  begin(prefix: string): void {
    const room = this.bytes.subarray(MEMORY.prefix, MEMORY.prefix + MEMORY.prefixBytes);
    this.prefix = prefix;
    this.engine.prefixLength.value = this.#encoder.encodeInto(
      JSON.stringify(prefix).slice(1, -1),
      room,
    ).written;
  }

  /**
   * Takes the values of whole lines as far as they are plain and all is known about them.
   *
   * @param line number of the first line
   * @param bare whether 16 digits without prefix are a value
   * @returns where the first line that is left begins, and the number of lines before it
   */
  takeLines(from: number, to: number, line: number, bare: boolean): { at: number; lines: number } {
    const digits = String(line);
    this.encode(digits, MEMORY.placeEnd - digits.length);
    this.engine.startLines(digits.length);
    let lines = 0;
    for (let at = from + MEMORY.input; ;) {
      at = this.engine.takeLines(at, to + MEMORY.input, MEMORY.outputLimit, bare ? 1 : 0);
      const first = line + lines;
      lines += this.engine.count.value;
      const isFull = this.engine.status.value === STATUS.full;
      this.taken((nth) => `${this.prefix}${first + nth}:1`, isFull);
      if (!isFull) return { at: at - MEMORY.input, lines };
    }
  }

  /** Takes binary entries as far as all is known about them; `offset` is the place of the first. Gives where it stopped. */
  takeWords(from: number, to: number, offset: number, bigEndian: boolean): number {
    const end = to + MEMORY.input;
    for (let at = from + MEMORY.input; ;) {
      const first = offset + at - MEMORY.input - from;
      at = this.engine.takeWords(at, end, MEMORY.outputLimit, BigInt(first), bigEndian ? 1 : 0);
      const isFull = this.engine.status.value === STATUS.full;
      this.taken((nth) => `${this.prefix}${(first + 8 * nth).toString(16)}`, isFull);
      if (!isFull) return at - MEMORY.input;
    }
  }

  /**
   * Writes the text of a value and its place behind the last output, where they are out of the way. Undefined when they
   * are too long, or not of the input that was named.
   */
  protected placeTexts(input: string, origin: string): PlacedTexts | undefined {
    if (!origin.startsWith(this.prefix)) return undefined;
    const escaped = JSON.stringify(input).slice(1, -1);
    const place = JSON.stringify(origin.slice(this.prefix.length)).slice(1, -1);
    if ((escaped.length + place.length) * UTF8_BYTES > MAX_PIECE) return undefined;
    const at = MEMORY.outputEnd - MAX_PIECE;
    const length = this.encode(escaped, at);
    return [at, length, at + length, this.encode(place, at + length)];
  }

  /** Called after values were taken; makes room when the output or the rows are full. */
  protected abstract taken(origin: (nth: number) => string, isFull: boolean): void;

  /** The template that takes a value. */
  protected find(raw: bigint): PlacedTemplate<T> | undefined {
    return this.placed.find(({ template: { mask, value } }) => (raw & mask) === value);
  }

  /** Leaves the values of a template to be read one by one from now on. */
  protected close({ address }: PlacedTemplate<T>): void {
    this.view.setUint32(address + 16, 0, true);
  }

  /** Whether a template was closed, or never opened. */
  protected isClosed({ address }: PlacedTemplate<T>): boolean {
    return this.view.getUint32(address + 16, true) === 0;
  }

  /** Forgets all verdicts. */
  protected forgetVerdicts(): void {
    this.bytes.fill(0, MEMORY.verdicts, MEMORY.verdictsEnd);
    this.engine.verdicts.value = 0;
  }

  protected encode(text: string, at: number): number {
    return this.#encoder.encodeInto(text, this.bytes.subarray(at)).written;
  }
}
