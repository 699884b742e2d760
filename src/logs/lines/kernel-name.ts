import { withoutEntities } from './escapes.ts';
import type { LineOrigin } from './line-origin.ts';
import { isSubject } from './mail-topic.ts';
import { tryParseVersion } from '../../core/version.ts';
import { findMachine, namedWithoutTables } from '../../kernel/capabilities/machines.ts';
import { PROFILES } from '../../kernel/profiles.ts';
import {
  archInName,
  flavourConfig,
  isSwapLayoutOpen,
  kernelNameOf,
  withMachine,
} from '../../kernel/release.ts';

/** A kernel as a log names it. */
export interface NamedKernel {
  /** `uname -r`, such as `6.1.0-56-amd64`. */
  readonly release: string;
  /** The name for `resolveKernel`: a profile or `X.Y.Z`. */
  readonly name: string;
  /** The line is part of a report; others, such as the banner, are about the machine. */
  readonly isOfReport: boolean;
  /** Where the line comes from. */
  readonly origin?: LineOrigin | undefined;
  /** It is the first line that a kernel prints. */
  readonly isBanner: boolean;
  /** Architecture, where the line says it. */
  readonly arch: string | undefined;
  /** That is what its compiler is for, which builds kernels of other sizes of words as well. */
  readonly isArchOfCompiler?: boolean;
  /** Architecture of the report that it is the kernel of, where that is known when it is named. */
  readonly archOfReport?: string | undefined;
  /** Symbols in which the flavour of a distribution's kernel differs from the standard configuration. */
  readonly config: Readonly<Record<string, boolean>>;
  /** The builds of this name can have swap entries of either layout (`isSwapLayoutOpen`). */
  readonly isSwapLayoutOpen?: boolean;
  /** The text only speaks of it (kernel-mention.ts): a log that names a kernel is of that one. */
  readonly isMention?: true;
  /** It does so in the file of a message of that kernel. */
  readonly isOfFile?: boolean;
  /** The machine that it speaks of directly beside it. */
  readonly spokenArch?: string | undefined;
}

/**
 * Behind it stands who built it, in prose anything; behind a time of printk (or its caller) stands no prose. What builders append is any
 * text (v6.12 scripts/setlocalversion).
 */
const BANNER =
  /Linux version (\d{1,3}\.\d{1,3}[\w.+~-]{0,80}(?:(?<=-[\w.+~-]*)[/@:][\w.+~/@:-]{1,60})?)(?=\s+[(#]|\s*$|(?<=(?:^[\s>|*#-]*|\] ?|kernel: )Linux version \S{1,90})\s+(?:…|\.{3}|\[(?:…|\.{3})\])\s*$|(?<=(?:\.\d{6}[,@\d]*|:\d\d \d{4}|\[ *[TC]\d{1,9})\] Linux version \S{1,90})\s)(.*)/;
/** Behind the flags, and cut by a pager (which marks that) where its number is whole; RHEL prints a row of dashes there (and a flag behind it), of which some programs make longer ones, kernels before 2.6.24 others put the release in brackets, and pages lose the blanks. */
const TAINT =
  /(?:Not tainted|Tainted:[ \u00a0A-Z]{1,120}?)(?: VLI)?(?:[ \t\u00a0–—-]|=E2=80=9[34]){0,60}(?:T[ -]{1,20})?\(?(\d{1,3}\.\d{1,3}[\w.+~-]{0,80}(?:(?<=-[\w.+~-]*)[/@:][\w.+~/@:-]{1,60})?)(?= ?#\d| #|- {1,8}[\w.-]{1,40} #\d|\)|(?<=\.\d{1,3}\.\d[\w.+~-]*)(?<!-)(?:\s|$)|(?<=\.\d{1,3}\.\d{1,3}-\d[\w.+~-]*)[>$]\s*$)(.*)/;
/** `uname -a`. */
const UNAME =
  /\bLinux [\w.-]{1,64} (\d{1,3}\.\d{1,3}\.[\w.+~-]{1,80}(?:(?<=-[\w.+~-]*)[/@:][\w.+~/@:-]{1,60})?) #(\d.*)/;
/** Reports of the users of Debian, Ubuntu and inxi, forms that ask for it, and the heading of crash. */
const HEADING =
  /(?:\bKernel:(?: Linux)?|^[>\s]*Uname: Linux|^[>\s*-]*Kernel [Vv]ersion:|^[>\s]*RELEASE:)[ \t]{1,16}(\d{1,3}\.\d{1,3}\.[\w.+~-]{1,80})(?=\s|$)(.*)/;
/** A row of a table, or a name in bold, in such forms. Further columns are of other machines, further words bounds. */
const TABLE_ROW =
  /^[>\s|*-]*(?:Linux )?Kernel(?: [Vv]ersion)?(?:\*\*)?[ \t]*(?:\||:?\*\*:?)\s*(?:Linux )?[`"]?(\d{1,3}\.\d{1,3}\.[\w.+~-]{1,80})(?=[`"]?\s*\|?\s*$)(.*)/;
/** OpenWrt's `ubus call system board`, in one line or several. rpcd system.c, libubox blobmsg_json.c: tabs in front, or the blanks of one. */
const BOARD =
  /^[>|\s-]*(?:\{\s*|(?<=\t| {8}))"kernel": ?"(\d{1,3}\.\d{1,3}\.[\w.+~-]{1,80})",(\s*$|\s*"hostname":.*)/;
/** `uname -r`, with its answer in the same line or the next, as people write it into reports. */
const UNAME_R =
  /\buname -r\b['"`)]{0,3} ?[:=]?[\s|>'"`]*(\d{1,3}\.\d{1,3}\.[\w.+~-]{1,80})(?=['"`]?\s*$)(.*)/;
/** The same with more letters (`-sr`, `-rv`, `-srm`): in front of the release stand the system and the host, behind it the build or the machine. */
const UNAME_FEW =
  /\buname -(?=[a-z]{0,4}r)[asnrvmpio]{2,7}['"`)]{0,3} ?[:=]?[\s|>'"`]*(?:Linux (?:[\w.-]{1,64} )?)?(\d{1,3}\.\d{1,3}\.[\w.+~-]{1,80})(?=['"`]?\s*$| #\d| (?=[a-z_]*\d)\w{3,12}['"`]?\s*$)(.*)/;
/** i386 before 2.6.26 has the release in the line of the flags of the CPU. */
const EFLAGS = /\bEFLAGS: [0-9a-f]{8} +\((\d{1,3}\.\d{1,3}[\w.+~-]{0,80})(?=[\s)#])(.*)/;
/** Red Hat's kernels 2.4 have it behind the place in the code. */
const PLACE = /\bEIP is at .{1,120}? \((2\.4\.[\w.+~-]{1,80})\)(.*)/;

/** Kernels 2.4 of SuSE and of Andrea Arcangeli have it behind the error code. */
const OOPS = /\bOops: 00[0-9a-f]{2} (2\.4\.[\w.+~-]{1,80})(?= #\d)(.*)/;

/** The place of a kernel with its symbols, or of one of its modules, in a session of crash. */
const PLACE_OF_SYMBOLS =
  /\/lib\/(?:debug\/lib\/)?modules\/(\d{1,3}\.\d{1,3}\.[\w.+~-]{1,80})\/(?:vmlinux\b|kernel\/[\w./-]{1,120}\.ko\.debug\b)(.*)/;

/** The place of the log in the reports of KernelCI: `TREE/BRANCH/vRELEASE/ARCH/CONFIG/`. */
const KERNELCI = /\bkernelci\.org\/\/?(?:[\w.-]{1,40}\/){2}v(\d{1,3}\.\d{1,3}[\w.+~-]{0,80})(\/\w{3,12}\/.*)/;

/** The machine in `uname -a`: behind the date, of which a time zone is part; the name of the CPU can follow. */
const MACHINE = /[ (]\d{4}(?:-\d\d-\d\d\))? (\w{3,12}) (?:.{0,120} )?GNU\/Linux\b/;
/** The words before the system that it ends with, where no date stands in front: the machine, once or more. */
const UNAME_END = /((?: \w{3,12}){1,9}) (?:GNU\/Linux\b|Linux\s*$)/;

/** Whether a line ends as `uname -a` does: where it names no kernel, the line before can. */
export const endsUname = (line: string): boolean => /GNU\/Linux\s*$/.test(line);

function archOf(release: string, rest: string): Pick<NamedKernel, 'arch' | 'isArchOfCompiler'> {
  const machines = (MACHINE.exec(rest) ?? UNAME_END.exec(rest))?.[1]?.trim().split(' ') ?? [];
  // Such reports have the machine behind the release.
  const next = /^[ /](\w{3,12})(?:[ /]|$)/.exec(rest)?.[1] ?? '';
  const arch = archOfNames([release, ...machines, next], release);
  if (arch !== undefined) return { arch };
  const compiler = /\(([\w.+-]{1,60}-gcc|[\w.+-]{1,60}-clang)/.exec(rest)?.[1];
  const built = compiler === undefined ? undefined : archOfNames([compiler], release);
  return built === undefined ? { arch: built } : { arch: built, isArchOfCompiler: true };
}

function archOfNames(names: readonly string[], release: string): string | undefined {
  for (const find of [archInName, namedWithoutTables])
    for (const name of names) {
      const arch = find(name, release);
      if (arch !== undefined) return arch;
    }
  return undefined;
}

/** Whether a kernel is none of a machine, by the architecture that it is named with. */
export function isOfOtherArch(
  { arch, isArchOfCompiler }: Pick<NamedKernel, 'arch' | 'isArchOfCompiler'>,
  known: string | undefined,
): boolean {
  if (arch === undefined || known === undefined || arch === known) return false;
  const folder = findMachine(arch)?.names.folder;
  return !isArchOfCompiler || folder === undefined || folder !== findMachine(known)?.names.folder;
}

/** The stable release in a Debian package version (`Debian 6.1.192-2`), which `6.1.0-56-amd64` does not say. */
function packageVersion(release: string, rest: string): string | undefined {
  const last = [...rest.matchAll(/\bDebian (\d{1,3}\.\d{1,3}\.\d{1,3})[-~]/g)].at(-1)?.[1];
  const series = /^\d+\.\d+\./.exec(release)?.[0] ?? '';
  return last?.startsWith(series) ? last : undefined;
}

/** What names a kernel that is not that of a report in its line, each with text without which no line has it; the first that fits counts. */
const HEADINGS: readonly (readonly [string, RegExp])[] = [
  ['Linux ', BANNER],
  ['Linux ', UNAME],
  ['uname -r', UNAME_R],
  ['uname -', UNAME_FEW],
  ['kernelci.org', KERNELCI],
  ['/modules/', PLACE_OF_SYMBOLS],
  ['"kernel":', BOARD],
  ['Kernel', TABLE_ROW],
];
/** Text without which no line is a heading. */
const OF_HEADINGS = [...HEADINGS.map(([needs]) => needs), 'RELEASE:'];
/** The same of the lines of a report. */
const OF_REPORTS = ['ainted', 'EFLAGS', 'EIP is', 'Oops: 00'];

/** Reads the kernel out of a banner (`Linux version …`) or of the line with the taint flags of a report. */
export function kernelInLine(text: string): NamedKernel | undefined {
  const has = (word: string): boolean => text.includes(word);
  const isHeading = OF_HEADINGS.some(has);
  if (!isHeading && !OF_REPORTS.some(has)) return undefined;
  // What a mail is about need not be what it is from.
  if (isSubject(text)) return undefined;
  // As some programs write dots in quoted-printable mail.
  const line = withoutEntities(has('=2E') ? text.replaceAll('=2E', '.') : text);
  const heading = isHeading ? headingOf(line, has) : undefined;
  const match =
    heading?.match ?? TAINT.exec(line) ?? EFLAGS.exec(line) ?? PLACE.exec(line) ?? OOPS.exec(line);
  if (!match) return undefined;
  const isOfReport = heading === undefined;
  const isBanner = heading?.isBanner === true;
  const [, release = '', rest = ''] = match;
  // A log names one kernel many times.
  if (
    last?.release === release &&
    last.rest === rest &&
    last.isOfReport === isOfReport &&
    last.isBanner === isBanner
  )
    return last.named;
  const named = kernelOf(release, rest, { isOfReport, isBanner });
  last = { release, rest, isOfReport, isBanner, named };
  return named;
}

/** @param has whether the line has a piece of text */
function headingOf(
  line: string,
  has: (word: string) => boolean,
): { readonly match: RegExpExecArray; readonly isBanner: boolean } | undefined {
  for (const [needs, expression] of HEADINGS) {
    const match = has(needs) ? expression.exec(line) : null;
    if (match) return { match, isBanner: expression === BANNER };
  }
  const match = HEADING.exec(line);
  return match ? { match, isBanner: false } : undefined;
}

let last:
  | {
      release: string;
      rest: string;
      isOfReport: boolean;
      isBanner: boolean;
      named: NamedKernel | undefined;
    }
  | undefined;

/** The kernel of a release, such as it is known by its name. */
export const kernelCalled = (release: string): NamedKernel | undefined =>
  kernelOf(release, '', { isOfReport: false, isBanner: false });

function kernelOf(
  release: string,
  rest: string,
  place: Pick<NamedKernel, 'isOfReport' | 'isBanner'>,
): NamedKernel | undefined {
  // A name that ends so goes on in the next line.
  if (release.endsWith('-') || tryParseVersion(release) === undefined) return undefined;
  const arch = archOf(release, rest);
  const full = withMachine(release, arch.arch);
  const known = kernelNameOf(full);
  if (known === undefined) return undefined;
  const version = packageVersion(release, rest);
  const profile = PROFILES.find((candidate) => candidate.name === known);
  const name = version === undefined || version === profile?.release ? known : version;
  return {
    release,
    ...place,
    name,
    ...arch,
    config: flavourConfig(full),
    ...(isSwapLayoutOpen(release, name) ? { isSwapLayoutOpen: true } : {}),
  };
}
