/** Whether a line is the heading of a mail that says what it is about, quoted or not. */
export const isSubject = (line: string): boolean => /^[>|\s]*Subject:/.test(line);

/** Characters that tell topics apart: mail programs break long ones anywhere. */
const TOLD = 24;

/** What programs for mail put in front where somebody answers or passes on, in their languages, and what lists do. */
const MARKS =
  /^(?:(?:re|aw|antw|antwort|sv|vs|odp|ynt|rif|res|enc|wg|tr|fwd?|回复|回覆|答复|转发)(?:\[\d{1,3}\]|\^\d{1,3})?\s*[:：]\s*|\[[^\]]{0,80}\]\s*)*/i;

/** RFC 2047, section 2: `=?UTF-8?Q?Re:_a?=`. Blanks between two of them count for nothing; the last `=` of a row is a blank here. */
const ENCODED = /=\?([\w-]{1,40})\?([qb])\?([^?\s]{1,80})\?(?:=|\s*$)(?:\s+(?==\?))?/gi;

/** What a mail that begins is about, without what answers and lists put in front; undefined where a line does not say so. */
export function topicOf(line: string): string | undefined {
  const subject = /^Subject:\s*(.*)/i.exec(line)?.[1];
  return subject?.replace(ENCODED, decoded).replace(MARKS, '').slice(0, TOLD);
}

/** An encoded word; as it stands where its bytes or its set of characters are not known. */
function decoded(word: string, charset: string, encoding: string, text: string): string {
  const isBase64 = encoding.toLowerCase() === 'b';
  try {
    const bytes = isBase64
      ? atob(text)
      : text
          .replaceAll('_', ' ')
          .replace(/=([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number(`0x${code}`)));
    return new TextDecoder(charset).decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
  } catch {
    return word;
  }
}
