import { tried } from '../../../core/errors.ts';
import { type Io, readText } from '../../../input/bytes/io.ts';
import { parseSwaps } from '../../../input/values/swaps.ts';
import type { MachineFacts } from '../../../kernel/capabilities/machine-facts.ts';
import { parseMaps, type Vma } from '../../../pages/maps.ts';
import { hostPageSize } from '../../../pagemap/sources/process.ts';
import { formatBytes } from '../../../core/size-text.ts';

/** The most of a file of /proc that is looked at. */
const LIMIT = 8 << 20;

const textOf = (io: Io, path: string): string | undefined => tried(() => readText(io, path, LIMIT));

/** The value behind a name in /proc/self/status. */
function statusOf(status: string | undefined, name: string): string | undefined {
  return status === undefined ? undefined : new RegExp(`^${name}:\\s*(\\w+)$`, 'm').exec(status)?.[1];
}

/** The whole range of user ids stands for itself in the first user namespace alone. */
function isInitial(map: string | undefined): boolean | undefined {
  return map === undefined ? undefined : /^\s*0\s+0\s+4294967295\s*$/.test(map);
}

function deviceState(io: Io): MachineFacts['device'] {
  if (tried(() => io.listFolder('/dev'))?.includes('userfaultfd') !== true) return 'absent';
  const input = tried(() => io.open('/dev/userfaultfd'));
  input?.close();
  return input === undefined ? 'there' : 'open';
}

/** The mapping of the stack of this process: its last page holds the environment, so it is in use. */
function ownStack(io: Io, pageSize: number): Vma | undefined {
  for (const path of ['/proc/self/smaps', '/proc/self/maps']) {
    const text = textOf(io, path);
    const stack = text === undefined ? undefined : tried(() => parseMaps(text, path, pageSize));
    const found = stack?.find(({ name }) => name === '[stack]');
    if (found) return found;
  }
  return undefined;
}

function wordOf(io: Io, page: number): bigint | undefined {
  return tried(() => {
    const source = io.openFile('/proc/self/pagemap');
    try {
      const word = new Uint8Array(8);
      return source.readAt(page * 8, word) < 8 ? undefined : new DataView(word.buffer).getBigUint64(0, true);
    } finally {
      source.close();
    }
  });
}

function swapNames(io: Io): readonly string[] | undefined {
  const path = '/proc/swaps';
  const text = textOf(io, path);
  return text === undefined ? undefined : tried(() => [...parseSwaps(text, path).values()]);
}

function hugeSizes(io: Io): readonly string[] | undefined {
  const names = tried(() => io.listFolder('/sys/kernel/mm/hugepages'));
  return names
    ?.flatMap((name) => /^hugepages-(\d{1,12})kB$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b)
    .map((kilobytes) => formatBytes(kilobytes * 1024));
}

/** Looks at the running machine, through files alone. Nothing is changed. @param paging page-table levels in use */
export function machineFacts(io: Io, paging: number | undefined): MachineFacts {
  const status = textOf(io, '/proc/self/status');
  const sysctl = textOf(io, '/proc/sys/vm/unprivileged_userfaultfd')?.trim();
  const capabilities = statusOf(status, 'CapEff');
  const seccomp = statusOf(status, 'Seccomp');
  const pageSize = hostPageSize(io);
  const stack = ownStack(io, pageSize);
  return {
    unprivileged: sysctl === '0' ? 0 : sysctl === '1' ? 1 : undefined,
    device: deviceState(io),
    capabilities: /^[0-9a-f]{1,16}$/.test(capabilities ?? '') ? BigInt(`0x${capabilities}`) : undefined,
    isInitialNamespace: isInitial(textOf(io, '/proc/self/uid_map')),
    seccomp: /^[012]$/.test(seccomp ?? '') ? Number(seccomp) : undefined,
    ownWord: stack && wordOf(io, stack.end - 1),
    ownFlags: stack?.vmFlags && new Set(stack.vmFlags),
    swapAreas: swapNames(io),
    thpMode: /\[(\w{1,16})\]/.exec(textOf(io, '/sys/kernel/mm/transparent_hugepage/enabled') ?? '')?.[1],
    hugeSizes: hugeSizes(io),
    pageSize: tried(() => io.readFile('/proc/self/auxv', 1 << 16)) && pageSize,
    paging,
  };
}
