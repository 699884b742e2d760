import { afterAll, describe, expect, test } from '@jest/globals';
import { runCli, runOnDisk } from '../helpers/fake-io.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

/**
 * A swap pte of x86_64 since 4.19: the type in bits 59-63, the offset inverted from bit 9 on
 * (arch/x86/include/asm/pgtable_64.h).
 */
const swapPte = (type: number, offset: bigint): bigint =>
  (BigInt(type) << 59n) | (BigInt.asUintN(50, ~offset) << 9n);

/** CONFIG_DEVICE_PRIVATE has the types 27 and 28, and moves those below them (include/linux/swap.h): 31 is a marker either way. */
const TYPES = [0, 23, 25, 28, 30, 31];
/** 2^34 is the young bit of a migrating page of 34 bits of frame number, and beyond any swap area. */
const OFFSETS = [0x1234n, 2n ** 34n];
const VALUES = TYPES.flatMap((type) => OFFSETS.map((offset) => `0x${swapPte(type, offset).toString(16)}`));

const folder = temporaryFolder();
afterAll(() => folder.remove());

const KERNELS = ['6.8', '5.15'];
const BUILDS = ['CONFIG_DEVICE_PRIVATE=y', 'CONFIG_DEVICE_PRIVATE=n'];
const REASON = /depends on CONFIG_DEVICE_PRIVATE.*--config CONFIG_DEVICE_PRIVATE=y or =n/s;

const QUESTIONS: readonly (readonly string[])[] = [
  ...['state == "migration"', 'state != "swap"', 'swap.type < 28'].flatMap((where) => [
    ['--where', where, '--format', 'line', '--no-heading'],
    ['--where', where, '--json'],
    ['check', '--where', where],
  ]),
  ['check', '--is', 'hwpoison'],
  ['check', '--rule', '4'],
  ['audit'],
];

/** What decides: what a filter lets through, or the exit status of a verdict. */
const answerOf = (
  { code, stdout }: { code: number; stdout: string },
  isVerdict: boolean,
): number | boolean => (isVerdict ? code : stdout !== '');

describe.each(KERNELS)('%s: what hangs on how the kernel is built, which nobody said', (kernel) => {
  test.each(QUESTIONS.map((words) => ({ words, name: words.join(' ') })))('$name', async ({ words }) => {
    const isVerdict = words[0] === 'check' || words[0] === 'audit';
    for (const value of VALUES) {
      const ask = (...more: string[]) => runCli([...words, '-k', kernel, ...more]);
      const [set, clear] = await Promise.all(BUILDS.map((build) => ask('--config', build, value)));
      if (!set || !clear) throw new Error('two builds');
      expect(`${set.code}${clear.code}`).toMatch(/^[01]{2}$/);
      const [here, there] = [answerOf(set, isVerdict), answerOf(clear, isVerdict)];
      const open = await ask(value);
      const piped = await runCli([...words, '-k', kernel], { stdin: `${value}\n${value}\n` });
      if (here === there) {
        expect([value, open.code, answerOf(open, isVerdict)]).toEqual([value, clear.code, there]);
        expect([value, piped.code]).toEqual([value, clear.code]);
        continue;
      }
      for (const { code, stdout, stderr } of [open, piped]) {
        expect([value, code]).toEqual([value, 2]);
        expect((stdout + stderr).replace(/\s+/g, ' ')).toMatch(REASON);
        if (!isVerdict) expect(stdout).toBe('');
      }
    }
  });

  test('an entry that is built says that its type hangs on it', async () => {
    const encode = (...words: string[]) => runCli(['encode', ...words, '-k', kernel]);
    const open = await encode('hwpoison', '--pfn', '0x1234');
    expect([open.code, open.stderr]).toEqual([0, expect.stringMatching(REASON)]);
    const built = await Promise.all(
      BUILDS.map((build) => encode('hwpoison', '--pfn', '0x1234', '--config', build)),
    );
    expect(built.map(({ stderr }) => stderr)).toEqual(['', '']);
    expect(new Set(built.map(({ stdout }) => stdout)).size).toBe(2);
    expect(open.stdout).toBe(built[1]?.stdout);
    expect((await encode('swap', '--type', '1', '--offset', '0x5')).stderr).toBe('');
  });

  test('the entries of a record are encoded as it says', async () => {
    for (const build of BUILDS) {
      const words = ['-k', kernel, '--config', build];
      const record = await runCli([...words, '--json', ...VALUES]);
      const encoded = await runCli(['encode', '-'], { stdin: record.stdout });
      expect([encoded.code, encoded.stdout]).toEqual([
        0,
        VALUES.map((value) => `0x${value.slice(2).padStart(16, '0')}\n`).join(''),
      ]);
    }
  });

  test('an audit of a record goes by what it says', async () => {
    const audit = async (value: string, ...build: string[]) => {
      const { stdout: stdin } = await runCli(['-k', kernel, ...build, '--json', value]);
      return (await runCli(['audit', '--input', 'json'], { stdin })).code;
    };
    const codes = await Promise.all(
      VALUES.map(async (value) => {
        const said = await Promise.all(BUILDS.map((build) => audit(value, '--config', build)));
        const [set, clear] = await Promise.all(
          BUILDS.map((build) => runCli(['audit', '-k', kernel, '--config', build, value])),
        );
        expect([value, ...said]).toEqual([value, set?.code, clear?.code]);
        return audit(value);
      }),
    );
    // Before 6.1 no migrating page keeps a young bit (v6.1 include/linux/swapops.h SWP_MIG_YOUNG_BIT): 2^34 is beyond memory either way.
    expect(codes.includes(2)).toBe(kernel === '6.8');
  });

  test('special --candidate', async () => {
    const codes = await Promise.all(
      TYPES.map(async (type) => {
        const candidate = `0x${(swapPte(type, 2n ** 33n) | 4n).toString(16)}`;
        const ask = (...more: string[]) =>
          runCli(['special', '-k', kernel, '--candidate', candidate, ...more]);
        const [set, clear] = await Promise.all(BUILDS.map((build) => ask('--config', build)));
        const open = await ask();
        if (set?.code === clear?.code) expect(open.code).toBe(set?.code);
        else
          expect([open.code, open.stdout.replace(/\s+/g, ' ')]).toEqual([
            2,
            expect.stringMatching(new RegExp(`${REASON.source}.* rules that hold: 1 2 3 \\?`, 's')),
          ]);
        return open.code;
      }),
    );
    expect(codes).toContain(2);
  });

  // 25 is the number of a special type in one build, and of a swap area in the other.
  test.each([
    { where: 'state == "swap"', shown: 0 },
    { where: 'swap.type == 25', shown: 1 },
    { where: `kernel == "${kernel}"`, shown: 1 },
  ])('$where of type 25', async ({ where, shown }) => {
    const { code, stdout } = await runCli(['-k', kernel, '-w', where, '--json', '0xcfffffffffdb9600']);
    expect([code, stdout.split('\n').length - 1]).toEqual([shown === 0 ? 2 : 0, shown]);
  });

  test('a rule that an entry of a table breaks in one build', async () => {
    const words = new BigUint64Array(512);
    words[0] = swapPte(kernel === '5.15' ? 26 : 25, 0n);
    const table = folder.write(`rule-${kernel}`, new Uint8Array(words.buffer));
    const scan = ['scan', '-k', kernel, '--table', table, '--check', '--rule', '4'];
    const ktap = await runOnDisk([...scan, '--format', 'ktap']);
    expect([ktap.code, ktap.stdout]).toEqual([
      2,
      expect.stringMatching(/^not ok 1 rule 4 # ERROR unknown: /m),
    ]);
    const text = await runOnDisk(scan);
    expect([text.code, text.stdout]).toEqual([
      2,
      expect.stringContaining('rule 4 unknown  what its swap type'),
    ]);
    const json = await runOnDisk([...scan, '--json']);
    expect([json.code, JSON.parse(json.stdout)]).toEqual([
      2,
      expect.objectContaining({ broken: [], unknown_rules: ['4'], unknown_notes: ['swap-slot-zero'] }),
    ]);
  });

  // A state that the kernel has in one of the builds alone.
  test.each([
    { types: [1], where: 'state != "device-private"', code: 0 },
    { types: [28, 1], where: 'state != "device-private"', code: 2 },
    { types: [1, 1], where: 'state == "device-private"', code: 1 },
    { types: [1], where: 'state == "device-privates"', code: 2 },
  ])('$where of types $types: $code', async ({ types, where, code }) => {
    const stdin = types.map((type) => `0x${swapPte(type, 0x1234n).toString(16)}\n`).join('');
    expect(await runCli(['check', '-k', kernel, '--where', where], { stdin })).toMatchObject({ code });
    const shown = await runCli(['-k', kernel, '--json', '--where', where], { stdin });
    expect([shown.code, shown.stdout !== '']).toEqual([code === 2 ? 2 : 0, where.includes('!=')]);
  });

  // docs/ci.md: one verdict is about all values, and the exit status is the same in all formats.
  test.each([
    { types: [25, 31], asked: ['--is', 'swap'], code: 1 },
    { types: [31, 25], asked: ['--is', 'swap'], code: 1 },
    { types: [25, 1], asked: ['--is', 'swap'], code: 2 },
    { types: [25, 31], asked: ['--is', 'swap', '--where', 'swap.type > 30'], code: 1 },
    { types: [25, 1], asked: ['--is', 'swap', '--where', 'swap.type > 1'], code: 2 },
  ])('a check of types $types, $asked: $code', async ({ types, asked, code }) => {
    const stdin = types.map((type) => `0x${swapPte(type, 0x1234n).toString(16)}\n`).join('');
    for (const how of [[], ['--json'], ['--format', 'ktap'], ['--quiet']]) {
      const { code: found } = await runCli(['check', '-k', kernel, ...asked, ...how], { stdin });
      expect([how, found]).toEqual([how, code]);
    }
  });

  test('entries of a table', async () => {
    const words = new BigUint64Array(512);
    words.set([swapPte(25, 0x1234n), swapPte(1, 0x1234n), swapPte(25, 2n ** 34n), swapPte(31, 1n)]);
    const table = folder.write(`table-${kernel}`, new Uint8Array(words.buffer));
    const scan = (...more: string[]) => runOnDisk(['scan', '-k', kernel, '--table', table, ...more]);
    for (const view of [[], ['--entries', '--json'], ['--check'], ['--check', '--format', 'ktap']]) {
      const { code, stderr } = await scan(...view, '--where', 'state == "swap"');
      expect([view, code]).toEqual([view, 2]);
      expect(stderr).toMatch(
        /^pte-decode: --where could not be asked of 2 entries: .*CONFIG_DEVICE_PRIVATE=y or =n$/m,
      );
      expect(
        await scan(...view, '--config', 'CONFIG_DEVICE_PRIVATE=y', '--where', 'state == "swap"'),
      ).toMatchObject({ stderr: '' });
    }
    const { code, stdout } = await scan('--entries', '--json', '--where', 'swap.type < 30');
    expect([code, stdout.split('\n').length - 1]).toEqual([0, 3]);
  });
});

// arch/arm64/Kconfig ARM64_LPA2, since 6.9: bits 48 and 49 are of the address, and RES0 without it.
describe('a frame beyond memory, if addresses have no more bits than usual', () => {
  const VALUE = '0x0063000012345f43';
  const KERNEL = ['-k', '6.12', '--arch', 'arm64'];
  const NOTE = 'notes has "pfn-beyond-memory"';

  test.each([
    { where: NOTE, answer: undefined },
    { where: `!(${NOTE})`, answer: undefined },
    { where: `${NOTE} && present`, answer: undefined },
    { where: `${NOTE} || present`, answer: true },
    { where: `${NOTE} && not present`, answer: false },
    { where: 'present', answer: true },
  ])('$where: $answer', async ({ where, answer }) => {
    for (const [args, stdin] of [
      [[VALUE], ''],
      [[], `${VALUE}\n${VALUE}\n`],
    ] as const) {
      const { code, stdout, stderr } = await runCli(['--json', '-w', where, ...KERNEL, ...args], { stdin });
      expect([code, stdout !== '']).toEqual([answer === undefined ? 2 : 0, answer === true]);
      if (answer !== undefined) continue;
      const values = args.length === 1 ? '1 value' : '2 values';
      expect(stderr).toMatch(
        `pte-decode: --where could not be asked of ${values}: whether addresses have 52 bits (`,
      );
    }
    const { code } = await runCli(['check', '-w', where, ...KERNEL, VALUE]);
    expect(code).toBe(answer === undefined ? 2 : answer ? 0 : 1);
  });

  test('an entry of a table', async () => {
    const table = folder.write('beyond', new Uint8Array(new BigUint64Array(512).fill(BigInt(VALUE)).buffer));
    const { code, stderr } = await runOnDisk(['scan', ...KERNEL, '--table', table, '--entries', '-w', NOTE]);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining(' of 512 entries: whether addresses have 52 '),
    ]);
  });

  test('where somebody says it there is an answer', async () => {
    const said = [...KERNEL, '--config', 'ARM64_LPA2=n', '-w', NOTE, VALUE];
    expect(await runCli(['--json', ...said])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(NOTE.slice(11, -1)),
    });
    expect(await runCli(['check', ...said])).toMatchObject({ code: 0 });
  });
});
