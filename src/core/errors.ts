import { harmless } from './printable.ts';

/** What went wrong, for programs: tests and callers match the code, never the message. */
export type ErrorCode =
  | 'ERR_VALUE_SYNTAX'
  | 'ERR_VALUE_RANGE'
  | 'ERR_USAGE'
  | 'ERR_KERNEL_UNKNOWN'
  | 'ERR_CONFIG'
  | 'ERR_FIELD_RANGE'
  | 'ERR_NO_ENCODING'
  | 'ERR_UNKNOWN_NAME'
  | 'ERR_EXPRESSION'
  | 'ERR_RECORD'
  | 'ERR_INPUT'
  | 'ERR_OUTPUT'
  | 'ERR_TRUNCATED'
  | 'ERR_FORMAT';

/** A place in an input: a file or pseudo file such as `<stdin>`, and 1-based line and column where known. */
export interface Origin {
  readonly source: string;
  readonly line?: number;
  readonly column?: number;
  /** Byte offset, for binary inputs. */
  readonly offset?: number;
}

/** Formats a place as `source:line:column`, or `source@0xOFFSET` for binary inputs. */
export function formatOrigin(origin: Origin): string {
  if (origin.offset !== undefined) return `${origin.source}@0x${origin.offset.toString(16)}`;
  if (origin.line === undefined) return origin.source;
  return origin.column === undefined
    ? `${origin.source}:${origin.line}`
    : `${origin.source}:${origin.line}:${origin.column}`;
}

/** Other engines know no such limit, and ignore it. */
const V8_ERROR = Error as ErrorConstructor & { stackTraceLimit?: number | undefined };

/** What an error of pte-decode is about: its place, and the error behind it. */
interface Behind {
  readonly origin?: Origin;
  readonly cause?: unknown;
}

/**
 * The one error class of pte-decode: a mistake in what was given, never a bug of the program. It has no stack, which takes
 * longer to note down than all else that is done for a bad line.
 */
export class PteDecodeError extends Error {
  readonly code: ErrorCode;
  readonly origin: Origin | undefined;

  /**
   * @param code what went wrong
   * @param message what was read and what was wanted, without the place
   * @param options `origin`: the place; it is put in front of the message. `cause`: the error behind this one.
   */
  constructor(code: ErrorCode, message: string, options: Behind = {}) {
    // An expression is shown with a line that points into it; its text is escaped where it is quoted.
    const safe = code === 'ERR_EXPRESSION' ? message : harmless(message);
    const text = options.origin ? `${harmless(formatOrigin(options.origin))}: ${safe}` : safe;
    const { stackTraceLimit } = V8_ERROR;
    V8_ERROR.stackTraceLimit = 0;
    super(text, { cause: options.cause });
    V8_ERROR.stackTraceLimit = stackTraceLimit;
    this.name = 'PteDecodeError';
    this.code = code;
    this.origin = options.origin;
  }
}

/** A mistake in a command line: `ERR_USAGE`. */
export function usageError(message: string, options?: Behind): PteDecodeError {
  return new PteDecodeError('ERR_USAGE', message, options);
}

/** Something that is not written as it has to be, and where: `ERR_FORMAT`. */
export function formatError(message: string, origin: Origin): PteDecodeError {
  return new PteDecodeError('ERR_FORMAT', message, { origin });
}

/** A kernel that is not known, or of which that is not known which is asked: `ERR_KERNEL_UNKNOWN`. */
export function kernelError(message: string): PteDecodeError {
  return new PteDecodeError('ERR_KERNEL_UNKNOWN', message);
}

/** Fields that no entry can have: `ERR_NO_ENCODING`. */
export function encodingError(message: string): PteDecodeError {
  return new PteDecodeError('ERR_NO_ENCODING', message);
}

/** A field that does not fit its bits: `ERR_FIELD_RANGE`. */
export function fieldRangeError(message: string): PteDecodeError {
  return new PteDecodeError('ERR_FIELD_RANGE', message);
}

/** A record that cannot be one of an entry: `ERR_RECORD`. */
export function recordError(message: string): PteDecodeError {
  return new PteDecodeError('ERR_RECORD', message);
}

/** An error with its place, where it has none of its own. */
export const placedError = (error: PteDecodeError, origin: Origin | undefined): PteDecodeError =>
  origin && !error.origin ? new PteDecodeError(error.code, error.message, { origin }) : error;

/** Tells an error of pte-decode from any other thrown value. */
export function isPteDecodeError(error: unknown): error is PteDecodeError {
  return error instanceof PteDecodeError;
}

/** What some work gives; undefined where it ends in an error of pte-decode: a mistake in what was given, a file that cannot be read. */
export function tried<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (isPteDecodeError(error)) return undefined;
    throw error;
  }
}

/** Does some work; an error of pte-decode without a place of its own gets this one. */
export function placing<T>(origin: Origin, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw isPteDecodeError(error) ? placedError(error, origin) : error;
  }
}
