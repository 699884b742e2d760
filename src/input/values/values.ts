import {
  formatOrigin,
  isPteDecodeError,
  type Origin,
  placedError,
  PteDecodeError,
  usageError,
} from '../../core/errors.ts';
import { printable } from '../../core/printable.ts';
import { formatU64 } from '../../core/u64.ts';
import { type BinaryFormat, BinaryReader, entryBytes } from './binary-reader.ts';
import type { BulkWriter, SourcedValue, ValueInputs } from './value-inputs.ts';
import type { Input, Io } from '../bytes/io.ts';
import { MAX_LINE_BYTES, TextReader } from './text-reader.ts';
import { parseEntry } from './other-level.ts';
import { refusingOthers } from './first-bytes.ts';
import { HeldMessages } from './held-messages.ts';

/** The longest file name that is shown whole. */
const MAX_NAME = 4096;
/** Bytes read at a time. */
const CHUNK = 1 << 16;
const LINE_FEED = 0x0a;

/** Reads values: the words given, then files, then standard input when there is neither. */
export class ValueSource {
  readonly #io: Io;
  readonly #inputs: ValueInputs & { readonly bits: number };
  readonly #beforeRead: () => void;
  readonly #shapes = new Set<string>();
  readonly #bulk: BulkWriter | undefined;
  /** Whether there was any value, given or written by the bulk writer. */
  #hasValue = false;
  readonly #messages: HeldMessages;
  /** Number of tokens and inputs that could not be read. */
  errors = 0;

  /**
   * @param beforeRead called before each read that may wait: time to write what is ready
   * @param bulk takes the values that it can write by itself; only the others are given by `read`
   */
  constructor(io: Io, inputs: ValueInputs, beforeRead: () => void, bulk?: BulkWriter) {
    this.#io = io;
    this.#inputs = { ...inputs, bits: inputs.bits ?? 64 };
    this.#beforeRead = beforeRead;
    this.#bulk = bulk;
    this.#messages = new HeldMessages(io);
  }

  /** True when there is nothing to read but a terminal that nobody told to type. */
  get isMissing(): boolean {
    const { args, files } = this.#inputs;
    return args.length === 0 && files.length === 0 && this.#io.stdinIsTTY;
  }

  /**
   * All values in order. Bad tokens are reported on standard error and counted; the rest goes on. No value at all is an
   * error too: nobody who reads the answer can tell it from one that was not looked for.
   */
  *read(): Generator<SourcedValue, void, undefined> {
    for (const value of this.#readAll()) {
      this.#hasValue = true;
      yield value;
    }
    if (!this.#hasValue && this.errors === 0) this.#reportNone();
  }

  /** Whether nothing is given but one input, which need not be named. */
  get #isOnly(): boolean {
    const { args, files } = this.#inputs;
    return args.length + files.length <= 1;
  }

  #reportNone(source?: string): void {
    const options = source === undefined ? {} : { origin: { source } };
    this.#report(new PteDecodeError('ERR_INPUT', 'no values in the input', options));
  }

  *#readAll(): Generator<SourcedValue, void, undefined> {
    const { args, files } = this.#inputs;
    for (const [index, text] of args.entries()) {
      if (text === '-') yield* this.#readInput('-');
      else yield* this.#readArgument(text, index + 1);
    }
    for (const path of files) yield* this.#readInput(path);
    if (args.length === 0 && files.length === 0) yield* this.#readInput('-');
  }

  *#readArgument(text: string, number: number): Generator<SourcedValue, void, undefined> {
    const origin = `argument ${number}`;
    let value: bigint;
    try {
      value = parseEntry(text, this.#inputs);
    } catch (error) {
      const advice = this.#inputs.advice?.get(text);
      // Advice names the word itself.
      if (advice === undefined) this.#report(error, { source: origin });
      else this.#report(usageError(advice));
      return;
    }
    yield { value, text, origin };
  }

  *#readInput(path: string): Generator<SourcedValue, void, undefined> {
    let input: Input;
    try {
      input = this.#io.open(path);
    } catch (error) {
      this.#report(error);
      return;
    }
    const { format } = this.#inputs;
    const values = refusingOthers(input, format);
    const before = { hasValue: this.#hasValue, errors: this.errors };
    this.#hasValue = false;
    try {
      if (format === 'text') {
        this.#messages.hold();
        yield* this.#readText(values);
      } else yield* this.#readBinary(values, format);
      if (!this.#isOnly && !this.#hasValue && this.errors === before.errors) this.#reportNone(input.name);
      this.#hasValue ||= before.hasValue;
    } catch (error) {
      if (!isPteDecodeError(error)) throw error;
      this.#report(error);
    } finally {
      this.#messages.release();
      input.close();
    }
  }

  *#chunks(input: Input): Generator<Uint8Array, void, undefined> {
    const buffer = new Uint8Array(CHUNK);
    for (;;) {
      this.#beforeRead();
      const length = input.read(buffer);
      if (length === 0) return;
      yield buffer.subarray(0, length);
    }
  }

  *#readText(input: Input): Generator<SourcedValue, void, undefined> {
    const source = printable(input.name, MAX_NAME);
    const { decimal = false, bits, isPteAssumed = false } = this.#inputs;
    const reader = new TextReader({ source, decimal, bits, isPteAssumed });
    if (this.#bulk) {
      if (yield* this.#bulkText(input, reader, source, this.#bulk)) return;
    } else {
      for (const chunk of this.#chunks(input)) {
        if (yield* this.#takeLines(reader.feed(chunk), source)) return;
      }
    }
    yield* this.#takeLines(reader.end(), source);
  }

  *#bulkText(
    input: Input,
    reader: TextReader,
    source: string,
    bulk: BulkWriter,
  ): Generator<SourcedValue, boolean, undefined> {
    const buffer = bulk.input;
    // The bulk writer knows bare values of 16 digits.
    const bare = !this.#inputs.decimal && this.#inputs.bits === 64;
    let held = 0;
    bulk.begin(`${source}:`);
    for (;;) {
      this.#beforeRead();
      const length = input.read(buffer.subarray(held));
      if (length === 0) break;
      const end = held + length;
      let at = 0;
      for (;;) {
        if (reader.isAtLineStart) {
          const taken = bulk.takeLines(at, end, reader.line, bare);
          reader.skipLines(taken.lines);
          if (taken.lines > 0) {
            this.#hasValue = true;
            this.#messages.release();
          }
          at = reader.passBlank(buffer, taken.at, end);
          if (at > taken.at) continue;
        }
        const rest = buffer.subarray(at, end);
        const next = rest.indexOf(LINE_FEED) + 1;
        if (next === 0) break;
        if (yield* this.#takeLines(reader.feed(rest.subarray(0, next)), source)) return true;
        at += next;
      }
      held = end - at;
      if (held > MAX_LINE_BYTES) {
        if (yield* this.#takeLines(reader.feed(buffer.subarray(at, end)), source)) return true;
        held = 0;
      } else buffer.copyWithin(0, at, end);
    }
    return yield* this.#takeLines(reader.feed(buffer.subarray(0, held)), source);
  }

  /** @returns whether the input turned out to be something else: nothing in it is read any more */
  *#takeLines(
    lines: ReturnType<TextReader['feed']>,
    source: string,
  ): Generator<SourcedValue, boolean, undefined> {
    for (const { line, shape, values, errors, notices } of lines) {
      this.#announce(shape, source, line);
      if (values.length > 0) this.#messages.release();
      for (const { value, text, column } of values)
        yield { value, text, origin: formatOrigin({ source, line, column }) };
      const isOther = shape === 'log' || shape === 'binary';
      // What it is says why nothing before was a value.
      if (isOther) this.#messages.forget(() => true);
      if (shape === 'other' && errors.length > 0) this.#messages.forget(({ isNotice }) => isNotice);
      this.errors += errors.length;
      for (const error of errors) this.#messages.say(() => error().message);
      if (shape === 'binary') return true;
      if (isOther) this.#messages.release();
      for (const { text, column } of notices)
        this.#messages.say(() => `${formatOrigin({ source, line, column })}: ${text}`, true);
    }
    return false;
  }

  /** Says once for each shape of dump that it was recognised, so that nothing is guessed silently. */
  #announce(shape: string, source: string, line: number): void {
    if (['list', 'fields', 'prompt', 'squeezed', 'od-end', 'log', 'binary', 'other', 'blank'].includes(shape))
      return;
    if (this.#shapes.has(shape)) return;
    this.#shapes.add(shape);
    this.#messages.say(() => `${formatOrigin({ source, line })}: read as ${shape} columns`);
  }

  *#readBinary(input: Input, format: BinaryFormat): Generator<SourcedValue, void, undefined> {
    const source = printable(input.name, MAX_NAME);
    const bytes = entryBytes(format);
    if (this.#bulk && bytes === 8) {
      yield* this.#bulkBinary(input, format, source, this.#bulk);
      return;
    }
    const reader = new BinaryReader(format, source);
    for (const chunk of this.#chunks(input)) {
      const { offset, values } = reader.feed(chunk);
      for (const [index, value] of values.entries())
        yield* this.#binaryValue(value, source, offset + bytes * index);
    }
    const error = reader.end();
    if (error) this.#report(error);
  }

  /** A value of a binary input, where an entry has room for it. */
  *#binaryValue(value: bigint, source: string, offset: number): Generator<SourcedValue, void, undefined> {
    const { bits } = this.#inputs;
    if (value >> BigInt(bits) === 0n) {
      yield { value, text: '', origin: formatOrigin({ source, offset }) };
      return;
    }
    const text = `${formatU64(value)}: more than the ${bits} bits of an entry; 4 bytes each are read with --input u32le`;
    this.#report(new PteDecodeError('ERR_VALUE_RANGE', text, { origin: { source, offset } }));
  }

  *#bulkBinary(
    input: Input,
    format: BinaryFormat,
    source: string,
    bulk: BulkWriter,
  ): Generator<SourcedValue, void, undefined> {
    const buffer = bulk.input;
    const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
    let held = 0;
    let offset = 0;
    bulk.begin(`${source}@0x`);
    for (;;) {
      this.#beforeRead();
      const length = input.read(buffer.subarray(held));
      if (length === 0) break;
      const end = held + length;
      const whole = end - (end % 8);
      for (let at = 0; ; at += 8) {
        at = bulk.takeWords(at, whole, offset + at, format === 'u64be');
        if (at > 0) this.#hasValue = true;
        if (at === whole) break;
        const value = view.getBigUint64(at, format === 'u64le');
        yield* this.#binaryValue(value, source, offset + at);
      }
      offset += whole;
      held = end - whole;
      buffer.copyWithin(0, whole, end);
    }
    const reader = new BinaryReader(format, source, offset);
    reader.feed(buffer.subarray(0, held));
    const error = reader.end();
    if (error) this.#report(error);
  }

  #report(error: unknown, origin?: Origin): void {
    if (!isPteDecodeError(error)) throw error;
    this.errors += 1;
    this.#messages.say(() => placedError(error, origin).message);
  }
}
