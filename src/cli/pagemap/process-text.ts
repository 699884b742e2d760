import { printable } from '../../core/printable.ts';
import type { CaptureHeader } from '../../pagemap/capture/format.ts';

/** The process of a capture. */
export type CapturedProcess = Pick<CaptureHeader, 'pid' | 'program'>;

/** A captured process in a few words: `w (pid 18090)`. */
export const processText = ({ pid, program }: CapturedProcess): string =>
  `${printable(program, 100)} (pid ${pid})`;
