/** Whether a line is the heading of a mail that says what it is about, quoted or not. */
export const isSubject = (line: string): boolean => /^[>|\s]*Subject:/.test(line);

/** Characters that tell topics apart: mail programs break long ones anywhere. */
const TOLD = 24;

/** What a mail that begins is about, without what answers and lists put in front; undefined where a line does not say so. */
export const topicOf = (line: string): string | undefined =>
  /^Subject:\s*(?:(?:re|aw|fwd?):\s*|\[[^\]]{0,80}\]\s*)*(.*)/i.exec(line)?.[1]?.slice(0, TOLD);
