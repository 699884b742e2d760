import { QUOTATION } from './day.ts';
import { callerOf, quoteDepth } from './line-origin.ts';

/**
 * The end of a line that was wrapped before what it was about to say: an address, taint flags and a release, the size of
 * pages and addresses. A piece of text without which no line ends so comes first. `afterDigits`: what it ends with is said whole.
 */
// prettier-ignore
const TORN: readonly { readonly needs: string; readonly end: RegExp; readonly afterDigits?: boolean }[] = [
  { needs: 'nable to', end: /nable to handle[\w ,:-]{0,80}$/ },
  { needs: 'kernel NULL', end: /\bBUG: (?:unable to handle )?kernel NULL$/ },
  { needs: 'NULL poi', end: /NULL pointer(?: dereference[\w ,:-]{0,80})?$/ },
  { needs: 'nhandled ', end: /\bUnhandled (?:fault|prefetch abort): [\w -]{1,60}$/ },
  { needs: 'ainted', end: /\b(?:Not tainted|Tainted:)[A-Z \u00a0-]*(?:[ \u00a0]\d{1,3}\.(?:\d[\w.+~-]*[-.])?)?$/ },
  { needs: 'Linux version', end: /\bLinux version(?: \d{1,3}\.\d[\w.+~-]*[-.])?$/ },
  { needs: 'uname -', end: /\buname -(?:[a-z]{1,7}|-all|-kernel-release)\b['"`)]{0,3}[:=]?$/ },
  { needs: 'omm: ', end: /\b[Cc]omm: (?!.*ainted)(?:kworker\/\w{1,4}:\S{1,24}|[^:]{0,40})$/ },
  { needs: ' Not', end: /\b[Cc]omm: .{1,40} Not(?: t(?:a|ai|ain|aint|ainte)?)?$/ },
  { needs: 'EIP is at', end: /\bEIP is at \S{1,80} \[[\w-]{1,60}\] 0x[0-9a-f]{1,8}$/ },
  { needs: 'Corrupted', end: /Corrupted page table at(?: address)?$/ },
  { needs: 'ption code', end: /\binterruption code(?: [0-9a-f]{4})?$/ },
  { needs: 'page:', end: /(?<![\w-])page:(?: ?[0-9a-f]{8,16}(?: flags:[0-9a-f]{8,16})?|(?: ?[0-9a-f]{8,16})?(?: flags:[0-9a-f]{8,16})? (?:ref)?count:-?\d{1,10})$/, afterDigits: true },
  // The frame stands at its end.
  { needs: 'mapcount:', end: /(?<![\w-])page:.{0,60}count:-?\d{1,10} mapcount:-?\d{1,10}(?: mapping:[^:]{0,40})?$/, afterDigits: true },
  // The address of a bad page map.
  { needs: 'addr:', end: /(?:^|[\s\]>])addr:$/ },
  { needs: 'badaddr:', end: /\bstatus: [0-9a-f]{16} badaddr: [0-9a-f]{16}$/, afterDigits: true },
  { needs: 'TEID:', end: /\b[Ff]ailing address: [0-9a-f]{16} TEID:$/ },
  { needs: 'pgtable:', end: /\b(?:user|swapper) pgtable:(?: \d{1,2}k(?: pages,(?: \d{2}-bit)?)?)?$/ },
  { needs: 'pgd =', end: /(?:^|[\s\]>])pgd =$/ },
  { needs: 'Oops: ', end: /\bOops: [0-9a-f]{1,16}$/, afterDigits: true },
  { needs: 'Internal error: Oops:', end: /\bInternal error: Oops:$/ },
  { needs: 'unhandled signal', end: /\bunhandled signal(?: \d+(?: code(?: 0x[0-9a-f]+(?: at)?)?)?)?$/ },
];
const ADDRESS_AT_END = /\b[0-9a-f]{8,16}(?: +=)?$/;

/** What mail, consoles (of z/VM the CPU) and logging programs put in front of a line, syslog also of what netconsole sends in pieces. */
const PREFIX =
  /^(?:[>|\s]|&gt;)*(?:\d\d: )?(?:(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[\d.+:Z-]{0,16}) [\w.:-]{1,64} (?:kernel: ?)?)?(?:<\d>)?(?:\[(?: *\d+\.\d+|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4})\](?:\[ *[TC]\d+\])? ?)?/;

/** The name of a function that complains about swap entries, and the first word of that, behind which a line was wrapped. */
const SPEAKER_AT_END =
  /(?<![\w./-])(?:_{0,2}swap_info_get|swap_(?:count|dup|free)|get_swap_device|rw_swap_page):(?: (?:Bad|Unused))?$/;

/**
 * The end of a line that was wrapped in front of a value: what stands there in front of it, and the blanks that were lost. A
 * piece of text without which no line ends so comes first.
 */
// prettier-ignore
const STEMS: readonly { readonly needs: string; readonly end: RegExp; readonly blanks: string }[] = [
  { needs: 'PGD', end: /(?<![\w*:])PGD$/, blanks: ' ' },
  { needs: 'D ', end: /\b(?:P4D|PUD|PMD|PTE)$(?<=P.D .*)/, blanks: ' ' },
  // Inside of the name of a level.
  { needs: 'D ', end: /P[4UMT]?$(?<=P.D [0-9a-f]+ P.?)/, blanks: '' },
  { needs: 'd=', end: /(?<=[0-9a-f], ?)(?:\*|\*?p(?:[4umt]|(?:4d|[um]d|te)=?)?)$/, blanks: '' },
  { needs: ']', end: /\[[0-9a-f]{8}(?:[0-9a-f]{8})?\]$/, blanks: ' ' },
  { needs: '*p', end: /\*p(?:dpt|de|te) =$/, blanks: ' ' },
  { needs: 'AS:', end: /\bAS:[0-9a-f]{16}$/, blanks: ' ' },
  { needs: 'AS:', end: / (?:R[123]|[SP]):?$/, blanks: '' },
  { needs: 'Bad page', end: /\bBUG: Bad page(?: map(?: in(?: process)?)?)?$/, blanks: ' ' },
  { needs: 'Bad page map', end: /\bBUG: Bad page map in process (?!.*\b(?:pte|pmd|pud|p4d|pgd):[0-9a-f]).{0,64}\S$/, blanks: '  ' },
  { needs: 'Bad page map', end: /(?<=\b(?:pte|pmd|pud|p4d|pgd):[0-9a-f]{8,16}) pmd:$/, blanks: '' },
  { needs: ': bad', end: /[\w./-]{1,80}:\d+: bad(?: (?:pte|pmd|pud|p4d|pgd))?$/, blanks: ' ' },
  // Behind the pointer to it.
  { needs: ': bad p', end: /[\w./-]{1,80}:\d+: bad (?:pte|pmd|pud|p4d|pgd) [0-9a-f]{8,16}$/, blanks: '' },
  { needs: ' swap', end: /\b(?:(?!kernel:)[a-z_]{1,31}: )?(?:Bad|Unused) swap(?: (?:file|offset)(?: entry(?: in swap_(?:dup|count))?)?)?$/, blanks: ' ' },
  // The function that speaks, at the end of a line: those that swap-message.ts has.
  { needs: 'swap_', end: SPEAKER_AT_END, blanks: ' ' },
  { needs: 'swap', end: /\bswap_(?:free: swap-space map bad \(entry|(?:duplicate|count)(?: at [0-9a-f]{8,16})?: entry)$/, blanks: ' ' },
  { needs: 'unrecognized swap', end: /\bunrecognized swap(?: entry)?$/, blanks: ' ' },
];

/** The beginning of the name of a level, or that with what stands behind it. */
const NAME = /(?:^|\*)p(?:[4umt]|(?:4d|[um]d|te)=?)?$/;

/** The number of a row in a listing, as editors, pagers and pages put it in front of each. */
const ROW_NUMBER = /^(?:[>|\s]|&gt;)*(\d{1,7})(?:[\s|)]|[:.](?!\d))/;

/** The most rows that quoted-printable mail breaks a line of a log into. Texts are longer, and are read row by row. */
export const MOST_ROWS = 16;

/** A line without what stands in front of it there, which is no number of the text where the line before, of one row or more, has one just before it. */
function bare(line: string, next: string): string {
  const number = ROW_NUMBER.exec(next);
  const rows = number === null ? 0 : Number(number[1]) - Number(ROW_NUMBER.exec(line)?.[1]);
  const isCounted = number !== null && rows > 0 && rows <= MOST_ROWS;
  return (isCounted ? next.slice(number[0].length) : next).replace(PREFIX, '');
}

/** Whether the kernel or a logging program wrote something in front of a line: none of a wrapped line's rest has that. */
export function hasClock(line: string): boolean {
  return /\d\.\d+\]|\d\d:\d\d:\d\d/.test(line.slice(0, 80));
}

/** Whether a line has nothing in it, also in a text that is quoted. */
export function isBlank(line: string): boolean {
  return /^(?:[>|\s]|&gt;)*$/.test(line);
}

/**
 * Whether a line begins with what the end of the one before can tell more of: the top entry of a walk, whose address can be
 * there or whose name, a message about a swap entry, whose function can, or who wrote what is quoted, the day of which can.
 */
export function leansBack(line: string): boolean {
  if (line.includes('wrote:')) return QUOTATION.test(line) && !/^[>|\s]*On /.test(line);
  return /^(?:[>|\s]|&gt;)*(?:\*?pgd=[0-9a-f]{8}|[0-9a-f]{16} \*pde = |(?:(?:Bad|Unused) )?swap (?:file|offset) entry )/.test(
    line,
  );
}

/** The day in front of a quotation, and not yet that somebody wrote it. */
const QUOTING = /^[>|\s]*On (?=.{0,28}\b(?:19|20)\d\d\b)(?!.*\bwrote:).{0,120}$/;

/** Whether a line ends in what belongs to the next one, which leans back. */
export const isFrontOf = (line: string, next: string): boolean =>
  next.includes('wrote:') ? QUOTING.test(line) && quoteDepth(line) === quoteDepth(next) : isTorn(line);

/** A line without the blanks that it ends with, and the backslash with which who wraps lines by hand says that they go on. */
const endOf = (line: string): string => line.trimEnd().replace(/ \\$/, '').trimEnd();

/** Whether a line ends in the middle of what it says, and the next one may hold the rest. */
export function isTorn(line: string): boolean {
  const rows = TORN.filter(({ needs }) => line.includes(needs));
  const end = rows.length > 0 ? endOf(line) : '';
  const isWhole = end !== '' && ADDRESS_AT_END.test(end);
  return (
    rows.some((row) => row.end.test(end) && (!isWhole || row.afterDigits === true)) ||
    stemOf(line) !== undefined
  );
}

/** What can fill a line, and what belongs to it another: the flags in front of a release, or those of a page, and what stands in front of an address. */
const LONG = /ainted|page:|\baddress:?(?: [0-9a-f]{1,7})?\s*$/;

/** The longest line that is made of others. */
const MAX_JOINED = 300;

/** Whether a line that is made of others goes on in the next one. */
export const goesOn = (joined: string): boolean =>
  joined.length <= MAX_JOINED && LONG.test(joined) && isTorn(joined);

/** What stands at the end of a line in front of a value on the next one; undefined where nothing does. */
function stemOf(line: string): string | undefined {
  for (const { needs, end, blanks } of STEMS) {
    const stem = line.includes(needs) ? end.exec(endOf(line))?.[0] : undefined;
    if (stem !== undefined) return stem + blanks;
  }
  return undefined;
}

/**
 * The next line of one that was wrapped in front of a value, with what stood there in front of it.
 *
 * @returns undefined where it was not; `shift`: what is to be added to an index in `text` for the one in the line; `front`: what
 *   stands in the torn line in front of `text`
 */
export function withStem(
  torn: string,
  next: string,
): { readonly text: string; readonly shift: number; readonly front: string } | undefined {
  const stem = stemOf(torn);
  if (stem === undefined) return undefined;
  // Prose can end so as well.
  const isSpeaker = SPEAKER_AT_END.test(stem.trimEnd());
  if (isSpeaker && (hasClock(next) || quoteDepth(torn) !== quoteDepth(next))) return undefined;
  const rest = bare(torn, next);
  // A walk begins there, whatever the name of the level was.
  if (NAME.test(stem) && /^\*?pgd=/.test(rest)) return undefined;
  const front = torn.slice(0, torn.lastIndexOf(stem.trimEnd()));
  return { text: stem + rest, shift: next.length - rest.length - stem.length, front };
}

/** The end of a line that was torn inside of a name, or of "Not tainted", or where no blank stands. */
const INSIDE =
  /\w[-.]$|(?:^|[\s\]>])addr:$|\bNot t(?:ai?n?t?e?)?$|\b[Cc]omm: (?!.{0,60}ainted).{1,60} (?:No?|Ta?i?n?t?e?)$/;

/** The beginning of an address that was torn inside, and the rest of it, alone in its line. */
const HALF_ADDRESS = /\baddress:? [0-9a-f]{1,7} [0-9a-f]{1,15}\s*$/;

/** The line behind that with the kernel's name is one of its own: v6.12 lib/dump_stack.c dump_stack_print_info. */
const OWN_LINE = /^Hardware name:/;

/** A torn line and the next one as one. */
export function joinTorn(torn: string, next: string): string {
  const line = endOf(torn);
  const rest = bare(torn, next);
  const apart = `${line} ${rest}`;
  // The rest of a name that was cut off in front of it is missing.
  if (OWN_LINE.test(rest)) return `${line.replace(/[-.]$/, '')} ${rest}`;
  return INSIDE.test(line) || HALF_ADDRESS.test(apart) ? `${line}${rest}` : apart;
}

/** The beginning of a number at the end of a line. A 0 alone is whole: others are printed without zeros, or filled up. */
const DIGITS_AT_END = /(?:[ :=([]|=3D|^)(?:0x)?([1-9a-f][0-9a-f]{0,14}|0[0-9a-f]{1,14})$/;

/** Its rest, in front of the next thing that stands in a walk, behind the address of a fault or in what is said of an entry. */
const REST_IN_WALK =
  /^[0-9a-f]{1,15}(?= (?:PGD|P4D|PUD|PMD|PTE|BAD)\b| (?:p4d|pud|pmd|vm_flags|RIP):|, \*?p| \*p[dt]e =| (?:R[123]|[SP]):|\)\.?\s*$)/;

/** The same behind the time of a row, in front of the next level: no message of a kernel begins so. */
const REST_OF_LEVEL =
  /^[0-9a-f]{1,15}(?= (?:PGD|P4D|PUD|PMD|PTE|BAD)\b|, ?\*?p(?:4d|[um]d|te) ?=| \*p[dt]e =)/;

/** The value of a level, or its beginning, at the end of a line. */
const LEVEL_AT_END =
  /(?:\b(?:PML4|PGD|P4D|PUD|PMD|PTE) |\bp(?:gd|4d|ud|md|te) ?=(?:3D)? ?|\*p(?:dpt|de|te) =(?:3D)? )[0-9a-f]{1,15}$/;

/** Its rest alone in a line, which other digits can be as well. */
const REST_ALONE = /^[0-9a-f]{1,15}(?=\s*$)/;

/** Columns of the narrowest screen: a shorter line was not cut by its edge. */
export const NARROWEST = 40;

/** The most digits of an entry or an address. */
const MOST_DIGITS = 16;

/** Digits that kernels fill numbers up to: `%08lx`, `%016llx`. */
const FILLED: ReadonlySet<number> = new Set([8, MOST_DIGITS]);

/** The longest beginning of a number, with what stands in front of it. */
const TAIL = MOST_DIGITS + 5;

/** Whether a line may have been cut inside of the number that it ends with, as by the edge of a screen. */
export function endsInDigits(line: string): boolean {
  return DIGITS_AT_END.test(line.slice(-TAIL));
}

/** An address of a kernel whose words have 32 bits; the value of its program counter stands below it by itself. */
const WHOLE_ADDRESS = /\bvirtual address [0-9a-f]{8}$/;

/** What is moved in, as the number of an empty row in a listing: no rest of a number stands so. */
const MOVED_IN = /^(?:[ \t]|(?:(?:>|&gt;) ?)*(?:>|&gt;)[ \t]{2})/;

/** The rest of the number that a line ends with, from the next line; empty where nothing shows that it goes on there. */
function digitsBehind(line: string, next: string): string {
  const digits = DIGITS_AT_END.exec(line.slice(-TAIL))?.[1];
  if (digits === undefined) return '';
  const behind = bare(line, next);
  if (hasClock(next)) return digitsBehindTime(line, digits, behind, callerOf(next));
  const isInWalk = REST_IN_WALK.test(behind);
  const [rest = ''] =
    REST_IN_WALK.exec(behind) ??
    (WHOLE_ADDRESS.test(line) || MOVED_IN.test(next) ? null : REST_ALONE.exec(behind)) ??
    [];
  const length = digits.length + rest.length;
  // A whole entry, or the edge of a screen.
  const isLikely = isInWalk || length === MOST_DIGITS || line.length >= NARROWEST;
  // Zeros in front fill a number up.
  const isFull = !digits.startsWith('0') || FILLED.has(length);
  return isLikely && isFull && length <= MOST_DIGITS ? rest : '';
}

/** The same where the next line has a time in front of the rest: what it goes on with shows that it does, or that it makes an entry whole. */
function digitsBehindTime(line: string, digits: string, behind: string, caller: string): string {
  if (!LEVEL_AT_END.test(line) || callerOf(line) !== caller) return '';
  const [rest = ''] = REST_OF_LEVEL.exec(behind) ?? REST_ALONE.exec(behind) ?? [];
  const length = digits.length + rest.length;
  return length === MOST_DIGITS || (length < MOST_DIGITS && REST_OF_LEVEL.test(behind)) ? rest : '';
}

/** A line that ends in a number, with the rest of that from the next line. */
export const withDigits = (line: string, next: string): string => line + digitsBehind(line, next);
