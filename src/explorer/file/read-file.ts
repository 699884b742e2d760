import { PteDecodeError } from '../../core/errors.ts';
import { parseInteger } from '../../core/u64.ts';
import { otherThanWords } from '../../input/bytes/file-formats.ts';
import type { Input } from '../../input/bytes/io.ts';
import { peekInput } from '../../input/bytes/peek.ts';
import { isCapture } from '../../pagemap/capture/magic.ts';
import { kernelFrom } from '../kernel-choice.ts';
import { type AnnotatedPart, Annotator } from '../log/annotate.ts';
import { fileInput } from './file-input.ts';
import type { FileKind, FileQuestion, FileResult } from './messages.ts';
import { readPagemap } from './read-pagemap.ts';
import { readTable, tableBytes } from './read-table.ts';

/** Bytes that are looked at to tell what a file is. */
const HEAD = 4096;
/** Lines of a log with values that are shown. */
const MOST_REPORTS = 500;
/** Bytes of smaps of the most mappings that a process has unless its administrator allows more. */
const MOST_MAPS = 1 << 27;

/**
 * Reads a file of the user. In a worker only.
 *
 * @param onProgress takes the share that is read, 0 to 1
 * @throws PteDecodeError where the file is not what it should be
 */
export function readFile(question: FileQuestion, onProgress: (share: number) => void): FileResult {
  const { file, level, address } = question;
  const { bytes, input } = peekInput(fileInput(file), HEAD);
  const { kernel } = kernelFrom(question.kernel);
  // Without 0x too it is hexadecimal, as /proc/PID/maps has addresses.
  const vaddr = parseInteger(address.trim().replace(/^[\da-f]+$/i, '0x$&') || '0', 'address');
  const table = tableBytes(kernel, level);
  const kind = question.kind ?? kindOf(bytes, question, table);
  if (kind === 'log') return readLog(input, question, file.size, onProgress);
  if (kind === 'table') {
    // A byte more than a table tells that the file is none.
    const whole = new Uint8Array(Math.min(file.size, (table ?? HEAD) + 1));
    for (let at = 0, got = 1; got > 0 && at < whole.length; at += got) got = input.read(whole.subarray(at));
    return readTable(kernel, whole, level, vaddr, file.name);
  }
  return readPagemap(
    input,
    bytes,
    {
      kernel: question.kernel,
      start: vaddr,
      maps: question.maps && { name: question.maps.name, text: textOf(question.maps) },
    },
    onProgress,
  );
}

/** The text of a file with mappings. @throws PteDecodeError where it cannot be read, or is longer than any */
function textOf(file: File): string {
  if (file.size > MOST_MAPS)
    throw new PteDecodeError('ERR_INPUT', `${file.name}: longer than the mappings of any process`);
  const bytes = new Uint8Array(file.size);
  fileInput(file).readAt?.(0, bytes);
  return new TextDecoder().decode(bytes);
}

/**
 * What a file is by its first bytes, its size, and whether mappings came with it: only pagemap has them.
 *
 * @throws PteDecodeError where its first bytes are those of something else: no words of it would be entries
 */
function kindOf(bytes: Uint8Array, { file, maps }: FileQuestion, table: number | undefined): FileKind {
  if (isCapture(bytes)) return 'pagemap';
  const other = otherThanWords(bytes);
  if (other !== undefined) {
    const advice = other.kind === 'image' ? 'memory images are for the command' : other.advice;
    throw new PteDecodeError('ERR_FORMAT', `${file.name}: ${other.what}: ${advice}`);
  }
  if (isText(bytes.subarray(0, HEAD))) return 'log';
  return file.size === table && maps === undefined ? 'table' : 'pagemap';
}

/** Nearly all of it is ASCII that can be seen, and none of it is zero. */
function isText(head: Uint8Array): boolean {
  const seen = head.filter((byte) => (byte >= 0x20 && byte < 0x7f) || (byte >= 9 && byte <= 13)).length;
  return head.length > 0 && !head.includes(0) && seen > 0.8 * head.length;
}

function readLog(
  input: Input,
  { kernel, file }: FileQuestion,
  size: number,
  onProgress: (share: number) => void,
): FileResult {
  const chosen = kernel === '' ? undefined : kernelFrom(kernel).kernel;
  const annotator = new Annotator({ kernel: chosen, isOnly: true, name: file.name });
  const chunk = new Uint8Array(1 << 16);
  const parts: AnnotatedPart[] = [];
  let done = 0;
  for (let got = input.read(chunk); got > 0; got = input.read(chunk)) {
    parts.push(...annotator.add(chunk.subarray(0, got)));
    if (parts.length > MOST_REPORTS)
      return { kind: 'log', parts: parts.slice(0, MOST_REPORTS), isWhole: false };
    done += got;
    onProgress(size === 0 ? 1 : done / size);
  }
  return { kind: 'log', parts: [...parts, ...annotator.end()], isWhole: true };
}
