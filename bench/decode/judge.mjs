// Filtering and judging many values on standard input, against `--format line` on the same values.
//
//   npm run build && node bench/decode/judge.mjs [--rounds 3] [--small]
import { alone, ours, scale, warm } from '../tools.mjs';
import { valuesFile } from './values.mjs';

const COUNT = 10_000_000 / scale;
const GOAL = 2;

// Numbers with each other, and texts: what no few bits decide.
const NUMBERS = 'pfn < swap.offset or raw & swap.offset';
const TEXTS = 'origin == "<stdin>:5:1" or input == "0x4"';
const either = (text) => `(${text}) or not (${text})`;

// Without a failure `check -q` reads all of an input: rule 1 holds for all values but the empty ones, which likely
// values have.
const WHOLE = { swap: ['--rule', '1,2'], random: ['--rule', '1'] };

/** What is asked of values of a kind, with the options. */
const questions = (kind) => ({
  '`--where uffd_wp`': ['--format', 'line', '--where', 'uffd_wp'],
  "`--where '!uffd_wp'`": ['--format', 'line', '--where', '!uffd_wp'],
  [`\`--where '${NUMBERS}'\``]: ['--format', 'line', '--where', NUMBERS],
  [`\`--where '${TEXTS}'\``]: ['--format', 'line', '--where', TEXTS],
  '`check -q --where`, numbers with each other': ['check', '-q', '--where', either(NUMBERS)],
  '`check -q --where`, texts': ['check', '-q', '--where', either(TEXTS)],
  ...(WHOLE[kind] === undefined
    ? {}
    : { [`\`check -q ${WHOLE[kind].join(' ')}\``]: ['check', '-q', ...WHOLE[kind]] }),
  '`audit`': ['audit'],
});

export const groups = ['likely', 'swap', 'random'].map((kind) => ({
  rounds: 3,
  rows: Object.keys(questions(kind)).map((work) => ({
    work: `${work}, ${kind} values`,
    unit: 'x `--format line`',
    most: GOAL,
    figure: (ms) => ms(work) / ms('line'),
  })),
  open: () => {
    const input = valuesFile(kind, COUNT);
    warm(input);
    const run = (words) => ({ ...ours(...words), input, statuses: [0, 1] });
    return {
      runs: {
        line: run(['--format', 'line']),
        ...Object.fromEntries(Object.entries(questions(kind)).map(([work, words]) => [work, run(words)])),
      },
    };
  },
}));

await alone(import.meta.url, groups);
