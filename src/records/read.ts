import type { EncodeFields } from '../core/encode/encode-fields.ts';
import { PteDecodeError, recordError } from '../core/errors.ts';
import { type Level, LEVELS } from '../core/rows/layout.ts';
import { meantText } from '../core/nearest.ts';
import { printable } from '../core/printable.ts';
import { type State, STATES } from '../core/entry/state.ts';
import { findValue } from '../core/spelling.ts';
import { parseInteger } from '../core/u64.ts';

const ONE_IN_A_LINE = ': records stand one in a line (jq -c; of a list jq -c ".[]")';

/** A JSON object of an input, with typed access; numbers may be JSON integers or strings such as `0x1234`. */
export class JsonFields {
  readonly #fields: ReadonlyMap<string, unknown>;
  readonly #path: string;

  constructor(fields: ReadonlyMap<string, unknown>, path = '') {
    this.#fields = fields;
    this.#path = path;
  }

  /** @throws PteDecodeError `ERR_RECORD` when the text is no JSON object */
  static parse(text: string): JsonFields {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (cause) {
      const advice = /^\s*[[{]\s*$/.test(text) ? ONE_IN_A_LINE : '';
      throw new PteDecodeError('ERR_RECORD', `"${printable(text)}": not JSON${advice}`, { cause });
    }
    if (!isObject(value))
      throw recordError(
        `"${printable(text)}": wanted a JSON object${Array.isArray(value) ? ONE_IN_A_LINE : ''}`,
      );
    return new JsonFields(new Map(Object.entries(value)));
  }

  /** The names of all fields, in their order. */
  get keys(): readonly string[] {
    return [...this.#fields.keys()];
  }

  has(name: string): boolean {
    return this.#get(name) !== undefined;
  }

  /** The value of a key; undefined also where it is null. */
  #get(name: string): unknown {
    return this.#fields.get(name) ?? undefined;
  }

  #wrong(name: string, wanted: string): PteDecodeError {
    return recordError(`"${this.#path}${name}": wanted ${wanted}`);
  }

  integer(name: string): bigint | undefined {
    const value = this.#get(name);
    if (value === undefined) return undefined;
    if (typeof value === 'number') {
      if (!Number.isSafeInteger(value) || value < 0)
        throw this.#wrong(name, 'an unsigned integer; large ones as "0x…" strings');
      return BigInt(value);
    }
    if (typeof value !== 'string') throw this.#wrong(name, 'an integer or a "0x…" string');
    return parseInteger(value, `"${this.#path}${name}"`);
  }

  text(name: string): string | undefined {
    const value = this.#get(name);
    if (value !== undefined && typeof value !== 'string') throw this.#wrong(name, 'a string');
    return value;
  }

  truth(name: string): boolean | undefined {
    const value = this.#get(name);
    if (value !== undefined && typeof value !== 'boolean') throw this.#wrong(name, 'true or false');
    return value;
  }

  texts(name: string): readonly string[] | undefined {
    const value = this.#get(name);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw this.#wrong(name, 'a list of strings');
    return value.map((item: unknown) => {
      if (typeof item !== 'string') throw this.#wrong(name, 'a list of strings');
      return item;
    });
  }

  object(name: string): JsonFields | undefined {
    const value = this.#get(name);
    if (value === undefined) return undefined;
    if (!isObject(value)) throw this.#wrong(name, 'an object');
    return new JsonFields(new Map(Object.entries(value)), `${this.#path}${name}.`);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A word that is none of those wanted: the one that was meant, or all. */
function unknownName(what: string, text: string, known: readonly string[]): PteDecodeError {
  return new PteDecodeError('ERR_UNKNOWN_NAME', `${what} "${printable(text)}": ${meantText(text, known)}`);
}

/** Whether `raw` of a record is a word of pagemap, and no entry. */
export const isOfPagemap = (fields: JsonFields): boolean => fields.has('markers');

/** The flags of a marker's entry: pagemap has as flags of the word what bits of the marker say. */
const flagsOfMarker = (fields: JsonFields): string[] | null =>
  fields.texts('flags')?.filter((flag) => !['uffd_wp', 'guard', 'soft_dirty'].includes(flag)) ?? null;

/** States whose entries are made of a frame and other bits. */
const WITH_PROT: readonly State[] = ['present', 'protnone', 'table'];

/** Reads a state name. @throws PteDecodeError `ERR_UNKNOWN_NAME` */
export function readState(text: string): State {
  const spelled = findValue(STATES, text);
  const state = STATES.find((known) => known === spelled);
  if (!state) throw unknownName('state', text, STATES);
  return state;
}

/**
 * The level of a record. What `log` calls a swap_entry is a pte made of its type and offset.
 *
 * @param level the level where the record has none
 * @throws PteDecodeError `ERR_RECORD`, `ERR_UNKNOWN_NAME`
 */
export function levelIn(fields: JsonFields, level: Level): Level {
  const text = fields.text('level') ?? level;
  const found = text === 'swap_entry' ? 'pte' : LEVELS.find((known) => known === text);
  if (!found) throw unknownName('level', text, LEVELS);
  return found;
}

/**
 * Reads what to encode from a JSON object: a record that decoding printed, or a short form, not `raw`.
 *
 * @param level the level where the record has none
 * @throws PteDecodeError `ERR_RECORD`, `ERR_UNKNOWN_NAME`, `ERR_VALUE_SYNTAX`, `ERR_VALUE_RANGE`
 */
export function readEncodeFields(fields: JsonFields, level: Level): EncodeFields {
  const text = fields.text('state');
  if (text === undefined) throw recordError('a record without "state"');
  const state = readState(text);
  if (fields.has('prot') && !WITH_PROT.includes(state))
    throw recordError(`"prot": an entry of state "${state}" has none`);
  const swap = fields.object('swap');
  return {
    state,
    level: levelIn(fields, level),
    flags:
      isOfPagemap(fields) && state === 'pte-marker' ? flagsOfMarker(fields) : (fields.texts('flags') ?? null),
    pfn: fields.integer('pfn') ?? null,
    phys: fields.integer('phys') ?? null,
    prot: fields.integer('prot') ?? null,
    swap: swap ? readSwap(swap) : null,
    marker: fields.integer('marker') ?? null,
    writable: fields.truth('writable') ?? null,
    exclusive: fields.truth('exclusive') ?? null,
    young: fields.truth('young') ?? null,
    dirty: fields.truth('dirty') ?? null,
    pkey: Number(fields.integer('pkey') ?? 0n),
    invalid: fields.truth('invalid') ?? false,
    hugetlb: fields.truth('hugetlb') ?? false,
    missing: fields.integer('missing') ?? 0n,
    reserved: fields.integer('reserved') ?? 0n,
    unknown: fields.integer('unknown') ?? 0n,
  };
}

function readSwap(swap: JsonFields): { type: number; offset: bigint } {
  const type = swap.integer('type');
  const offset = swap.integer('offset');
  if (type === undefined || offset === undefined) throw recordError('"swap": wanted "type" and "offset"');
  return { type: Number(type), offset };
}
