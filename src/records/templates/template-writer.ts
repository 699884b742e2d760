import type { DecodedEntry } from '../../core/verdicts/decode.ts';
import type { RecordContext } from '../property.ts';
import { assemble, type Shown, type Template, type TemplateFormat } from './template.ts';
import {
  loadTemplateEngine,
  MEMORY,
  type PlacedTexts,
  type TemplateEngine,
  VERDICT,
} from './template-memory.ts';
import {
  type EngineTemplate,
  indexOf,
  MAX_PIECE,
  type PlacedTemplate,
  SLOT_BYTES,
} from './template-places.ts';
import { TemplateReader, UTF8_BYTES } from './template-reader.ts';

type WrittenTemplate = Template & EngineTemplate;

/**
 * Writes the texts of many values by templates: each is made of pieces that depend on few bits of the value, and of the
 * digits of its numbers. A piece is cut out of the text of the first value that needs it, which is made the long way;
 * all later values are written by the engine of template.as.ts. With a filter, values of a key that was judged before
 * are written or passed over without being decoded.
 */
export class TemplateWriter extends TemplateReader<WrittenTemplate> {
  readonly #format: TemplateFormat;
  readonly #write: (bytes: Uint8Array) => void;
  readonly #encoder = new TextEncoder();
  #texts: number = MEMORY.texts;

  constructor(engine: TemplateEngine, format: TemplateFormat, write: (bytes: Uint8Array) => void) {
    const { templates, filter } = format;
    super(
      engine,
      templates.map(({ key, sections, ...template }) =>
        filter ? { ...template, key, sections: key && sections } : { ...template, key: undefined, sections },
      ),
    );
    this.#format = format;
    this.#write = write;
  }

  /** Number of variants whose texts are written by template. */
  get templates(): number {
    return this.placed.filter(({ isWritten }) => isWritten).length;
  }

  /** Values of which the filter has no answer; they were not written. */
  get unasked(): number {
    return this.engine.open.value;
  }

  /** Writes one value, wherever it came from; its entry is made only when something about it is not known. */
  show(
    value: bigint,
    input: string,
    origin: string,
    decode: () => { readonly entry: DecodedEntry; readonly context: RecordContext },
  ): void {
    if (this.engine.output.value > MEMORY.outputLimit) this.flush();
    const texts = this.placeTexts(input, origin);
    if (texts && this.engine.takeOne(value, ...texts) !== 0) return;
    const { entry, context } = decode();
    const placed = this.find(value);
    const { filter } = this.#format;
    if (filter) {
      const isWanted = filter(entry, context);
      if (placed?.template.key && texts && !this.isClosed(placed)) this.#judge(value, isWanted, texts);
      if (isWanted === undefined) this.engine.open.value += 1;
      if (isWanted !== true) return;
    }
    const text = this.#format.render(entry, context);
    if (placed) this.#learn(placed, { entry, context }, text);
    this.add(text);
  }

  /** Writes a text as it is. */
  add(text: string): void {
    if (text.length * UTF8_BYTES > MEMORY.outputEnd - MEMORY.output) {
      this.flush();
      this.#write(this.#encoder.encode(text));
      return;
    }
    if (this.engine.output.value + text.length * UTF8_BYTES > MEMORY.outputEnd) this.flush();
    this.engine.output.value += this.encode(text, this.engine.output.value);
  }

  flush(): void {
    const end = this.engine.output.value;
    this.engine.output.value = MEMORY.output;
    if (end > MEMORY.output) this.#write(this.bytes.subarray(MEMORY.output, end));
  }

  protected override taken(_origin: unknown, isFull: boolean): void {
    if (isFull) this.flush();
  }

  /** Keeps what the filter says of a value for those with the same key. */
  #judge(value: bigint, isWanted: boolean | undefined, texts: PlacedTexts): void {
    const verdict = isWanted === undefined ? VERDICT.open : isWanted ? VERDICT.yes : VERDICT.no;
    if (this.engine.keep(value, verdict, ...texts) !== 0) return;
    this.forgetVerdicts();
    this.engine.keep(value, verdict, ...texts);
  }

  /** Keeps the pieces of a text for later values. */
  #learn(placed: PlacedTemplate<WrittenTemplate>, shown: Shown, text: string): void {
    const { sections } = placed.template;
    if (!sections || !placed.isWritten || this.isClosed(placed)) return;
    if (assemble(sections, shown) !== text) {
      // The templates are wrong about this kind of value: it is written one by one from now on.
      this.close(placed);
      return;
    }
    for (const table of placed.tables) {
      const slot = table.address + SLOT_BYTES * indexOf(table, shown.entry.raw);
      if (this.view.getUint32(slot, true) === 0) this.#keepText(slot, table.section.text(shown));
    }
  }

  #keepText(slot: number, text: string): void {
    if (text.length > MAX_PIECE) return;
    if (this.#texts + UTF8_BYTES * MAX_PIECE > MEMORY.textsEnd) {
      this.bytes.fill(0, MEMORY.tables, this.tablesEnd);
      this.#texts = MEMORY.texts;
    }
    const length = this.encode(text, this.#texts);
    if (length > MAX_PIECE) return;
    this.view.setUint32(slot, this.#texts, true);
    this.view.setUint32(slot + 4, length, true);
    this.#texts += Math.max(16, Math.ceil(length / 16) * 16);
  }
}

/** A writer in the memory of a new engine, or undefined without WebAssembly. */
export function createTemplateWriter(
  format: TemplateFormat,
  write: (bytes: Uint8Array) => void,
): TemplateWriter | undefined {
  const engine = loadTemplateEngine();
  return engine && new TemplateWriter(engine, format, write);
}
