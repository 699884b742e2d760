import { describe, expect, test } from '@jest/globals';
import { expectKind, expectSameHoweverCut, type LogKind } from '../helpers/log-kinds.ts';
import { withoutJson } from '../../src/logs/lines/json-message.ts';

/** v6.12 arch/x86/mm/fault.c show_fault_oops, dump_pagetable; mm/pgtable-generic.c pmd_clear_bad; lib/dump_stack.c dump_stack_print_info; of an entry without the present bit the frame is inverted, pgtable-invert.h. */
const LINES = [
  'BUG: unable to handle page fault for address: ffff888058a67000',
  '#PF: error_code(0x0003) - permissions violation',
  'PGD 2e01067 P4D 2e01067 PUD 2e04067 PMD 58a30063 PTE 8000000058a67161 ',
  'CPU: 1 UID: 0 PID: 650 Comm: bash Not tainted 6.12.10 #1',
  'mm/pgtable-generic.c:50: bad pmd 00000000deadbeef(8000000123456084)',
];

/** systemd v257 src/shared/logs-show.c output_json; util-linux 2.41 sys-utils/dmesg.c print_record; GELF 1.1; JSON that escapes what HTML has (Go encoding/json) and slashes (PHP); systemd.io/JOURNAL_EXPORT_FORMATS "Journal JSON Format" (a field with several values); Docker's json-file driver with labels; google.logging.v2.LogEntry; logcli -o jsonl. */
const WRAPPERS: readonly (readonly [string, (line: string) => string])[] = [
  [
    'journalctl -o json',
    (line) => `{"_HOSTNAME":"h","MESSAGE":${JSON.stringify(line)},"PRIORITY":"1","_TRANSPORT":"kernel"}`,
  ],
  ['journalctl -o json-pretty', (line) => `\t"MESSAGE" : ${JSON.stringify(line)},`],
  ['dmesg --json', (line) => `         "msg": ${JSON.stringify(line)}`],
  [
    'a container, with a time in front',
    (line) => `2024-12-01T00:00:00Z {"log":${JSON.stringify(`${line}\n`)},"stream":"stdout"}`,
  ],
  [
    'GELF, the message twice',
    (line) =>
      `{"short_message":${JSON.stringify(line)},"level":1,"full_message":${JSON.stringify(`${line}\n`)}}`,
  ],
  [
    'a field of the journal with several values',
    (line) => JSON.stringify({ _HOSTNAME: 'h', MESSAGE: ['kernel:', line], PRIORITY: '1' }),
  ],
  [
    'a container with labels',
    (line) => JSON.stringify({ log: `${line}\n`, stream: 'stdout', attrs: { note: 'a node of a test' } }),
  ],
  [
    'LogEntry with a text',
    (line) =>
      JSON.stringify({
        insertId: 'a1',
        labels: { note: 'Serial port 1 output' },
        logName: 'projects/p/logs/serialconsole.googleapis.com%2Fserial_port_1_output',
        textPayload: `[   12.345678] ${line}\r\n`,
        receiveTimestamp: '2024-12-01T00:00:00Z',
      }),
  ],
  [
    'LogEntry with an object',
    (line) =>
      JSON.stringify({
        jsonPayload: { PRIORITY: '1', _HOSTNAME: 'the first node', message: line },
        resource: { type: 'k8s_node', labels: { node_name: 'the first node' } },
      }),
  ],
  ['logcli', (line) => JSON.stringify({ labels: { job: 'the kernel log' }, line, timestamp: 'x' })],
  [
    'JSON in a string of JSON',
    (line) => JSON.stringify({ log: `${JSON.stringify({ level: 'info', msg: line })}\n`, stream: 'stdout' }),
  ],
  [
    'the message twice, in objects of their own',
    (line) => JSON.stringify({ agent: { name: 'a b c' }, message: line, event: { original: `<1>${line}` } }),
  ],
  ['a list', (line) => `    ${JSON.stringify(line)},`],
  ['an object that is cut off behind the message', (line) => `{"@timestamp":"x","message":"${line}`],
  [
    'slashes and marks of HTML escaped',
    (line) =>
      `{"message":"\\u003c1\\u003e${line.replaceAll('/', String.raw`\/`)}","host":{"name":"\\u003e"}}`,
  ],
];

const LEVELS = ['pgd table 0x2e01', 'p4d table 0x2e01', 'pud table 0x2e04', 'pmd table 0x58a30'];

const KINDS = WRAPPERS.map(([name, wrap]): LogKind => ({
  name,
  log: LINES.map(wrap),
  values: [...LEVELS.map((level) => `3 ${level}`), '3 pte present 0x58a67', '5 pmd present 0xffffedca00'],
  said: [/write by the kernel at 0xffff888058a67000, error code 0x3/, /Linux 6\.12\.10,.*named in the log/],
  never: [/the text does not tell/],
}));

describe('lines of JSON are read as the text of their message', () => {
  test.each(KINDS)('$name', expectKind);

  // Grafana Loki GET /loki/api/v1/query_range; CloudWatch Logs GetLogEvents; objects side by side.
  test.each([
    JSON.stringify({
      data: { result: [{ stream: { job: 'a b c' }, values: LINES.map((line) => ['17', line]) }] },
    }),
    JSON.stringify({ events: LINES.map((message) => ({ timestamp: 1, message, ingestionTime: 1 })) }),
    LINES.map((msg) => JSON.stringify({ msg, x: 1 })).join(' '),
    JSON.stringify({ message: LINES.join('\n') }),
  ])('all in one line: %s', async (line) => {
    await expectKind({
      name: line,
      log: [line],
      values: [...LEVELS.map((level) => `1 ${level}`), '1 pte present 0x58a67', '1 pmd present 0xffffedca00'],
      said: [/write by the kernel at 0xffff888058a67000, error code 0x3/],
    });
  });

  test('a line that stands twice in a batch was written twice', async () => {
    const values = ['1', '2'].map((time) => [time, LINES[4]]);
    const line = JSON.stringify({ data: { result: [{ values }] } });
    await expectKind({
      name: line,
      log: [line],
      values: ['1 pmd present 0xffffedca00', '1 pmd present 0xffffedca00'],
    });
  });

  // v6.12 mm/memory.c print_bad_pte
  const report = 'BUG: Bad page map in process a.out  pte:8000000123456067 pmd:061e5067';
  test.each(
    [
      {
        message: report,
        description: 'an alert that fires when a message of a kernel tells of a bad page map',
      },
      { kernel_log: report, message: 'alert' },
      { event: { original: report }, message: 'a bug of the kernel' },
      { message: [66, 85, 71], msg: 'hi', lines: [report] },
    ]
      .map((record) => JSON.stringify(record))
      .concat(`[   12.3] audit: {"msg":"x"} ${report}`),
  )('what a kernel wrote beside the message is not lost: %s', async (line) => {
    await expectKind({ name: line, log: [line], values: ['1 pte present 0x123456', '1 pmd table 0x61e5'] });
  });

  test('the name of a kernel beside the message is not lost', async () => {
    const line = JSON.stringify({
      kernel: '5.15.132',
      hostname: 'router',
      release: { description: 'OpenWrt 23.05.0' },
    });
    await expectKind({
      name: line,
      log: [line, report],
      values: ['2 pte present 0x123456', '2 pmd table 0x61e5'],
      said: [/5\.15\.132/],
    });
  });

  test.each(['Linux 6.12', 'CPU: 0 PID: 1 Comm: x Not tainted 6.12-rc3 #1'])(
    'nor is it in %s',
    async (name) => {
      const line = JSON.stringify({ message: report, x: name });
      const said = [/Linux 6\.12\b/];
      await expectKind({ name, log: [line], values: ['1 pte present 0x123456', '1 pmd table 0x61e5'], said });
    },
  );

  // v6.12 arch/s390/mm/fault.c dump_pagetable
  test('nor is a walk of s390x', async () => {
    const walk = 'AS:000000010f5d0007 R3:00000000f0004007 S:00000000f0005000 P:0000000000000400';
    await expectKind({
      name: 's390x',
      log: [JSON.stringify({ message: 'hi', x: walk })],
      values: [],
      said: [/s390x/],
    });
  });

  // What ends a string was looked for from each of its blanks: seconds a line.
  test('strings of blanks are read in the time of a test', async () => {
    const line = `"${' '.repeat(60_000)}"x PGD pte: wrote:`;
    await expectKind({ name: 'blanks', log: Array.from({ length: 60 }, () => line), values: [] });
  });

  test('however the input is cut', () =>
    expectSameHoweverCut({ log: LINES.slice(2, 3).map((line) => WRAPPERS[5]?.[1](line) ?? '') }));
});

describe('withoutJson', () => {
  test.each([
    ['{"msg":"a","x":1},{"msg":"b"}', 8, '        a                 b  '],
    [
      '{"message":"PGD 2e01067 P4D 2e01067","_CMDLINE":"a b c","PRIORITY":"1"}',
      12,
      `            PGD 2e01067 P4D 2e01067`,
    ],
    [
      `{"msg":"Linux version 6.12.1 (a)","full_message":"<5>Linux version 6.12.1 (a)"}`,
      50,
      `${' '.repeat(50)}<5>Linux version 6.12.1 (a)`,
    ],
    [String.raw`{"msg":"say \"a\" \\ \u003e \u0001"}`, 8, String.raw`        say  "a "  \      >         `],
  ])('%s', (line, at, text) => {
    const found = withoutJson(line);
    expect(found.trimEnd()).toBe(text.trimEnd());
    expect([found.length, found.search(/\S/)]).toEqual([line.length, at]);
  });

  test.each([
    'Hardware name: "x"',
    '\t"kernel": "5.15.132",',
    '{"kernel":"5.15.132","hostname":"router"}',
    '<p>{"msg": "a"} PGD 0',
    '"a", "b"',
    `{"msg":"PGD 0 P4D 0"${',"a":"b"'.repeat(3000)}}`,
    '{"msg":"PGD 0 P4D 0"} PGD 2e01067 P4D 2e01067',
  ])('%s is left as it is', (line) => {
    expect(withoutJson(line)).toBe(line);
  });
});
