// The time to decode one value, against Node that does nothing.
//
//   npm run build && node bench/decode/startup.mjs [--rounds 41]
import { compare, option, program, time } from './tools.mjs';

const node = process.execPath;
compare(
  'start-up, output to a pipe; goal for one value: 1.25 x',
  {
    'node -e 0': [node, '-e', '0'],
    'pte-decode 0x4': [node, program, '0x4'],
    'pte-decode 0x8000000012345867': [node, program, '0x8000000012345867'],
    'pte-decode --json 0x4': [node, program, '--json', '0x4'],
    'pte-decode --kernel debian-6.12 0x67': [node, program, '--kernel', 'debian-6.12', '0x67'],
    'pte-decode check --rule 1,2,3,4 0x4': [node, program, 'check', '--rule', '1,2,3,4', '0x4'],
  },
  Number(option('rounds', '41')),
  (command) => time(command, ['ignore', 'pipe', 'inherit']),
);
