import type { BinaryFormat } from './binary-reader.ts';
import type { ValueOptions } from './value.ts';

/** A value with the text it was read from and its place. */
export interface SourcedValue {
  readonly value: bigint;
  readonly text: string;
  readonly origin: string;
}

/** Where values are to be read from, and how they are written there. */
export interface ValueInputs extends ValueOptions {
  /** Words that are values; `-` stands for standard input. */
  readonly args: readonly string[];
  /** Files to read after them. */
  readonly files: readonly string[];
  /** How files and standard input are written. */
  readonly format: 'text' | BinaryFormat;
  /** What to say of words that are no values. */
  readonly advice?: ReadonlyMap<string, string> | undefined;
}

/** Writes plain values by itself, without each of them being read and decoded here. */
export interface BulkWriter {
  /** Where input goes; there is room for a line that waits for its end, and for as much again. */
  readonly input: Uint8Array;
  /** Names the input: what stands in front of each place (`<stdin>:`). */
  begin(prefix: string): void;
  /** Writes the values of whole lines in bytes `from` .. `to` of the input until a line is not plain. */
  takeLines(from: number, to: number, line: number, bare: boolean): { at: number; lines: number };
  /** Writes binary entries in bytes `from` .. `to` of the input until one cannot be written. */
  takeWords(from: number, to: number, offset: number, bigEndian: boolean): number;
}
