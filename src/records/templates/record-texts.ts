import { decodedWith, notesOn } from '../../core/verdicts/decode.ts';
import type { Entry } from '../../core/entry/entry.ts';
import { joinKeys, type Key, type NumberHole, passesTest, readHole } from '../../core/entry/keys.ts';
import type { Level } from '../../core/rows/layout.ts';
import type { Kernel } from '../../core/rows/model.ts';
import type { LabelledKernel } from '../../core/verdicts/other-meanings.ts';
import type { Shape } from '../../core/entry/shapes.ts';
import { formatHex, formatU64 } from '../../core/u64.ts';
import type { SwapDeviceNames } from '../property.ts';
import { recordProperties, toRecord } from '../record.ts';
import { bulkShapes, recordSections, type Section, type Shown } from './template.ts';

/** Entries of one shape from which on a template of it is worth making. */
const WORTH = 24;

/** Texts of one shape that are kept. */
const MAX_TEXTS = 32;

/** Entries that are written one by one where few texts were of use, before that is tried again. */
const REST = 4096;

/** The entries of one shape. */
interface Kind {
  readonly shape: Shape;
  /** How often one of the texts that are kept now was of use. */
  used: number;
  /** How many came so far. */
  met: number;
  /** Null: there is none. */
  template: Template | null | undefined;
}

/** The entries of one level of a kernel. */
interface OfLevel {
  /** How many came so far. */
  met: number;
  /** Worked out where there are many. */
  kinds: readonly Kind[] | undefined;
}

interface Template {
  readonly sections: readonly Section[];
  /** What the texts depend on beside the numbers. */
  readonly key: Key;
  /** The numbers in their order; undefined: the whole value. */
  readonly holes: readonly (NumberHole | undefined)[];
  /** By the key of a value: the texts around its numbers. */
  readonly texts: Map<string, readonly string[]>;
}

/**
 * Makes JSON records of entries, without places. Of a shape with many entries a text is kept with holes for its numbers,
 * and is that of all others which agree with it in everything else.
 */
export class RecordTexts {
  readonly #others: readonly LabelledKernel[];
  readonly #devices: SwapDeviceNames | undefined;
  readonly #levels = new WeakMap<Kernel, Map<Level, OfLevel>>();

  /**
   * @param others kernels to compare with, for the note `other-kernels`
   * @param devices names of swap areas
   */
  constructor(others: readonly LabelledKernel[] = [], devices?: SwapDeviceNames) {
    this.#others = others;
    this.#devices = devices;
  }

  /** The JSON record of an entry. */
  text(entry: Entry): string {
    const kind = this.#kindOf(entry);
    if (!kind || (kind.met += 1) < WORTH) return JSON.stringify(toRecord(...this.#shown(entry)));
    if (kind.template === undefined) kind.template = this.#templateOf(entry, kind.shape);
    const { template } = kind;
    const key = template && keyText(template.key, entry.raw);
    const known = key === null ? undefined : template?.texts.get(key);
    if (template && known) {
      kind.used += 1;
      return filled(known, template.holes, entry.raw);
    }
    const [decoded, context] = this.#shown(entry);
    const text = JSON.stringify(toRecord(decoded, context));
    if (!template || key === null) return text;
    const around = textsAround(template.sections, { entry: decoded, context });
    // The template is wrong about this kind of value: it is written one by one from now on.
    if (filled(around, template.holes, entry.raw) !== text) kind.template = null;
    if (template.texts.size >= MAX_TEXTS) {
      template.texts.clear();
      // Values that have nothing in common: a text of each, and one to compare it with, are twice the work.
      if (kind.used < MAX_TEXTS) kind.met = WORTH - REST;
      kind.used = 0;
    }
    template.texts.set(key, around);
    return text;
  }

  #shown(entry: Entry): [Shown['entry'], Shown['context']] {
    const decoded = decodedWith(entry, { notes: notesOn(entry, this.#others) });
    return [decoded, { kernel: entry.kernel, devices: this.#devices }];
  }

  #kindOf({ kernel, level, raw, shape: read }: Entry): Kind | undefined {
    // An entry that was read as another than its value is.
    if (!isOf(read, raw)) return undefined;
    let levels = this.#levels.get(kernel);
    if (!levels) this.#levels.set(kernel, (levels = new Map<Level, OfLevel>()));
    let ofLevel = levels.get(level);
    if (!ofLevel) levels.set(level, (ofLevel = { met: 0, kinds: undefined }));
    // Of few entries none has a shape with many.
    if ((ofLevel.met += 1) < WORTH) return undefined;
    ofLevel.kinds ??= bulkShapes({ kernel, level, others: this.#others }).map((shape) => ({
      shape,
      used: 0,
      met: 0,
      template: undefined,
    }));
    const { kinds } = ofLevel;
    return kinds.find(({ shape }) => shape.form === read.form && isOf(shape, raw));
  }

  #templateOf(entry: Entry, shape: Shape): Template | null {
    const { kernel, level } = entry;
    const around = { kernel, level, others: this.#others, devices: this.#devices };
    const sections = recordSections(recordProperties(entry, {}), shape, around);
    if (!sections) return null;
    return {
      sections,
      key: joinKeys(sections.flatMap((section) => (section.kind === 'text' ? [section.key] : []))),
      holes: sections.flatMap((section) =>
        section.kind === 'number' ? [section.hole] : section.kind === 'raw' ? [undefined] : [],
      ),
      texts: new Map(),
    };
  }
}

const isOf = ({ mask, value }: Shape, raw: bigint): boolean => (raw & mask) === value;

/** What the key of a shape is for a value. */
function keyText({ bits, tests }: Key, raw: bigint): string {
  let key = (raw & bits).toString(36);
  for (const test of tests) key += passesTest(raw, test) ? '+' : '-';
  return key;
}

/** The texts before, between and behind the numbers of a record. */
function textsAround(sections: readonly Section[], shown: Shown): readonly string[] {
  const texts = [''];
  for (const section of sections)
    if (section.kind === 'text') texts.push(`${texts.pop() ?? ''}${section.text(shown)}`);
    else texts.push('');
  return texts;
}

function filled(texts: readonly string[], holes: readonly (NumberHole | undefined)[], raw: bigint): string {
  let all = texts[0] ?? '';
  for (const [index, hole] of holes.entries())
    all += `${(hole ? formatHex(readHole(raw, hole)) : formatU64(raw)).slice(2)}${texts[index + 1] ?? ''}`;
  return all;
}
