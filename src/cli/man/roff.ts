/** Writers of man(7) macros: text is escaped here and nowhere else, so that no text can be taken for a request. */

/** Text for the running page: backslashes, hyphens that are meant as such, and quotes that groff would curl. */
export function roffText(text: string): string {
  const escaped = text
    .replace(/\s+/g, ' ')
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll("'", '\\(aq')
    .replaceAll('`', '\\(ga')
    .replaceAll('^', '\\(ha')
    .replaceAll('~', '\\(ti')
    .replace(/[^\x20-\x7e]/gu, (character) => `\\[u${hex(character)}]`);
  return escaped.startsWith('.') ? `\\&${escaped}` : escaped;
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}

/** An argument of a macro. */
const argument = (text: string): string => `"${roffText(text).replaceAll('"', '\\(dq')}"`;

/** The title line; words are neither hyphenated nor spread, so that names can be searched for. */
export function title(name: string, section: number, source: string, manual: string): string {
  return `.TH ${argument(name.toUpperCase())} ${section} "" ${argument(source)} ${argument(manual)}\n.nh\n.ad l\n`;
}

/** A section heading. */
export const section = (name: string): string => `.SH ${argument(name)}\n`;

/** The heading of a part of a section. */
export const subsection = (name: string): string => `.SS ${argument(name)}\n`;

/** A paragraph. */
export const paragraph = (text: string): string => `.PP\n${roffText(text)}\n`;

/** The first paragraph below a heading. */
export const opening = (text: string): string => `${roffText(text)}\n`;

/** Words in bold. */
export const bold = (text: string): string => `\\fB${roffText(text)}\\fR`;

/** Words in italics: what the reader replaces. */
export const italic = (text: string): string => `\\fI${roffText(text)}\\fR`;

/** A tagged paragraph; the tag is made with `bold` and `italic`. */
export const tagged = (tag: string, text: string): string => `.TP\n${tag}\n${roffText(text)}\n`;

/** A command line set off from the text, below a sentence that says what it is for. */
export function example(command: string, text: string, isFirst = false): string {
  const sentence = `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?]$/.test(text) ? '' : ':'}`;
  return `${isFirst ? opening(sentence) : paragraph(sentence)}.PP\n.nf\n.RS 4\n${roffText(command)}\n.RE\n.fi\n`;
}
