import type { HelpKind, HelpTexts } from './make.ts';

/** The texts for a width of `HELP_WIDTH`, which a build makes beforehand: showing one costs reading it. */
declare const PTE_DECODE_HELP: HelpTexts | undefined;

/** Columns of help: no wider on a wider terminal, as long lines read badly. */
export const HELP_WIDTH = 80;

/**
 * A text of help.
 *
 * @param name full name of the command; empty for plain decoding
 * @param columns of the terminal; undefined where there is none
 */
export async function helpText(kind: HelpKind, name: string, columns: number | undefined): Promise<string> {
  const width = Math.max(40, Math.min(columns ?? HELP_WIDTH, HELP_WIDTH));
  const isMade = typeof PTE_DECODE_HELP === 'object' && width === HELP_WIDTH;
  const texts = isMade ? PTE_DECODE_HELP : await (await import('./make.ts')).makeHelp(width);
  return texts[kind][name] ?? texts[kind][''] ?? '';
}
