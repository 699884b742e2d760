import { briefHelp } from './brief.ts';
import { wholeHelp } from './whole.ts';

/** The texts of help: of a command without anything to work on, of `-h`, and of `--help`. */
export type HelpKind = 'bare' | 'short' | 'whole';

/** Texts of help by kind and by the full name of a command. */
export type HelpTexts = Readonly<Record<HelpKind, Readonly<Record<string, string>>>>;

/** Makes all texts of help. @param width columns */
export async function makeHelp(width: number): Promise<HelpTexts> {
  const { bare, short } = await briefHelp(width);
  return {
    bare: Object.fromEntries(bare),
    short: Object.fromEntries(short),
    whole: Object.fromEntries(await wholeHelp(width)),
  };
}
