import { oncePer } from '../../core/later.ts';
import { isInRelease, parseVersion } from '../../core/version.ts';
import { MARKER_NAMES } from '../../kernel/marker-names.ts';
import { RELEASES } from '../../kernel/profiles.ts';
import { shortKernelId } from '../../records/text/kernel-id.ts';
import { compileCondition } from '../../records/where/evaluate.ts';
import type { WhereNode } from '../../records/where/tree.ts';
import { childrenOf, nameUses } from '../../records/where/where.ts';
import { PAGEMAP_ROWS, type PagemapRow } from '../layout.ts';
import { PAGEMAP_STATES, type PagemapModel, SOFT_DIRTY_SYMBOL } from '../model.ts';
import { PAGE_PROPERTIES_BY_NAME, type WhereSubject } from '../page-names.ts';

/** What was seen of a whole input, which may prove what nobody said of its kernel. */
interface Evidence {
  /** Flags and markers that some page had. */
  readonly seen: ReadonlySet<string>;
  /** `VmFlags` that some mapping had. */
  readonly vmFlags: ReadonlySet<string>;
}

/** What a comparison speaks of. */
interface Needs {
  readonly names: ReadonlySet<string>;
  /** Flags and markers whose absence from a word means something only where the kernel has them. */
  readonly bits: ReadonlySet<string>;
  /** Those of them that it asks for by taking the word, or all flags, as a whole. */
  readonly whole: ReadonlySet<string>;
  /** It looks at frame numbers, swap types or offsets of the raw word. */
  readonly lowBits: boolean;
  /** It compares the state with constants, and nothing else. */
  readonly stateAlone: boolean;
  /** The texts in it. */
  readonly texts: readonly string[];
}

const FLAG_ROWS = PAGEMAP_ROWS.filter(({ kind }) => kind === 'flag');
const LOW_BITS = (1n << 55n) - 1n;
const WHOLE_WORD = (1n << 64n) - 1n;

/** Names whose values the kernel hides along with the numbers, of swapped pages. */
const HIDDEN_NAMES: ReadonlySet<string> = new Set([
  'state', 'marker', 'markers', 'poisoned', 'swap.type', 'swap.name', 'swap.offset', 'pfn',
]); // prettier-ignore

/** What a page may be of which only bit 62 is known. */
const SWAPPED_STATES = PAGEMAP_STATES.filter(
  (state) => state !== 'present' && state !== 'none' && state !== 'not-read',
);

/** Why a comparison has no answer. */
export const REASONS = {
  notRead:
    'pages that were not read, in mappings that smaps calls empty: --exact reads them; a capture must be taken again',
  hidden: 'frame numbers, swap types and offsets are hidden: the kernel shows them only with CAP_SYS_ADMIN',
  noMaps: 'nothing is known of mappings: --maps takes a copy of /proc/PID/maps or smaps',
  noVmFlags:
    'the mappings have no VmFlags: they stand in /proc/PID/smaps (for its owner and root), and --maps takes a copy of it',
  maybeShared:
    'nothing is known of mappings, and empty pages of shared memory may be in swap: --maps takes a copy of smaps',
} as const;

function literals(node: WhereNode): readonly (bigint | string | boolean | null)[] {
  return node.kind === 'literal' ? [node.value] : childrenOf(node).flatMap(literals);
}

function bitsNodes(node: WhereNode): readonly (WhereNode & { kind: 'bits' })[] {
  return node.kind === 'bits' ? [node] : childrenOf(node).flatMap(bitsNodes);
}

/** `VmFlags` of mappings that are soft-dirty as a whole: no mapping has it where the kernel does not track it. */
export const SOFT_DIRTY_VMA = 'sd';

/**
 * The bits of a raw word that a condition looks at; all of them where it takes the word as a whole.
 *
 * @param raw how the condition calls the word
 */
export function rawMask(node: WhereNode, raw = 'raw'): bigint {
  const isRaw = (child: WhereNode): boolean => child.kind === 'name' && child.name === raw;
  const masked = bitsNodes(node).filter(({ operands }) => operands.some(isRaw));
  const uses = nameUses(node).filter(({ name }) => name === raw).length;
  if (uses === 0) return 0n;
  if (masked.length < uses) return WHOLE_WORD;
  return masked.reduce(
    (all, { operands }) =>
      all |
      operands.reduce(
        (mask, operand) =>
          operand.kind === 'literal' && typeof operand.value === 'bigint' ? mask & operand.value : mask,
        WHOLE_WORD,
      ),
    0n,
  );
}

/** @param prefix the names that count begin with it, as those of one of two sides do */
function needsOf(node: WhereNode, prefix: string): Needs {
  const all = new Set(nameUses(node).map(({ name }) => name));
  const own = [...all].filter((name) => name.startsWith(prefix));
  const names = new Set(own.map((name) => name.slice(prefix.length)));
  const texts = literals(node).filter((value) => typeof value === 'string');
  const mask = rawMask(node, `${prefix}raw`);
  const bits = new Set<string>();
  const whole = new Set<string>();
  for (const { short, lo } of FLAG_ROWS) {
    const isMasked = ((mask >> BigInt(lo)) & 1n) !== 0n;
    const isNamed = names.has(short) || (names.has('flags') && texts.includes(short));
    const isOfFlags = names.has('flags') && texts.length === 0;
    if (isNamed || isMasked || isOfFlags) bits.add(short);
    if (!isNamed && ((isMasked && mask === WHOLE_WORD) || isOfFlags)) whole.add(short);
  }
  if (names.has('vma.flags') && texts.includes(SOFT_DIRTY_VMA)) bits.add('soft_dirty');
  const words = texts.flatMap((text) => text.split('+'));
  for (const marker of MARKER_NAMES)
    if (names.has(marker) || ((names.has('marker') || names.has('markers')) && words.includes(marker)))
      bits.add(marker);
  return {
    names,
    bits,
    whole,
    lowBits: (mask & LOW_BITS) !== 0n,
    stateAlone: all.size === 1 && names.has('state'),
    texts,
  };
}

/** What is known of the pages of one input. */
export class Knowledge {
  readonly #model: PagemapModel;
  readonly #hasVmas: boolean;
  readonly #takesWords: boolean;
  readonly #needsOf: (node: WhereNode) => Needs;
  readonly #bits = new Map<string, 'has' | 'lacks' | 'open'>();
  #evidence: Evidence | undefined;

  /**
   * @param hasVmas the mappings are known
   * @param use.takesWords a comparison with a whole word, with all flags, or with `hidden` or `not-read`, is about what
   *   stands there, and not about what the kernel could have shown
   * @param use.prefix what the names of conditions begin with that are about this input
   */
  constructor(
    model: PagemapModel,
    hasVmas: boolean,
    { takesWords = false, prefix = '' }: { readonly takesWords?: boolean; readonly prefix?: string } = {},
  ) {
    this.#model = model;
    this.#hasVmas = hasVmas;
    this.#takesWords = takesWords;
    this.#needsOf = oncePer((node) => needsOf(node, prefix));
  }

  /** From now on what nobody said counts as unknown, unless the evidence proves it; before that it counts as known. */
  conclude(evidence: Evidence): void {
    this.#evidence = evidence;
  }

  /**
   * Why a comparison has no answer for a page: empty where it has one.
   *
   * @param subject the page
   * @param hidden the kernel hid frame numbers, swap types and offsets
   */
  missing(node: WhereNode, subject: WhereSubject, hidden: boolean): readonly string[] {
    const needs = this.#needsOf(node);
    return [...this.#missingOfMapping(needs, subject), ...this.#missingOfPage(node, needs, subject, hidden)];
  }

  #missingOfMapping({ names }: Needs, { vma, info }: WhereSubject): readonly string[] {
    const reasons: string[] = [];
    const isOfMapping = (name: string): boolean =>
      name !== 'maybe_swapped' && PAGE_PROPERTIES_BY_NAME.get(name)?.of === 'mapping';
    if (!this.#hasVmas && [...names].some(isOfMapping)) reasons.push(REASONS.noMaps);
    else if (names.has('vma.flags') && vma && !vma.vmFlags) reasons.push(REASONS.noVmFlags);
    if (names.has('maybe_swapped') && !this.#hasVmas && info.state === 'none' && this.#mayBeShared())
      reasons.push(REASONS.maybeShared);
    return reasons;
  }

  /** Without mappings: pages of files, or nothing but empty pages, may be shared memory. */
  #mayBeShared(): boolean {
    return (
      this.#evidence !== undefined && (this.#evidence.seen.has('file') || !this.#evidence.seen.has('used'))
    );
  }

  #missingOfPage(node: WhereNode, needs: Needs, subject: WhereSubject, hidden: boolean): readonly string[] {
    const { names, bits, whole, lowBits, stateAlone, texts } = needs;
    const { info } = subject;
    // A filter that names what is shown of a page asks for just that.
    if (this.#takesWords && stateAlone && texts.includes(info.state)) return [];
    const isOfPage = (name: string): boolean => {
      const property = PAGE_PROPERTIES_BY_NAME.get(name);
      return property !== undefined && property.of !== 'mapping' && name !== 'vaddr' && name !== 'pages';
    };
    if (info.state === 'not-read') return [...names].some(isOfPage) ? [REASONS.notRead] : [];
    const reasons: string[] = [];
    if (info.state === 'hidden') {
      const isHidden = lowBits || [...names].some((name) => HIDDEN_NAMES.has(name)) || this.#hidesGuard(bits);
      if (isHidden && !(stateAlone && sameForAll(node, SWAPPED_STATES))) reasons.push(REASONS.hidden);
    } else if (hidden && info.state === 'present' && (lowBits || names.has('pfn')))
      reasons.push(REASONS.hidden);
    for (const bit of bits) {
      if (this.#takesWords && whole.has(bit)) continue;
      const why = this.missingBit(bit);
      if (why !== undefined) reasons.push(why);
    }
    return reasons;
  }

  /** Guard regions that no bit of the word shows are told by their marker alone. */
  #hidesGuard(bits: ReadonlySet<string>): boolean {
    return bits.has('guard') && !this.#model.flags.some(({ short }) => short === 'guard');
  }

  /** Why a flag or marker that is clear means nothing; undefined where it does. */
  missingBit(bit: string): string | undefined {
    let state = this.#bits.get(bit);
    if (state === undefined) this.#bits.set(bit, (state = stateOfBit(bit, this.#model)));
    const id = shortKernelId(this.#model.kernel.id);
    const row = FLAG_ROWS.find(({ short }) => short === bit);
    const what = row ? `${bit} (bit ${row.lo})` : `${bit} (a marker)`;
    if (state === 'lacks') return `kernel ${id} has no ${what}${sinceText(row, this.#model)}`;
    if (state === 'has' || this.#evidence === undefined || this.#evidence.seen.has(bit)) return undefined;
    if (bit === 'soft_dirty' && this.#evidence.vmFlags.has(SOFT_DIRTY_VMA)) return undefined;
    if (this.#model.kernel.isAssumed === true)
      return `nobody said which kernel made the words (-k), and none of them shows that it has ${what}`;
    return `nothing says that kernel ${id} has ${what}: --config CONFIG_${SOFT_DIRTY_SYMBOL}=y or n does, or -k host`;
  }
}

function sinceText(row: PagemapRow | undefined, { kernel }: PagemapModel): string {
  if (row?.since !== undefined && !isInRelease(row, kernel.version)) return `: it came with ${row.since}`;
  return row?.short === 'soft_dirty' ? `: it is built without CONFIG_${SOFT_DIRTY_SYMBOL}` : '';
}

/** Whether a kernel has a flag or marker; `open` where that is assumed and nobody said it. */
function stateOfBit(bit: string, { kernel, flags }: PagemapModel): 'has' | 'lacks' | 'open' {
  const says = (symbol: string): boolean | undefined => (kernel.says ? kernel.says(symbol) : true);
  const row = flags.find(({ short }) => short === bit);
  // Who names no kernel has one of those that are covered: some bits all of them have.
  const isOfAll = row !== undefined && isInRelease(row, FIRST_RELEASE);
  if (kernel.isAssumed === true && !isOfAll) return 'open';
  const isMarker = kernel.markers.some(({ short }) => short === bit);
  if (row === undefined && !isMarker) return 'lacks';
  if (bit === 'uffd_wp') return says(UFFD_WP_SYMBOL) === false ? 'lacks' : 'has';
  if (bit !== 'soft_dirty') return 'has';
  const said = says(SOFT_DIRTY_SYMBOL);
  return said === undefined ? 'open' : said ? 'has' : 'lacks';
}

/** The oldest release that is covered. */
const FIRST_RELEASE = parseVersion(RELEASES[0] ?? '');

/** Without this symbol no entry holds uffd-wp. */
const UFFD_WP_SYMBOL = 'HAVE_ARCH_USERFAULTFD_WP';

/** Whether a comparison of the state has the same answer for each of some states. */
function sameForAll(node: WhereNode, states: readonly string[]): boolean {
  const condition = compileCondition(node);
  const answers = new Set(states.map((state) => condition(() => state)));
  return answers.size === 1;
}
