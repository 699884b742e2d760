import { realpathSync } from 'node:fs';
import nodeModule from 'node:module';
import { PteDecodeError, usageError } from '../../core/errors.ts';
import { isInRelease, type VersionCode } from '../../core/version.ts';
import { PAGEMAP_SCAN_SINCE, SCAN_CATEGORIES } from '../../pagemap/ioctl/scan-categories.ts';
import type { ScanList, ScanRegion } from '../../pagemap/ioctl/scan-regions.ts';

/** What of koffi is used: a library, a function of it, the address of a buffer, and errno. */
interface Ffi {
  load(path: null): { func(prototype: string): (...values: unknown[]) => unknown };
  address(buffer: BigUint64Array): bigint;
  errno(): number;
}

/** The package that calls functions of C; it is none that pte-decode needs otherwise. */
const PACKAGE = 'koffi';

function isFfi(value: unknown): value is Ffi {
  const has = (name: string): boolean =>
    typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === 'function';
  return has('load') && has('address') && has('errno');
}

/**
 * Loads koffi from where pte-decode is installed, or from NODE_PATH; never from the current folder, which may be anybody's.
 *
 * @throws PteDecodeError `ERR_USAGE` when it is not there: the message says how to get it
 */
function loadFfi(): Ffi {
  try {
    const found: unknown = nodeModule.createRequire(realpathSync(process.argv[1] ?? '.'))(PACKAGE);
    if (isFfi(found)) return found;
  } catch {
    // Not there, or not made for this machine.
  }
  throw usageError(
    `PAGEMAP_SCAN is an ioctl, which wants the package ${PACKAGE}: npm install ${PACKAGE} (with -g where pte-decode was installed so)`,
  );
}

/** v6.7 include/uapi/linux/fs.h PAGEMAP_SCAN: _IOWR('f', 16, struct pm_scan_arg). */
const PAGEMAP_SCAN = 0xc0606610;
/** Where the members of `struct pm_scan_arg` lie, in u64. */
const ARG = {
  size: 0,
  start: 2,
  end: 3,
  walkEnd: 4,
  vec: 5,
  vecLength: 6,
  returnMask: 11,
  words: 12,
} as const;
const REGIONS = 1024;
const EINVAL = 22;
const O_RDONLY = 0;

/** Addresses from `start` up to, not including, `end`. */
interface AddressRange {
  readonly start: bigint;
  readonly end: bigint;
}

/**
 * Asks the running kernel for the categories of all pages of a process. It only looks: no flag is set, so that nothing is
 * write-protected and nothing reset.
 *
 * @param version the running kernel: it refuses categories that it does not have
 * @throws PteDecodeError `ERR_USAGE` without koffi, `ERR_INPUT` when the kernel refuses
 */
export function scanProcess(pid: number, ranges: readonly AddressRange[], version: VersionCode): ScanList {
  if (!isInRelease({ since: PAGEMAP_SCAN_SINCE }, version))
    throw new PteDecodeError(
      'ERR_INPUT',
      `the running kernel has no PAGEMAP_SCAN: it came with ${PAGEMAP_SCAN_SINCE}`,
    );
  const ffi = loadFfi();
  const c = ffi.load(null);
  const open = c.func('int open(const char *path, int flags)');
  const close = c.func('int close(int fd)');
  const ioctl = c.func('int ioctl(int fd, unsigned long request, void *arg)');
  const path = `/proc/${pid}/pagemap`;
  const fd = Number(open(path, O_RDONLY));
  if (fd < 0) throw new PteDecodeError('ERR_INPUT', `errno ${ffi.errno()}`, { origin: { source: path } });
  const regions: ScanRegion[] = [];
  let mask = SCAN_CATEGORIES.filter((row) => isInRelease(row, version)).reduce(
    (all, { bit }) => all | (1 << bit),
    0,
  );
  const vec = new BigUint64Array(3 * REGIONS);
  try {
    for (const range of ranges)
      for (let start = range.start; start < range.end;) {
        const arg = new BigUint64Array(ARG.words);
        arg[ARG.size] = BigInt(arg.byteLength);
        arg[ARG.start] = start;
        arg[ARG.end] = range.end;
        arg[ARG.vec] = BigInt(ffi.address(vec));
        arg[ARG.vecLength] = BigInt(REGIONS);
        arg[ARG.returnMask] = BigInt(mask);
        const got = Number(ioctl(fd, PAGEMAP_SCAN, arg));
        if (got < 0) {
          // Categories came one by one: without the last the kernel may have the others.
          if (ffi.errno() !== EINVAL || mask <= 1 || regions.length > 0)
            throw new PteDecodeError('ERR_INPUT', `PAGEMAP_SCAN: errno ${ffi.errno()}`, {
              origin: { source: path },
            });
          mask >>>= 1;
          continue;
        }
        for (let at = 0; at < 3 * got; at += 3)
          regions.push({
            start: vec[at] ?? 0n,
            end: vec[at + 1] ?? 0n,
            categories: Number(vec[at + 2] ?? 0n),
          });
        const next = arg[ARG.walkEnd] ?? range.end;
        if (next <= start) break;
        start = next;
      }
  } finally {
    close(fd);
  }
  return { regions, returnMask: mask };
}
