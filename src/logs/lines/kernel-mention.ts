import { later } from '../../core/later.ts';
import { wasReleased } from '../../kernel/series.ts';
import {
  machinesOf,
  maySpeakOf,
  namedWithoutTables,
  nameWithoutTables,
} from '../../kernel/capabilities/machines.ts';
import { archInName } from '../../kernel/release.ts';
import { withoutEntities } from './escapes.ts';
import { kernelCalled, type NamedKernel } from './kernel-name.ts';

/** A release: two to four numbers, and what a distribution or a tree puts behind them. */
const RELEASE = String.raw`v?(?<release>\d\.\d{1,2}(?:\.\d{1,3}){0,2}(?:[-+~][\w.+~-]{0,60})?)`;
/** `git describe`: the commits since a tag, and the last of them. */
const DESCRIBED = String.raw`\d\.\d{1,2}(?:\.\d{1,3})?(?:-rc\d{1,2})?`;

/** The words in front of the release of a kernel in prose, as the finder has them; who speaks of several writes them once. */
const spoken = later(
  () =>
    new RegExp(
      String.raw`(?<![\w/])(?<word>[Ll]inux|[Kk]ernels?)(?: [Kk]ernels?)?(?: \(?v(?:ersions?|ers?\.):?)? ${RELEASE}`,
      'g',
    ),
);
/** A further release behind one: `4.14 and 4.19`, `5.4 -> 5.10`. */
const FURTHER = new RegExp(String.raw`^(?:\s?(?:,|and|or|to|vs\.?|/|&|\.\.|[-=]>|→)){1,2}\s?${RELEASE}`);

/**
 * Names that hold a release which is a kernel's; `inProse`: a sentence can deny it, or tell its history. Each line has one of
 * the words of the finder.
 */
interface NameRow {
  readonly name: RegExp;
  readonly inProse?: true;
}

// What stands in front of a release is looked for behind it: a look back at every place of a line costs the most of all.
const called = later((): readonly NameRow[] => [
  // The boot loader's word for the file of the kernel, in front of which GRUB has the disk; modules of one.
  {
    name: all(
      String.raw`(?:\bBOOT_IMAGE=\S{0,60}|(?:[\s(]|\bimage=|\(hd\d{1,2},\w{1,8}\))/(?:boot/)?)vmlinuz-${RELEASE}`,
    ),
  },
  // The symbols that ksymoops is told to take; by default it takes those of its own machine.
  { name: all(String.raw`/System\.map-${RELEASE} \(specified\)`) },
  // What ksymoops says of its own machine, where nobody says which modules are those of the oops.
  { name: all(String.raw`/lib/modules/${RELEASE}(?=[/\s:'"]|$)(?!/? \(default\))`) },
  // Its sources, also in the headings of patches; trees of Android.
  { name: all(String.raw`(?<![\w.-])linux-${RELEASE}(?=[/\s,:;)'"]|$)`), inProse: true },
  { name: all(String.raw`\b[Aa]ndroid ?\d\d-(?:linux)?${RELEASE}(?![\w.])`), inProse: true },
  // scripts/setlocalversion: five digits, or behind a word that is the kernel's, since other programs describe themselves so as well.
  {
    name: all(
      String.raw`(?<![\w.-])(?<release>${DESCRIBED}(?:-[\w.]{1,20}){0,3}?-\d{5}-g[0-9a-f]{7,40})(?!\w)`,
    ),
    inProse: true,
  },
  {
    name: all(
      String.raw`(?=v\d\.)(?<=\b(?:linux|kernel|mainline|stable|next|last pass)\b.{0,80}(?<![\w.-]))v(?<release>${DESCRIBED}-\d{1,6}-g[0-9a-f]{7,40})(?!\w)`,
      'i',
    ),
    inProse: true,
  },
  // KernelCI
  { name: all(String.raw`\blast pass: ${RELEASE}(?=[\s)]|$)`) },
  // drivers/block/floppy.c floppy_init
  { name: all(String.raw`\binserting floppy driver for ${RELEASE}`) },
  // A package; the release in front of the word, which with two numbers can be a distribution's.
  {
    name: all(
      String.raw`(?<![\w./-])kernel-(?!devel|doc|headers|modules|source|tools)(?:[A-Za-z]\w{0,20}-){0,4}${RELEASE}`,
    ),
    inProse: true,
  },
  {
    name: all(
      String.raw`(?=v?\d\.\d)(?:(?<![\w./-])(?=v?\d\.\d+(?:\.|-rc)\d)|(?<=\b(?:[Oo]n|[Uu]nder|[Ww]ith) (?:an? |the )?))${RELEASE} [Kk]ernel\b(?!:)`,
    ),
    inProse: true,
  },
  // Numbers that are a kernel's by their form: stable ones of 2.6, and what was tried before 2.4.N and 2.6.N (QEMU has 2.4.0-rc1 and 2.6.0-rc1, Linux `-test`); a stable tree that something happens on.
  {
    name: all(
      String.raw`(?<![\w/-]|\d\.)(?<release>2\.[46]\.(?!0-rc)\d{1,2}(?:\.\d{1,2})?-(?:prerelease|(?:pre|rc|test|mm|ac|bk)\d[\w.-]{0,20})|2\.6\.\d{1,2}\.\d{1,2})(?![\w-])`,
    ),
    inProse: true,
  },
  {
    name: all(
      String.raw`(?=v\d\.)(?<=(?<!based )\b[Oo]n )v(?<release>\d\.\d{1,2}(?:\.\d{1,3})?(?:-rc\d{1,2})?)(?:\.y)?(?=[\s,:;)]|\.?$)`,
    ),
    inProse: true,
  },
  { name: all(String.raw`\b[Ll]inux: .{0,30}\b(?:up(?:grade|date|rev)|bump) to ${RELEASE}`) },
]);

/** The file of a message, where Debian and Ubuntu build kernels: behind the name of the package its release. It is that of who prints it. */
const BUILT_FILE =
  /\/build\/linux-[^\s/]{1,60}\/linux-(?:[a-z]+-|\d\.\d{1,2}-){0,4}(\d\.\d{1,2}\.\d{1,3})\/mm\/[\w-]{1,40}\.c:\d+:/;

function all(pattern: string, flags = ''): RegExp {
  return new RegExp(pattern, `g${flags}`);
}

/** A step of a bisection, which tries kernel after kernel. */
const STEP = /^[>|\s]*(?:#|git bisect) ?(?:good|bad|new|old|skip|first \w{3} commit)\b/;

/** In front of a release that something came with, or went with, or is made for. */
const HISTORY =
  /\b(?:since|appeared|added|adds|merged|landed|back-?port(?:ed|s)?|ported|before|after|until|till|up|prior|than|as of|start(?:s|ing|ed)|from|upstream(?:ed)?|mainlined?|included|removed|dropped|resolved|solved|compiled|built|written|developed|requires?|needs?|supports?|supported|unlike|against|newer|older|later|earlier)\b[\s\w'(]{0,24}$|\bfor (?:the )?$/i;
/** Behind a release that begins or ends a row of them, and one that did something. */
const RANGE =
  /^(?:\.?[xXyY*]\b|\s?\+|\s?[)"']?\s(?:and|or)\s(?:later|newer|above|up|higher|older|earlier|before|below|previous|prior|greater|onwards?|beyond)\b|\sonwards?\b|\s(?:added|adds|brought|removed|changed|dropped|replaced|merge window)\b)/i;
/** In the same sentence as a release: it is not the one that the text is about, or the text does not say so. */
const DENIED =
  /\b(?:not|cannot|no|never|without(?! (?:(?:any|extra|other|further|additional|custom|local|our|out-of-tree) )?patches)|gone(?! wrong)|fine|ok(?:ay)?|works?|worked|working|good|helps?|helped|unaffected|will|hosts?|headers?|emulation|fix(?:ed|es)?|introduc\w+|downgrad\w+|revert\w*|same|released|queued|previously|ran|used to)\b|n['’]t\b/i;
/** What is no part of a release, and all behind it. */
const TAIL =
  /(?:\.\w{1,8})?\.rpm$|[-+~](?:based|stable|series|like|era|only|kernels?|tree|lts|longterm|or|and|to)\b.*$|[.~+-]+$/i;

/** Words in front of `Linux` that begin a sentence; others with a capital are the first half of a distribution's name. */
const OPENING =
  /^(?:In|On|Under|With|The|Using|For|A|My|Our|Running|When|And|Vanilla|Stock|Mainline|Plain|Is)$/;
const DISTRIBUTION =
  /^(?:[A-Z]|(?:alma|alpine|amazon|arch|enterprise|kali|mint|oracle|rocky|scientific|void)$)/;
const isDistribution = (before: string): boolean => {
  const last = /(?:^|[\s("'>[])([A-Za-z][\w.+-]*)[\s\u00a0]$/.exec(before)?.[1];
  return last !== undefined && DISTRIBUTION.test(last) && !OPENING.test(last);
};

/** Without one of these no line speaks of a kernel. */
const CHEAP = /inu[xz]|last pass|ernel|droid|-g[0-9a-f]{7}|\/modules\/|floppy d|2\.[46]\.\d|[Oo]n v\d/;

/** Characters of a line that are looked at: prose of some programs is one line; and those in front of a release. */
const MAX_LINE = 2000;
const FRONT = 80;

const SENTENCE_END = /[.!?;](?=\s|$)|[()]/;

/** A machine right behind a release (`on my Alpha`, `(i386)`, as `uname` ends), and right in front of it (`my i386 box runs Linux`). */
const MACHINE_BEHIND =
  /^(?: kernel)?(?:,? (?:on|for|under) (?:(?:an?|my|our|the|this) )?(?:old )?(?<on>[\w-]{3,12}(?:(?:,|\/| and| or)+ ?[\w-]{3,12}){0,4})\b| \((?<alone>[\w-]{3,12})\)| #\d.{0,60} (?<uname>\w{3,12}) GNU\/Linux)/;
const LIST = /(?:,|\/| and| or)+ ?/;
const MACHINE_IN_FRONT =
  /(?:\b(?:[Oo]n|[Rr]un(?:ning|s)?|[Uu]s(?:e|ing)|[Aa]n?|[Mm]y|[Oo]ur|[Tt]he|[Tt]his) |^[>|\s]*)(?<words>[\w-]{3,12}(?:,? (?!(?:and|or) )[A-Za-z][\w-]{0,20}){0,4}),? ?$/;

/**
 * The kernels that a line speaks of without naming the one of its log: in prose, in the names of files, in headings of
 * patches. Releases do not count of which something is said to be since, or fixed in, or that a sentence denies.
 */
export function mentionsIn(text: string): readonly NamedKernel[] {
  if (text.length > MAX_LINE || !CHEAP.test(text) || STEP.test(text)) return [];
  const line = withoutEntities(text);
  const built = BUILT_FILE.exec(line)?.[1];
  const releases = built ? [built] : [...spokenIn(line), ...called().flatMap((row) => namesIn(line, row))];
  return [...new Set(releases.map(withoutTail))].flatMap((release) => {
    const named = release !== undefined && wasReleased(release) ? kernelCalled(release) : undefined;
    if (named === undefined) return [];
    const spokenArch = machineBeside(line, named.release);
    return [
      { ...named, arch: undefined, isMention: true as const, isOfFile: built !== undefined, spokenArch },
    ];
  });
}

/** The only machine that a line speaks of directly beside a release of it. */
function machineBeside(line: string, release: string): string | undefined {
  const at = line.indexOf(release);
  const { on = '', alone, uname } = MACHINE_BEHIND.exec(line.slice(at + release.length))?.groups ?? {};
  const front = frontOf(line, at).replace(/(?:[Ll]inux|[Kk]ernels?|version| )*v?$/, ' ');
  const { words = '' } = MACHINE_IN_FRONT.exec(front)?.groups ?? {};
  const archs = [on.split(LIST), alone, uname, words.split(/,? /)].flat().flatMap((word = '') => {
    const name = word.toLowerCase();
    const archOfName = archInName(name) ?? namedWithoutTables(name, release);
    const known = archOfName === undefined ? machinesOf(name) : [archOfName];
    // In brackets "alpha" is how new a release is.
    const isCalled = word !== alone && nameWithoutTables(name) !== undefined;
    return known.length === 0 && isCalled ? name : known;
  });
  const [only, ...others] = new Set(archs.filter((arch) => maySpeakOf(line, arch)));
  return others.length === 0 ? only : undefined;
}

function namesIn(line: string, { name, inProse }: NameRow): readonly string[] {
  // A copy of the expression, which matchAll() makes, costs more than to look.
  if (line.search(name) < 0) return [];
  return [...line.matchAll(name)].flatMap(({ 0: whole, index, groups = {} }) => {
    const isDenied = inProse && isDeniedAt(line, index, index + whole.length);
    return isDenied ? [] : [groups['release'] ?? ''];
  });
}

function spokenIn(line: string): readonly string[] {
  const releases: string[] = [];
  if (line.search(spoken()) < 0) return releases;
  for (const match of line.matchAll(spoken())) {
    const { word = '', release = '' } = match.groups ?? {};
    if (/^l/i.test(word) && isDistribution(frontOf(line, match.index))) continue;
    let end = match.index + match[0].length;
    const found = [release];
    for (let next = FURTHER.exec(line.slice(end)); next; next = FURTHER.exec(line.slice(end))) {
      found.push(next.groups?.['release'] ?? '');
      end += next[0].length;
    }
    if (!isDeniedAt(line, match.index, end)) releases.push(...found);
  }
  return releases;
}

const frontOf = (line: string, index: number): string => line.slice(Math.max(0, index - FRONT), index);

/** Whether the sentence around a piece of a line has a word that denies it, or tells its history. */
function isDeniedAt(line: string, start: number, end: number): boolean {
  const front = frontOf(line, start);
  const before = front.split(SENTENCE_END).at(-1) ?? '';
  const [behind = ''] = line.slice(end, end + FRONT).split(SENTENCE_END);
  return HISTORY.test(front) || RANGE.test(line.slice(end)) || DENIED.test(before) || DENIED.test(behind);
}

/** A release without the words behind it; `5.4+` is a row of releases. */
function withoutTail(release: string): string | undefined {
  return /^[\d.]+\+/.test(release) ? undefined : release.replace(TAIL, '');
}
