import { type DecodedEntry, decodeEntry } from '../core/verdicts/decode.ts';
import { isPteDecodeError } from '../core/errors.ts';
import type { Kernel } from '../core/rows/model.ts';
import { asUnmapped } from '../core/verdicts/unmapped.ts';
import { parseArgument } from '../input/values/argument.ts';
import { otherKernels } from '../kernel/others.ts';
import { kernelFrom } from './kernel-choice.ts';
import type { Place } from './place.ts';
import type { Go } from './hooks/use-place.ts';
import { valueAdvice } from './value-advice.ts';

/** What there is to show of a place. */
interface Answer {
  /** The kernel that was asked for; where there is none of that name the one that is assumed when nobody names one. */
  readonly kernel: Kernel;
  readonly remark: string;
  /** Why there is no such kernel; nothing is decoded then. Empty where there is. */
  readonly kernelError: string;
  /** The value; undefined where there is none. */
  readonly entry: DecodedEntry | undefined;
  /** Why there is none. */
  readonly valueError: string;
}

/** What the parts of the page that show a place are given. */
export interface ShownPlace {
  readonly place: Place;
  readonly answer: Answer;
  readonly go: Go;
}

/** The words of an error of the library. @throws what is no mistake of the user's */
export function messageOf(error: unknown): string {
  if (!isPteDecodeError(error)) throw error;
  return error.message;
}

/** What to say of a text that `decodeText` did not take. @throws as `messageOf` */
export function valueErrorOf(text: string, error: unknown): string {
  return valueAdvice(text.trim(), messageOf(error));
}

/**
 * Decodes a value that was typed for a kernel, as the command does.
 *
 * @param isKernels whether its address is known to be one of the kernel, as walks and logs say it
 */
export function decodeText(
  kernel: Kernel,
  text: string,
  level: Place['level'],
  isKernels = false,
): DecodedEntry {
  const value = parseArgument(text.trim(), { bits: kernel.entryBits });
  const entry = decodeEntry(kernel, value, { level, others: otherKernels() });
  return (isKernels ? asUnmapped(entry) : undefined) ?? entry;
}

/** Works out what a place shows: the kernel, and the value as it reads it. */
export function answerOf(
  place: Pick<Place, 'kernel' | 'value' | 'level'> & Partial<Pick<Place, 'isKernels' | 'said'>>,
): Answer {
  const { isKernels = false, said = '' } = place;
  const { kernel, remark, kernelError } = askedKernel(place.kernel, said !== '');
  const common = { kernel, remark, kernelError };
  // A value is never shown as a kernel reads it that was not asked for.
  if (kernelError !== '') return { ...common, entry: undefined, valueError: '' };
  try {
    return { ...common, entry: decodeText(kernel, place.value, place.level, isKernels), valueError: '' };
  } catch (error) {
    return { ...common, entry: undefined, valueError: valueErrorOf(place.value, error) };
  }
}

type AskedKernel = Pick<Answer, 'kernel' | 'remark' | 'kernelError'>;

let last: { readonly text: string; readonly isOfLog: boolean; readonly asked: AskedKernel } | undefined;

/** The kernel of a text; the last one is kept, because what it worked out for one value serves the next. */
function askedKernel(text: string, isOfLog: boolean): AskedKernel {
  if (last?.text === text && last.isOfLog === isOfLog) return last.asked;
  let asked: AskedKernel;
  try {
    asked = { ...kernelFrom(text, isOfLog), kernelError: '' };
  } catch (error) {
    asked = { ...kernelFrom(''), kernelError: messageOf(error) };
  }
  last = { text, isOfLog, asked };
  return asked;
}
