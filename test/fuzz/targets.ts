import {
  CAPTURE_MAGIC,
  SECTION_HEAD,
  SECTION_TAIL,
  sectionChecksum,
} from '../../src/pagemap/capture/format.ts';
import type { FuzzTarget } from './check.ts';
import type { Random } from './random.ts';

const KERNELS = ['uffd-wp-special', 'debian-6.1', 'debian-6.12', 'debian-7.3', '4.14', '5.10', '6.7', '7.2'];
const ARCHITECTURES = [
  'x86_64',
  'x86_64',
  'i386',
  'arm',
  'arm64',
  'riscv64',
  's390x',
  'powerpc64',
  'loongarch64',
];
const FORMATS = ['long', 'line', 'json', 'csv', 'tsv'];

const kernel = (random: Random): string[] => [
  '--kernel',
  random.pick(KERNELS),
  ...(random.once(3) ? ['--arch', random.pick(ARCHITECTURES)] : []),
];
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const VALUE_WORDS = [
  '0x8400000002bcbc25',
  '0b1',
  '0x',
  '_',
  '0x7c00000000000400',
  ' ',
  '\t',
  ',',
  ': ',
  '00000000',
];
const MAPS_LINE = '7f0000000000-7f0000010000 rw-p 00000000 00:00 0   /x\n';
const PAGEMAP_VIEWS: readonly (readonly string[])[] = [
  [],
  ['--json'],
  ['--by', 'vma'],
  ['--by', 'vma', '--json'],
  ['--map'],
  ['--ranges'],
  ['--ranges', '--json'],
  ['--ranges', '--format', 'csv'],
  ['--html', 'page.html'],
  ['--ranges', '--where', 'vaddr < 0x5000'],
  ['--where', 'vaddr >= 0x7f0000001000 && uffd_wp'],
  ['--ranges', '--present'],
  ['--ranges', '--range', '0x1000-0x7f0000004000'],
];

/** Command lines that read a memory image. */
function imageCommand(random: Random, ...more: string[]): string[] {
  const root = random.pick(['0x1000', '0x2000', '0x40001000', '0x80001000', '0x10000', '0x1003']);
  const memory = ['--memory', 'a.img', '--paging', random.pick(['4', '4', '3', '5', '2']), ...more];
  const some =
    more.length > 0
      ? []
      : [
          ['image', 'a.img'],
          ['image', '--json', 'a.img'],
          // The parts of a split dump.
          ['walk', '--memory', 'a.img', ...memory, '--pgd', root, '0x1000'],
        ];
  return random.pick([
    ...some,
    ['walk', ...memory, '--pgd', root, '0x1000', '0x7f0000000000', '0xffff888000000000'],
    ['walk', ...memory, '--cpu', '0', '0x1000'],
    ['walk', ...memory, '--pgd', root, '--json', '--arch', random.pick(ARCHITECTURES), '0x1000'],
    ['scan', ...memory, '--pgd', root],
    ['scan', ...memory, '--pgd', root, '--json'],
    ['scan', ...memory, '--pgd', root, '--ranges', '--arch', random.pick(ARCHITECTURES)],
    ['scan', ...memory, '--pgd', root, '--check', '--json'],
    ['scan', ...memory, '--pgd', root, '--pagemap', 'a.img', '--absolute'],
    // One page of entries by itself.
    [
      ...['scan', '--table', 'a.img', '--level', random.pick(['pte', 'pmd', 'pgd']), '--entries'],
      ...kernel(random),
    ],
    ['scan', ...memory, '--cpu', '0', '--ranges', '--format', 'csv'],
  ]);
}

const image = (name: string, words: readonly string[], ...more: string[]): FuzzTarget => ({
  name,
  words,
  run: (bytes, random) => ({ argv: imageCommand(random, ...more), around: { files: { 'a.img': bytes } } }),
});

/** Makes the checksums of a capture fit again. */
function mendCapture(bytes: Uint8Array, random: Random): Uint8Array {
  if (random.once(4)) return bytes;
  const mended = bytes.slice();
  const view = new DataView(mended.buffer, mended.byteOffset, mended.length);
  for (let at = CAPTURE_MAGIC.length; at + SECTION_HEAD + SECTION_TAIL <= mended.length;) {
    const length = Math.min(view.getUint32(at + 4, true), mended.length - at - SECTION_HEAD - SECTION_TAIL);
    view.setUint32(at + 4, length, true);
    const body = at + SECTION_HEAD;
    const sum = sectionChecksum(mended.subarray(at, body), mended.subarray(body, body + length));
    view.setUint32(body + length, sum, true);
    at = body + length + SECTION_TAIL;
  }
  return mended;
}

/** The readers: each input of the program that somebody else wrote. */
export const TARGETS: readonly FuzzTarget[] = [
  {
    name: 'values',
    words: VALUE_WORDS,
    run: (bytes, random) => {
      const words = text(bytes).split(/\s+/).slice(0, 8);
      const rest = random.pick([
        [],
        ['--decimal'],
        ['--level', random.pick(['pte', 'pmd', 'pud', 'p4d', 'pgd'])],
        ['--format', random.pick(FORMATS)],
      ]);
      const command = random.pick([
        [],
        ['check'],
        ['compare'],
        ['diff'],
        ['apply', 'pte_mkdirty'],
        ['audit'],
        ['encode'],
      ]);
      return {
        argv: [...command, ...(command.length === 0 ? rest : []), ...kernel(random), '--', ...words],
        around: { stdinIsTTY: true },
      };
    },
  },
  {
    name: 'value-lines',
    words: VALUE_WORDS,
    run: (bytes, random) => {
      const command = random.pick([
        ...FORMATS.map((format) => ['--format', format]),
        ['check', '--quiet'],
        ['audit'],
        ['audit', '--json'],
        ['compare'],
        ['check', '--where', 'present && pfn > 0x1000'],
      ]);
      return {
        argv: [...command, ...kernel(random), ...(random.once(4) ? ['--decimal'] : [])],
        around: { stdin: bytes },
      };
    },
  },
  {
    name: 'bytes',
    words: [],
    run: (bytes, random) => {
      const command = random.pick([[], ['--json'], ['--format', 'line'], ['audit'], ['check', '--json']]);
      return {
        argv: random.once(3)
          ? [
              ...command,
              '--input',
              random.pick(['u32le', 'u32be']),
              '--paging',
              '2',
              '--arch',
              random.pick(['arm', 'i386']),
            ]
          : [...command, '--input', random.pick(['u64le', 'u64be']), ...kernel(random)],
        around: { stdin: bytes },
      };
    },
  },
  {
    name: 'config',
    words: [
      'CONFIG_',
      '=y\n',
      '=n\n',
      '=m\n',
      '# CONFIG_',
      ' is not set\n',
      'CONFIG_MEM_SOFT_DIRTY=y\n',
      'CONFIG_PGTABLE_LEVELS=5\n',
    ],
    run: (bytes, random) => ({
      argv: [
        '0x8400000002bcbc25',
        '--config',
        'a.config',
        ...kernel(random),
        '--format',
        random.pick(FORMATS),
      ],
      around: { files: { 'a.config': bytes } },
    }),
  },
  {
    name: 'pagemap-dump',
    words: [],
    run: (bytes, random) => ({
      argv: [
        'pagemap',
        ...random.pick([...PAGEMAP_VIEWS, ['--entries'], ['--entries', '--json']]),
        ...random.pick([[], ['--maps', 'maps'], ['--start', '0x7f0000000000'], ['--page-size', '16384']]),
      ],
      around: { stdin: bytes, files: { maps: MAPS_LINE } },
    }),
  },
  {
    name: 'capture',
    words: [
      '"notes":[',
      '"kernel":"6.12"',
      '{}',
      '[[',
      '"page_size":4096',
      MAPS_LINE,
      'DATA',
      'MAPS',
      'DONE',
      'HEAD',
    ],
    mend: mendCapture,
    run: (bytes, random) => ({
      argv: random.once(6)
        ? ['pagemap', random.pick(['diff', 'chain']), '-', 'other.pmap']
        : random.pick([
            ['pagemap', ...random.pick(PAGEMAP_VIEWS)],
            ['pagemap', ...random.pick(PAGEMAP_VIEWS)],
            ['pagemap', 'check', '--no', 'uffd_wp && swap.offset == 1', '-'],
            ['audit', '--input', 'pagemap'],
          ]),
      around: { stdin: bytes, files: { 'other.pmap': bytes } },
    }),
  },
  {
    // A process that runs: the words of its pages and the flags of the frames, both of which change while they are read.
    name: 'kpageflags',
    words: [],
    run: (bytes, random) => ({
      argv: [
        ...['pagemap', '--pid', '12', '--kpageflags', '-k', random.pick(['4.14', '6.12', '7.3'])],
        ...random.pick([
          [],
          ['--json'],
          ['--ranges'],
          ['--ranges', '--json'],
          ['--entries'],
          ['--entries', '--json'],
        ]),
        ...random.pick([
          [],
          ['--where', 'present'],
          ['--where', 'pfn > 3'],
          ['--range', '0x11000-0x7f0000004000'],
        ]),
      ],
      around: {
        files: {
          '/proc/12/comm': 'x\n',
          '/proc/12/statm': '4 4 4 1 0 1 0\n',
          '/proc/12/maps':
            '00010000-00018000 rw-p 00000000 00:00 0   /x\n7f0000000000-7f0000010000 rw-p 00000000 00:00 0 \n',
          '/proc/12/smaps': '00010000-00018000 rw-p 00000000 00:00 0   /x\nRss: 16 kB\n',
          '/proc/12/pagemap': bytes.subarray(0, bytes.length >> 1),
          '/proc/kpageflags': bytes.subarray(bytes.length >> 1),
        },
      },
    }),
  },
  {
    name: 'page-regions',
    words: [
      '0x10000',
      '10000-11000',
      ' mask 0xff',
      'PRESENT|WRITTEN',
      'PAGE_IS_HUGE',
      '# ',
      'categories: ',
      '0x3ff\n',
    ],
    run: (bytes, random) => ({
      argv: [
        'pagemap',
        'scan-compare',
        ...random.pick([[], ['--json'], ['--category-mask', 'present'], ['--format', 'ktap']]),
        ...['--scan', 'regions', '--start', '0x10000', '-k', random.pick(['6.12', '7.3'])],
      ],
      around: {
        stdin: new Uint8Array(BigUint64Array.of(0x8000_0000_0000_0005n, 0n, 1n << 62n).buffer),
        files: { regions: bytes },
      },
    }),
  },
  {
    name: 'maps',
    words: [MAPS_LINE, 'Rss:  4 kB\n', 'VmFlags: rd wr um\n', '\\012', '[heap]', ' (deleted)', '-', 'rwxp '],
    run: (bytes, random) => ({
      argv: [
        'pagemap',
        ...random.pick([...PAGEMAP_VIEWS, ['--entries', '--format', 'csv']]),
        '--maps',
        'maps',
        ...(random.once(3) ? ['--absolute'] : []),
      ],
      around: {
        stdin: new Uint8Array(BigUint64Array.of(0x8000_0000_0000_0005n, 0n, 1n << 62n).buffer),
        files: { maps: bytes },
      },
    }),
  },
  {
    name: 'swaps',
    words: [
      'Filename Type Size Used Priority\n',
      '/dev/sda2 partition 1048572 0 -2\n',
      '\\040',
      '\t',
      ' file ',
    ],
    run: (bytes, random) => ({
      argv: [
        ...random.pick([[], ['audit'], ['--json'], ['--format', 'csv']]),
        '--swaps',
        'swaps',
        '0x07fffffffffbfe0e',
        '0x07fffffffffbfa0e',
      ],
      around: { files: { swaps: bytes } },
    }),
  },
  {
    name: 'log',
    words: [
      'BUG: Bad page map in process x  pte:8000000012345067 pmd:12345067\n',
      'PGD 1234067 P4D 0 PUD 567 PMD 89 PTE 8000000000000000\n',
      'swap_free: Bad swap file entry 3ffffffffffff\n',
      'get_swap_device: Bad swap file entry ',
      'CPU: 0 PID: 1 Comm: x Not tainted 6.12.1 #1\n',
      '[00000abc] pgd=',
      ' *pte=',
      'Unable to handle kernel paging request at virtual address ',
      'RIP: 0010:',
    ],
    run: (bytes, random) => {
      const mode = random.pick([[], ['--only'], ['--json']]);
      return {
        argv: ['log', '--color', 'never', ...mode],
        around: { stdin: bytes, stdoutIsTTY: mode.length === 0 },
      };
    },
  },
  image('elf', [
    '\x7fELF',
    'CORE\0',
    'VMCOREINFO\0',
    'OSRELEASE=6.12.1\n',
    'NUMBER(phys_base)=0\n',
    'SYMBOL(init_top_pgt)=',
  ]),
  image('kcore', [
    '\x7fELF',
    'CORE\0',
    'VMCOREINFO\0',
    'NUMBER(phys_base)=0\n',
    '\xff\xff\xff\xff\xff\xff\xff\xff',
  ]),
  image('kdump', ['KDUMP   ', 'OSRELEASE=6.12.1\n', 'PAGESIZE=4096\n']),
  image('flattened', ['makedumpfile', 'KDUMP   ']),
  image('lime', ['EMiL']),
  image('raw', [], '--memory-base', '0x1000'),
  {
    name: 'where',
    words: [
      'vaddr',
      ' & ',
      ' == ',
      '0x1000',
      '(',
      ')',
      '!',
      ' && ',
      ' || ',
      ' in (',
      ', ',
      'flags has "',
      '"',
      'null',
      'pfn',
      'state',
      'present',
      'swap.type',
      'not ',
      'true',
    ],
    run: (bytes, random) => {
      const where = text(bytes).slice(0, 2000);
      const words = new Uint8Array(BigUint64Array.of(0x8000_0000_0000_0005n, 0n, 1n << 62n).buffer);
      return random.pick([
        {
          argv: [
            'check',
            ...kernel(random),
            '--where',
            where,
            '0x8400000002bcbc25',
            '0x0',
            '0x7c00000000000400',
          ],
          around: {},
        },
        { argv: ['pagemap', '--ranges', '--where', where], around: { stdin: words } },
      ]);
    },
  },
  {
    name: 'json-lines',
    words: [
      '{"state":"present"',
      '"flags":["',
      '"pfn":"0x1"',
      '"raw":"0x4"',
      '"swap":{"type":1,"offset":"0x2"}',
      'null',
      '[]',
      '{}',
      '"level":"pmd"',
      '\n',
      '1e999',
    ],
    run: (bytes, random) => ({
      argv: [
        ...random.pick([
          ['encode', '-'],
          ['encode', '--json', '-'],
          ['audit', '--input', 'json'],
        ]),
        ...kernel(random),
      ],
      around: { stdin: bytes },
    }),
  },
];
