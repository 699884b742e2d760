// A log of 100 MB with 1,000 lines that hold values, made once.
//
// Between ordinary lines of a kernel log stand the reports that real kernels printed (test/fixtures/realkernel), each
// whole, with its registers and call trace.
import { closeSync, existsSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { folder, root } from '../tools.mjs';
import { random } from '../random.mjs';

const BYTES = 100_000_000;
const HITS = 1000;

/** One pattern with the alternatives that `log` looks for. */
export const PATTERN = [
  'PGD [0-9a-f]+( P4D [0-9a-f]+)?( PUD [0-9a-f]+)?( PMD [0-9a-f]+)?( PTE [0-9a-f]+)?',
  'BUG: Bad page map in process .*  (pte|pmd|pud|p4d|pgd):[0-9a-f]{8,16}',
  'pgd:[0-9a-f]{8,16}',
  ':[0-9]+: bad (pte|pmd|pud|p4d|pgd) [0-9a-f]{8,16}',
  '(Bad|Unused) swap (file|offset) entry [0-9a-f]{8,16}',
  'unrecognized swap entry 0x[0-9a-f]+',
  '[*]?pgd=[0-9a-f]{16}',
  '[*]pd(e|pt) = [0-9a-f]{8,16}',
  'AS:[0-9a-f]{16}',
  '(PGD|P4D|PUD|PMD|PTE): +[0-9a-f]+ => [0-9a-f]+',
  '^[0-9a-f]{16}: 0x[0-9a-f]{16}',
].join('|');

const next = random(7);
const hex = (digits) => next().toString(16).padStart(8, '0').repeat(2).slice(0, digits);
/** Ordinary lines. */
const ORDINARY = [
  () => `usb 1-${next() % 9}: new high-speed USB device number ${next() % 99} using xhci_hcd`,
  () => `usb 1-${next() % 9}: New USB device found, idVendor=${hex(4)}, idProduct=${hex(4)}, bcdDevice= 1.00`,
  () =>
    `EXT4-fs (vd${'abcd'[next() % 4]}1): mounted filesystem ${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)} r/w with ordered data mode. Quota mode: none.`,
  () =>
    `audit: type=1400 audit(${next()}.${next() % 999}:${next() % 9999}): apparmor="DENIED" operation="open" profile="snap.firefox" name="/proc/${next() % 9999}/stat" pid=${next() % 9999}`,
  () => `pci 0000:00:${hex(2)}.${next() % 8}: BAR 0 [mem 0x${hex(8)}-0x${hex(8)} 64bit pref]`,
  () => `pci 0000:00:${hex(2)}.${next() % 8}: [8086:${hex(4)}] type 00 class 0x${hex(6)}`,
  () => `systemd[1]: Started session-${next() % 999}.scope - Session ${next() % 999} of User user.`,
  () =>
    `IPv4: martian source 10.0.${next() % 255}.${next() % 255} from 10.1.${next() % 255}.${next() % 255}, on dev eth0`,
  () => `x86/mm: Checked W+X mappings: passed, no W+X pages found.`,
  () => `BIOS-e820: [mem 0x00000000${hex(8)}-0x00000000${hex(8)}] usable`,
  () => `ACPI: \\_SB_.LNK${'ABCD'[next() % 4]}: Enabled at IRQ ${next() % 12}`,
  () => `nvme nvme0: ${next() % 8}/0/0 default/read/poll queues`,
  () => `[drm] fb mappable at 0x${hex(8)}, vram apper at 0x${hex(8)}, size ${next() % 4096}`,
  () =>
    `perf: interrupt took too long (${next() % 9999} > ${next() % 9999}), lowering kernel.perf_event_max_sample_rate to ${next() % 99999}`,
  () =>
    `traps: app[${next() % 9999}] general protection fault ip:${hex(12)} sp:${hex(12)} error:0 in libc.so.6[${hex(12)}+155000]`,
  () =>
    `swap_info: Adding ${next() % 999999}k swap on /dev/vda.  Priority:1 extents:1 across:${next() % 999999}k`,
];

/** The reports of the real kernels, each with the number of its lines that hold values. */
function reports() {
  const found = [];
  for (const kernel of ['6.1.0-56-amd64', '6.12.117+deb12-amd64', '7.3.4+deb13-amd64'])
    for (const line of readFileSync(join(root, 'test/fixtures/realkernel', kernel, 'events.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')) {
      const { log } = JSON.parse(line);
      const text = log.replace(/^\[ *\d+\.\d+\] /gm, '');
      const hits = text.split('\n').filter((each) => new RegExp(PATTERN).test(each)).length;
      if (hits > 0) found.push({ text, hits });
    }
  return found;
}

/** The log; gives its path. */
export function logFile() {
  const path = join(folder, `kernel-${BYTES}.log`);
  if (existsSync(path)) return path;
  const all = reports();
  const fd = openSync(`${path}.part`, 'w');
  let bytes = 0;
  let hits = 0;
  let time = 0;
  const lines = [];
  const add = (text) => {
    time += next() % 1000;
    const line = `[${(time / 1e6).toFixed(6).padStart(12)}] ${text}\n`;
    bytes += line.length;
    lines.push(line);
    if (lines.length > 10_000) writeSync(fd, lines.splice(0).join(''));
  };
  while (bytes < BYTES) {
    if (hits < HITS && bytes >= (hits * BYTES) / HITS) {
      const report = all[next() % all.length];
      if (hits + report.hits > HITS) continue;
      for (const line of report.text.split('\n')) add(line);
      hits += report.hits;
    } else add(ORDINARY[next() % ORDINARY.length]());
  }
  writeSync(fd, lines.join(''));
  closeSync(fd);
  renameSync(`${path}.part`, path);
  return path;
}
