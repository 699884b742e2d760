import { later } from '../../core/later.ts';
import { wasReleased } from '../../kernel/series.ts';
import { withoutEntities } from './escapes.ts';
import { kernelCalled, type NamedKernel } from './kernel-name.ts';

/** A release: two to four numbers, and what a distribution or a tree puts behind them. */
const RELEASE = String.raw`v?(?<release>\d\.\d{1,2}(?:\.\d{1,3}){0,2}(?:[-+~][\w.+~-]{0,60})?)`;
/** `git describe`: the commits since a tag, and the last of them. */
const DESCRIBED = String.raw`\d\.\d{1,2}(?:\.\d{1,3})?(?:-rc\d{1,2})?`;

/** The words in front of the release of a kernel in prose; who speaks of several writes them once. */
const spoken = later(
  () =>
    new RegExp(
      String.raw`(?<![\w/])(?<word>[Ll]inux|LINUX|[Kk]ernels?|KERNEL)(?: [Kk]ernels?)?(?: is)?(?: ?\(?(?:[Vv]ersions?|[Rr]elease|vers?\.):?)?[\s\u00a0]{1,2}${RELEASE}`,
      'g',
    ),
);
/** A further release behind one: `4.14 and 4.19`. */
const FURTHER = new RegExp(String.raw`^(?:\s?(?:,|and|or|to|vs\.?|/|&)){1,2}\s?${RELEASE}`);

/** Releases that stand in names which are a kernel's. Each line has one of the words of the finder. */
const called = later((): readonly RegExp[] => [
  // The boot loader's word for the file of the kernel; modules of one; its sources, also in the headings of patches.
  new RegExp(String.raw`(?:\bBOOT_IMAGE=\S{0,60}|[\s(]/(?:boot/)?)vmlinuz-${RELEASE}`),
  new RegExp(String.raw`/lib/modules/${RELEASE}(?=[/\s:'"]|$)`),
  new RegExp(String.raw`(?<![\w.-])linux-${RELEASE}(?=[/\s,:;)'"]|$)`),
  // Packages of distributions.
  new RegExp(String.raw`(?<![\w.-])kernel-(?:[A-Za-z]\w{0,19}-){0,4}${RELEASE}(?=[/\s,:;)'"]|$)`),
  // Trees of Android are named so.
  new RegExp(String.raw`\b[Aa]ndroid ?\d\d-(?:linux)?${RELEASE}(?![\w.])`),
  // scripts/setlocalversion; KernelCI: `last pass:`
  new RegExp(String.raw`(?<![\w.-])v(?<release>${DESCRIBED}-\d{1,6}-g[0-9a-f]{7,40})(?!\w)`),
  new RegExp(
    String.raw`(?<![\w.-])(?<release>${DESCRIBED}(?:-[\w.]{1,20}){0,3}?-\d{5}-g[0-9a-f]{7,40})(?!\w)`,
  ),
  new RegExp(String.raw`\blast pass: ${RELEASE}(?=[\s)]|$)`),
  // drivers/block/floppy.c floppy_init
  new RegExp(String.raw`\binserting floppy driver for ${RELEASE}`),
  new RegExp(String.raw`\b[Ll]inux: .{0,30}\b(?:up(?:grade|date|rev)|bump) to ${RELEASE}`),
]);

/** A step of a bisection, which tries kernel after kernel. */
const STEP = /^[>|\s]*(?:#|git bisect) ?(?:good|bad|new|old|skip|first \w{3} commit)\b/;

/** Programs of a machine whose versions `git describe` makes as well. */
const PROGRAM = /\b(?:QEMU|qemu|OP-TEE|BL\d\d?|U-Boot|SeaBIOS|Xen|TF-A|kexec|perf|libvirt|syzkaller)\b/;

/** In front of a release that something came with, or went with, or is made for. */
const HISTORY =
  /\b(?:fix(?:ed|es)?|since|introduced|appeared|added|adds|merged|landed|back-?port(?:ed|s)?|ported|before|after|until|till|up|prior|than|as of|start(?:s|ing|ed)|from|upstream(?:ed)?|mainlined?|included|removed|dropped|resolved|solved|compiled|built|written|developed|requires?|needs?|supports?|supported|works?|worked|working|unlike|newer|older|later|earlier)\b[\s\w'(]{0,24}$/i;
/** Behind a release that begins or ends a row of them, and one that did something. */
const RANGE =
  /^(?:\.?[xXyY*]\b|\s?\+|\s?[)"']?\s(?:and|or)\s(?:later|newer|above|up|higher|older|earlier|before|below|previous|prior|greater|onwards?|beyond)\b|\sonwards?\b|\s(?:introduced|added|adds|brought|removed|changed|dropped|replaced|merge window)\b)/i;
/** What is no part of a release, and all behind it. */
const TAIL = /[-+~](?:based|stable|series|like|era|only|kernels?|tree|lts|longterm|or|and|to)\b.*$|[.~+-]+$/i;

/** Words in front of `Linux` that begin a sentence; others with a capital are the first half of a distribution's name. */
const OPENING =
  /^(?:In|On|Under|With|The|Using|For|A|My|Our|Running|When|And|Vanilla|Stock|Mainline|Plain|Is)$/;
const isDistribution = (before: string): boolean => {
  const last = /(?:^|[\s("'>[])([A-Z][\w.+-]*)[\s\u00a0]$/.exec(before)?.[1];
  return last !== undefined && !OPENING.test(last);
};

/** Without one of these no line speaks of a kernel. */
const CHEAP = /inu[xz]|last pass|ernel|KERNEL|LINUX|droid|-g[0-9a-f]{7}|\/modules\/|floppy d/;

/** Characters of a line that are looked at: prose of some programs is one line; and those in front of a release. */
const MAX_LINE = 2000;
const FRONT = 80;

/**
 * The kernels that a line speaks of without naming the one of its log: in prose, in the names of files, in headings of
 * patches. Releases of which something is said to be since, or fixed in, do not count.
 */
export function mentionsIn(text: string): readonly NamedKernel[] {
  if (text.length > MAX_LINE || !CHEAP.test(text) || STEP.test(text)) return [];
  const line = withoutEntities(text);
  const releases = [
    ...spokenIn(line),
    ...called().flatMap((row) => {
      const match = row.exec(line);
      const release = match?.groups?.['release'];
      return release === undefined || PROGRAM.test(line.slice(0, match?.index)) ? [] : [release];
    }),
  ];
  return [...new Set(releases.map(withoutTail))].flatMap((release) => {
    const named = release !== undefined && wasReleased(release) ? kernelCalled(release) : undefined;
    return named ? [{ ...named, arch: undefined, isMention: true as const }] : [];
  });
}

function spokenIn(line: string): readonly string[] {
  const releases: string[] = [];
  for (const match of line.matchAll(spoken())) {
    const before = line.slice(Math.max(0, match.index - FRONT), match.index);
    const { word = '', release = '' } = match.groups ?? {};
    if (HISTORY.test(before) || (/^l/i.test(word) && isDistribution(before))) continue;
    let rest = line.slice(match.index + match[0].length);
    const found = [release];
    for (let next = FURTHER.exec(rest); next; next = FURTHER.exec(rest)) {
      found.push(next.groups?.['release'] ?? '');
      rest = rest.slice(next[0].length);
    }
    if (!RANGE.test(rest)) releases.push(...found);
  }
  return releases;
}

/** A release without the words behind it; `5.4+` is a row of releases. */
function withoutTail(release: string): string | undefined {
  return /^[\d.]+\+/.test(release) ? undefined : release.replace(TAIL, '');
}
