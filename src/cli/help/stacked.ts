import { Help } from 'commander';

/** Fewer columns are none for a text beside an option: it stands below. Commander would leave it in one line. */
export const MIN_WIDTH_TO_WRAP = 20;

/** In front of a text that stands below. */
const INDENT = ' '.repeat(10);

/** Whether texts stand below. @param termWidth columns of the widest left column @param width of the help */
const isStacked = (termWidth: number, width: number): boolean => width - termWidth - 4 < MIN_WIDTH_TO_WRAP;

/** Columns of a text beside, or below, what is as wide as that. */
export function roomOf(termWidth: number, width: number): number {
  return isStacked(termWidth, width) ? width - INDENT.length : width - termWidth - 4;
}

/** Help whose texts stand below what they are about where there is no room beside. */
export class StackedHelp extends Help {
  override formatItem(term: string, termWidth: number, description: string, helper: Help): string {
    const width = this.helpWidth ?? 80;
    if (description === '' || !isStacked(termWidth, width))
      return super.formatItem(term, termWidth, description, helper);
    const below = helper.boxWrap(description, width - INDENT.length);
    return `  ${term}\n${below.replaceAll(/^/gm, INDENT)}`;
  }
}
