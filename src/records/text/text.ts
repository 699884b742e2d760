import type { DecodedEntry } from '../../core/verdicts/decode.ts';
import { flagNames, hasBit, markerRows, numberOf, pageSizeOf, swapOf } from '../../core/entry/entry.ts';
import { looksText } from '../../core/verdicts/foreign-value.ts';
import type { Note } from '../../core/verdicts/notes.ts';
import { QUESTIONS, swpUffdWp } from '../../core/verdicts/questions.ts';
import { RULE_IDS, type RuleId, verdictWord } from '../../core/verdicts/rules.ts';
import { formatBytes } from '../../core/size-text.ts';
import { formatHex, formatU64 } from '../../core/u64.ts';
import { meaningOf } from './meanings.ts';
import { type Palette, plainPalette, type Role } from './palette.ts';
import { markerNames, swapName } from '../properties.ts';
import type { RecordContext } from '../property.ts';

/** How the long view looks. */
interface LongStyle {
  readonly palette: Palette;
  /** Columns of the terminal; text is wrapped to them. */
  readonly width: number;
}

/** Columns of the labels: two blanks, the longest label (`reserved`), a blank. */
const LABEL_WIDTH = 11;

/** What stands beside the first of several entries. */
interface Heading {
  /** The kernel, in a few words. */
  readonly kernel: string;
  /** In fewer, where those have no room beside the entry; they then stand below it. */
  readonly brief?: string;
  /** How to choose another one, where nobody chose. */
  readonly hint?: string | undefined;
  /** What tells the reasons of the rules. */
  readonly why: string;
}

/**
 * Renders one entry: its state and whether uffd-wp is set in the first line, then what that means, the page, the
 * flags, the four rules, the notes. No blank line.
 *
 * @param reasons the reasons of all rules; without, only those of entries that the rules are about
 */
export function renderLong(
  entry: DecodedEntry,
  context: RecordContext,
  style: LongStyle,
  { heading, reasons = false }: { readonly heading?: Heading | undefined; readonly reasons?: boolean } = {},
): string {
  const { palette, width } = style;
  const head = headOf(entry);
  const kernel = heading?.kernel ?? '';
  const room = width - head.reduce((sum, { text }) => sum + text.length + 2, 0);
  const beside = [kernel, heading?.brief ?? ''].find((text) => text !== '' && text.length <= room);
  // What stands beside the value is not said again.
  const rest = beside !== undefined && kernel.startsWith(beside) ? kernel.slice(beside.length) : kernel;
  const first = head.map(({ text, role }) => palette(role, text)).join('  ');
  const lines = [
    beside === undefined ? first : `${first}  ${' '.repeat(room - beside.length)}${palette('dim', beside)}`,
  ];
  const row = (label: string, text: string, role: Role | undefined = undefined): void => {
    if (text !== '') lines.push(...wrap(label, text, width).map((line) => dress(line, palette, role)));
  };
  const looks = looksText(entry);
  if (looks !== undefined) row('perhaps', `no entry: ${looks}`, 'note');
  if (entry.state !== 'present') row('means', meansText(entry));
  row(entry.form === 'table' ? 'table' : 'page', frameText(entry));
  row('swap', swapText(entry, context));
  const markers = markerNames(entry);
  if (markers) row('marker', markers.join(' ') || 'no marker bit');
  row('access', accessText(entry));
  lines.push(...wrapItems('state', statesOf(entry), width, '  '));
  row('flags', flagNames(entry).join(' '), 'flag');
  if (entry.reserved !== 0n) {
    const isOpen = entry.notes.some(({ code, grade }) => code === 'reserved-bits' && grade === 'unknown');
    row('reserved', `${formatHex(entry.reserved)}: must be zero${isOpen ? ' on some CPUs' : ''}`, 'bad');
  }
  if (entry.unknown !== 0n) row('unknown', `${formatHex(entry.unknown)}: no meaning here`, 'bad');
  if (entry.missing !== 0n) row('missing', `${formatHex(entry.missing)}: set in all such entries`, 'bad');
  lines.push(...ruleLines(entry, style, reasons, heading?.why));
  for (const note of entry.notes) row('note', noteText(note), note.grade === 'violation' ? 'bad' : 'note');
  if (context.predicates) row('answers', predicateText(context.predicates), 'dim');
  row('kernel', [rest && rest.replace(/^,? /, ''), heading?.hint ?? ''].filter(Boolean).join('; '), 'dim');
  return lines.join('\n') + '\n';
}

/** The value, its state, and whether userfaultfd protects it. */
function headOf(entry: DecodedEntry): readonly { readonly text: string; readonly role: Role }[] {
  return [
    { text: formatU64(entry.raw), role: 'raw' },
    { text: entry.state, role: entry.state },
    ...(QUESTIONS.uffd_wp.of(entry) === true ? [{ text: 'uffd-wp', role: 'note' } as const] : []),
    ...(entry.level === 'pte' ? [] : [{ text: `${entry.level} entry`, role: 'dim' } as const]),
  ];
}

/** What an entry means, in a sentence. */
export function meansText(entry: DecodedEntry): string {
  const markers = markerRows(entry).map(({ set }) => set);
  const isOpen =
    entry.form === 'table' && entry.kernel.none(entry.level) === undefined && !QUESTIONS.invalid.of(entry);
  const stand = isOpen ? ', or to that of invalid entries (another in each kernel): then it is empty' : '';
  return [`${meaningOf(entry).text}${stand}`, ...(markers.length > 0 ? [markers.join('; ')] : [])].join(': ');
}

/** The access to a page without any, or with a hint for NUMA balancing. */
const NO_ACCESS = 'none now; its mapping says what it allows else';

/** Who may do what with a page; nothing of other entries. */
export function accessText(entry: DecodedEntry): string {
  if (entry.form !== 'leaf' && entry.form !== 'protnone') return '';
  const user = QUESTIONS.user.of(entry);
  // `nx` is for user mode alone where `pxn` is for the kernel; beside `kernel_nx` it is for both.
  const ofKernel = user === false ? (hasBit(entry, 'pxn') ?? hasBit(entry, 'nx', 'kernel_nx')) : null;
  const nx = ofKernel ?? hasBit(entry, 'nx') ?? not(hasBit(entry, 'exec'));
  const isOpen = entry.form === 'leaf' && !QUESTIONS.invalid.of(entry);
  // PAGE_NONE takes the place of all access bits: v6.12 arch/x86/include/asm/pgtable.h pte_modify.
  if (entry.form === 'protnone' || (!isOpen && hasBit(entry, 'read') === false)) return NO_ACCESS;
  return [
    ...(isOpen ? [] : ['none now']),
    ...choose(user, 'user', 'kernel only'),
    ...choose(QUESTIONS.writable.of(entry), 'writable', 'read-only'),
    ...choose(nx, 'no-execute', 'executable'),
  ]
    .join(', ')
    .replace('none now, ', 'none now; else ');
}

const not = (value: boolean | null): boolean | null => (value === null ? null : !value);

function choose(value: boolean | null, yes: string, no: string): readonly string[] {
  return value === null ? [] : [value ? yes : no];
}

/** What the kernel would answer, by the names of the properties; uffd-wp is said of every entry. */
const STATE_WORDS = ['uffd_wp', 'soft_dirty', 'writable', 'dirty', 'young', 'exclusive'] as const;

/** What the kernel would answer of an entry: `uffd-wp yes`, `young no`; uffd-wp is said of every entry. */
export function statesOf(entry: DecodedEntry): readonly string[] {
  return STATE_WORDS.flatMap((name) => {
    const value = QUESTIONS[name].of(entry);
    if (value === null) return name === 'uffd_wp' ? [withoutUffdWp(entry)] : [];
    // Of a page it stands in the line of the access.
    if (name === 'writable' && entry.form !== 'swap') return [];
    const isSaved = value && QUESTIONS.saved_dirty.of(entry) === true && !QUESTIONS.dirty_bit.of(entry);
    const saved = name === 'dirty' && isSaved ? ' (saved)' : '';
    // In a page it is the bit of that name which pte_young() tests; a migration entry has one called young.
    const word = name === 'young' && entry.form !== 'swap' ? 'accessed' : name.replace('_', '-');
    return [`${word} ${value ? 'yes' : 'no'}${saved}`];
  });
}

/** What there is to say of uffd-wp in an entry that has no such bit, or where nobody knows whether it has. */
function withoutUffdWp(entry: DecodedEntry): string {
  const maybe = hasBit(entry, 'maybe_uffd_wp', 'maybe_swp_uffd_wp');
  if (maybe !== null) return `uffd-wp unknown (${maybe ? 'yes' : 'no'}, if this build has the bit)`;
  const { kernel } = entry;
  const isKnown = kernel.mask('uffd_wp') !== 0n || swpUffdWp(kernel) !== 0n;
  return `uffd-wp - (no such bit in ${isKnown ? 'such an entry' : 'this kernel'})`;
}

/** Whether the rules are about such an entry: one that is swap-like with the bit of uffd-wp. */
function isSubject(entry: DecodedEntry): boolean {
  return entry.form === 'swap' && QUESTIONS.swp_uffd_wp_bit.of(entry);
}

/** A rule that does not hold is wrong in the special pte alone; all other entries are meant to break one. */
export function ruleRole({ rules, state }: Pick<DecodedEntry, 'rules' | 'state'>, id: RuleId): Role {
  if (rules[id].holds !== false) return rules[id].holds ? 'good' : 'note';
  return state === 'uffd-wp-special' ? 'bad' : 'dim';
}

function ruleLines(
  entry: DecodedEntry,
  { palette, width }: LongStyle,
  reasons: boolean,
  why: string | undefined,
): string[] {
  const role = (id: RuleId): Role => ruleRole(entry, id);
  const verdict = (id: RuleId): string => verdictWord(entry.rules[id]);
  if (reasons || isSubject(entry))
    return RULE_IDS.flatMap((id) => {
      const [first = '', ...rest] = wrap(`rule ${id}`, `${verdict(id)}  ${entry.rules[id].why}`, width, 7);
      return [first.replace(verdict(id), palette(role(id), verdict(id))), ...rest];
    });
  const meaning = QUESTIONS.swp_uffd_wp_bit.of(entry) ? QUESTIONS.swp_uffd_wp_meaning.of(entry).join() : '';
  const bit = swpUffdWp(entry.kernel).toString(2).length - 1;
  const said = RULE_IDS.map((id) =>
    id === '3' && entry.form !== 'swap' && meaning !== ''
      ? `3 (bit ${bit} is ${meaning})`
      : `${id} ${verdict(id)}`,
  );
  const items = [...said, ...(why === undefined ? [] : [`why: ${why}`])];
  const lines = wrapItems('rules', items, width, '  ');
  if (palette === plainPalette) return lines;
  return lines.map((line) =>
    line
      .replace(
        /\b([1-4]) (?:holds|fails|unknown)/g,
        (text, id: RuleId) => `${id} ${palette(role(id), text.slice(2))}`,
      )
      .replace(/why: .*/, (text) => palette('dim', text)),
  );
}

/** The words of a note, with its grade in front where it is more than a remark. */
export const noteWords = ({ grade, text }: Note): string => (grade === 'remark' ? text : `${grade}: ${text}`);

/** A note as text: the one about other kernels says where, the others are told by their code. */
function noteText(note: Note): string {
  return note.code === 'other-kernels'
    ? note.text.replace(/^means something else on other kernels(.*?): /, 'elsewhere$1: ')
    : `${note.code}: ${noteWords(note)}`;
}

/** The page or table of an entry: its size, frame number and address; empty where it has none. */
export function frameText(entry: DecodedEntry): string {
  const pfn = numberOf(entry, 'pfn');
  if (pfn === null) return '';
  const size = pageSizeOf(entry);
  const number = entry.fields.find(({ row }) => row.role === 'pkey')?.value ?? 0n;
  const parts = [
    ...(size === null ? [] : [formatBytes(Number(size))]),
    `pfn ${formatHex(pfn)}`,
    `physical ${formatHex(numberOf(entry, 'phys') ?? 0n)}`,
    ...(number === 0n || entry.form === 'table' ? [] : [`protection key ${number}`]),
  ];
  return parts.join(', ');
}

/** Type and offset of a swap-like entry; empty for others. */
export function swapText(entry: DecodedEntry, context: RecordContext): string {
  const swap = swapOf(entry);
  // The special pte of the patch holds no swap entry; a note says how its bits would read.
  if (!swap || entry.state === 'uffd-wp-special') return '';
  const stored = entry.shape.swap?.offset.inverted
    ? ` (raw fields: type ${swap.type}, offset ${formatHex(swap.rawOffset)}, stored inverted)`
    : '';
  return `type ${swap.type} ${swapName(entry, context)}, offset ${formatHex(swap.offset)}${stored}`;
}

function predicateText(predicates: NonNullable<RecordContext['predicates']>): string {
  return Object.entries(predicates)
    .map(([name, value]) => `${name}=${typeof value === 'bigint' ? formatHex(value) : value ? '1' : '0'}`)
    .join(' ');
}

function dress(line: string, palette: Palette, role: Role | undefined): string {
  if (role === undefined) return line;
  return line.slice(0, LABEL_WIDTH) + palette(role, line.slice(LABEL_WIDTH));
}

/** Breaks text at blanks into lines of `width` columns, the first with the label, the others indented. */
export function wrap(label: string, text: string, width: number, hang = 0): string[] {
  return wrapItems(label, text.split(' '), width, ' ', hang);
}

function wrapItems(label: string, items: readonly string[], width: number, gap: string, hang = 0): string[] {
  const lines: string[] = [];
  let current = `  ${label}`.padEnd(LABEL_WIDTH);
  let used = 0;
  for (const item of items) {
    if (used > 0 && current.length + item.length + gap.length > width) {
      lines.push(current.trimEnd());
      current = ' '.repeat(LABEL_WIDTH + hang);
      used = 0;
    }
    current += used > 0 ? gap + item : item;
    used += 1;
  }
  return [...lines, current.trimEnd()];
}
