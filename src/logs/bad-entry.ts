import { type Entry, hasShort, numberOf, swapOf } from '../core/entry.ts';
import type { Kernel } from '../core/model.ts';
import { SWAP_HEADER_PAGES } from '../core/swap-entry.ts';
import { formatHex, not64 } from '../core/u64.ts';
import { isAvailable } from '../core/version.ts';
import type { Circumstances } from '../core/log-lines.ts';
import type { Finding } from './finding.ts';
import { findHints } from './hints.ts';
import type { LogLevel } from '../core/log-lines.ts';

/**
 * Says what makes an entry bad that print_bad_pte() complained about: mm/memory.c.
 *
 * @param message what the kernel said of the same swap entry just before, or nothing
 */
export function explainBadMap(
  kernel: Kernel,
  entry: Entry,
  around: Circumstances,
  message: string,
): Finding[] {
  const { level } = entry;
  const hints = findHints(kernel, entry, level);
  if (entry.form === 'leaf' || entry.form === 'protnone') return [...hints, ...badPage(entry, around)];
  if (entry.form === 'swap') return [...hints, ...badSwap(kernel, entry, level, message)];
  const text =
    entry.form === 'none'
      ? `${level} is empty now: it changed before it was printed`
      : `${level} points to a table where a page was expected`;
  return [...hints, { code: 'unexpected-state', level, text }];
}

/** A present page: vm_normal_page() or zap_pte_range() refused it. */
function badPage(entry: Entry, around: Circumstances): Finding[] {
  const { level } = entry;
  const frame = formatHex(numberOf(entry, 'pfn') ?? 0n);
  const found: Finding[] = [];
  const wrong = entry.reserved | entry.unknown;
  if (wrong !== 0n)
    found.push({
      code: 'extra-bits',
      level,
      text: `bits that no kernel sets in such an entry: ${formatHex(wrong)}`,
    });
  if (hasShort(entry, 'special'))
    found.push({
      code: 'special-bit',
      level,
      text: 'the special bit is set (no struct page behind the frame), which only mappings of raw frames may have (VM_PFNMAP, VM_MIXEDMAP)',
    });
  else if (around.pageDump)
    found.push({
      code: 'page-counts',
      level,
      text: `frame ${frame} has a struct page, dumped with it: its counts are not those of a page mapped here (freed, or in use for something else)`,
    });
  else
    found.push({
      code: 'beyond-memory',
      level,
      text: `no special bit, and no struct page was dumped: frame ${frame} is beyond the memory of this machine (highest_memmap_pfn), so the frame bits are wrong`,
    });
  return found;
}

/** Says why a swap entry belongs to nothing, from the message that the kernel printed if there is one. */
export function badSwap(kernel: Kernel, entry: Entry, level: LogLevel, message: string): Finding[] {
  const swap = swapOf(entry);
  if (!swap) return [];
  const what = `type ${swap.type}, offset ${formatHex(swap.offset)}`;
  if (entry.state !== 'swap' || /unrecognized/.test(message)) {
    const text = `${what} is ${swap.name}: not an entry that may stand here`;
    return [{ code: 'swap-type', level, text }];
  }
  if (/Bad swap file/.test(message) && !/offset/.test(message))
    return [{ code: 'swap-area', level, text: `no swap area has number ${swap.type}` }];
  const isHuge = swap.offset >= SWAP_HEADER_PAGES;
  if (/Bad swap offset/.test(message) || isHuge) {
    const why = isHuge ? ': no swap area can be that large (2^32 pages), so the entry is corrupted' : '';
    return [
      {
        code: 'swap-offset',
        level,
        text: `offset ${formatHex(swap.offset)} is beyond the end of swap area ${swap.type}${why}`,
      },
    ];
  }
  if (/Unused swap/.test(message))
    return [
      /file/.test(message)
        ? { code: 'swap-area', level, text: `swap area ${swap.type} is not in use` }
        : {
            code: 'swap-slot',
            level,
            text: `slot ${formatHex(swap.offset)} of swap area ${swap.type} is free`,
          },
    ];
  const text = `${what}: the swap area does not exist, ends before this slot, or has it free (${kernel.maxSwapfiles} areas are possible)`;
  return [{ code: 'swap-slot', level, text }];
}

/** Says which bits make a table entry bad: `pmd_bad()` and the like. */
export function explainBadTable(kernel: Kernel, entry: Entry): Finding[] {
  const { level, raw } = entry;
  const found = findHints(kernel, entry, level);
  if (entry.form === 'table') {
    const missing = missingFlags(kernel, raw);
    if (missing !== '')
      found.push({
        code: 'missing-bits',
        level,
        text: `bits that every table entry has are clear: ${missing}`,
      });
    const extra = entry.reserved | entry.unknown;
    if (extra !== 0n)
      found.push({
        code: 'extra-bits',
        level,
        text: `bits that no table entry has are set: ${formatHex(extra)}`,
      });
  } else {
    const what = entry.form === 'swap' ? 'not present' : entry.form === 'none' ? 'empty' : 'a page, no table';
    found.push({ code: 'not-a-table', level, text: `${what}, where a pointer to a table is expected` });
  }
  return found;
}

/** The bits, by their names, that every table entry has and this one has not. */
function missingFlags({ machine, version, config }: Kernel, raw: bigint): string {
  return (machine.tableFlags ?? [])
    .filter((flag) => isAvailable(flag, version, config) && (not64(raw) & flag.mask) !== 0n)
    .map(({ name }) => name)
    .join(' ');
}
