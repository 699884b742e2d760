import { type Level, LEVELS } from '../core/rows/layout.ts';
import { printable } from '../core/printable.ts';
import { type Circumstance, inFragment, valueFragment } from '../pages/explorer-link.ts';

/** The views of the page. */
export const VIEWS = ['value', 'log', 'file', 'tour'] as const;
export type ViewName = (typeof VIEWS)[number];

/** A value that was shown before, and what made another one of it. */
export interface Step {
  /** As `0x…`. */
  readonly value: string;
  /** A function of the kernel, or what was done by hand. */
  readonly by: string;
}

/** Everything that is seen, as far as it is not the contents of a file: what the address of the page holds. */
export interface Place extends Required<Circumstance> {
  readonly view: ViewName;
  /** What was typed or chosen: any name that `--kernel` takes, also an `id` of a kernel. */
  readonly kernel: string;
  /** The text of the value; as typed, so that a mistake is seen too. */
  readonly value: string;
  readonly level: Level;
  /** The text of the value beside it; empty for none. */
  readonly other: string;
  /** What was done before, oldest first. */
  readonly steps: readonly Step[];
  /** The text of the log view. */
  readonly log: string;
  /** What else was chosen or typed, by the names of `form-state.ts`. */
  readonly form: ReadonlyMap<string, string>;
}

/** The page when nothing is asked of it. */
export const START: Place = {
  view: 'value',
  kernel: '',
  value: '0x4',
  level: 'pte',
  isKernels: false,
  said: '',
  other: '',
  steps: [],
  log: '',
  form: new Map(),
};

/** Characters of a log that an address holds; programs that send it cut longer ones. */
export const LOG_IN_LINK = 16_000;
/** Longest text of any other part, and of what a log says of a value. */
const TEXT_LIMIT = 500;
const SAID_LIMIT = 1000;
/** Fields of forms that are kept, and what stands in front of their names. */
const FORM_LIMIT = 30;
const FORM_PREFIX = 'f.';
/** In place of what a log says, where another value, kernel or level was made of the one that it speaks of. */
export const SAID_OF_ANOTHER = 'another value';
/** Steps that are kept. */
const STEPS_LIMIT = 40;

/**
 * Reads the fragment of an address, such as `#k=6.12&v=0x8400000002bcbc25`: `k` kernel, `arch` where `k` does not say it,
 * `v` value, `level`, `at=kernel` for one at an address of the kernel, `said` what a log says of it, `b` the value beside it, `h` steps, `view`, `log`, and `f.…` for fields of forms. Anything else is left out; nothing is refused.
 */
export function readFragment(fragment: string): Place {
  const fields = new URLSearchParams(fragment.replace(/^#/, ''));
  const text = (name: string, limit = TEXT_LIMIT): string => (fields.get(name) ?? '').slice(0, limit);
  const arch = text('arch');
  const kernel = text('k');
  const log = text('log', LOG_IN_LINK);
  const view = VIEWS.find((known) => known === text('view')) ?? (log === '' ? 'value' : 'log');
  return {
    view,
    kernel: arch === '' ? kernel : `${kernel},arch=${arch}`,
    value: fields.has('v') ? text('v') : START.value,
    level: LEVELS.find((known) => known === text('level')) ?? START.level,
    isKernels: text('at') === 'kernel',
    said: printable(text('said', SAID_LIMIT).trim(), SAID_LIMIT),
    other: text('b'),
    steps: text('h', TEXT_LIMIT * STEPS_LIMIT)
      .split(';')
      .flatMap(readStep)
      .slice(-STEPS_LIMIT),
    log,
    form: new Map(
      [...fields]
        .filter(([name]) => name.startsWith(FORM_PREFIX))
        .slice(0, FORM_LIMIT)
        .map(([name, value]) => [name.slice(FORM_PREFIX.length), value.slice(0, TEXT_LIMIT)]),
    ),
  };
}

/** A step as it is written: `0x4~pte_mkyoung`. */
function readStep(text: string): readonly Step[] {
  const [, value, by = ''] = /^(0x[0-9a-f]{1,16})~(.{0,80})$/.exec(text) ?? [];
  return value === undefined ? [] : [{ value, by: printable(by, 80) }];
}

/** Writes the fragment: the inverse of `readFragment`, without what is as at the start. */
export function writeFragment(place: Place): string {
  const { view, kernel, value, level, isKernels, said, other, steps, log, form } = place;
  const fields: (readonly [string, string])[] = [
    ['view', view === 'value' || (view === 'log' && log !== '') ? '' : view],
    ['k', kernel],
    ['v', value],
    ['level', level === START.level ? '' : level],
    ['at', isKernels ? 'kernel' : ''],
    ['said', said],
    ['b', other],
    ['h', steps.map((step) => `${step.value}~${step.by.replaceAll(';', ' ')}`).join(';')],
    ['log', view === 'log' && log.length <= LOG_IN_LINK ? log : ''],
  ];
  const written = [
    ...fields.filter(([name, text]) => text !== '' || name === 'v'),
    ...[...form].map(([name, text]) => [`${FORM_PREFIX}${name}`, text] as const),
  ];
  return `#${written.map(([name, text]) => `${name}=${inFragment(text)}`).join('&')}`;
}

/** A place with a change; what a log says of a value is not said of another. */
export function withChange(place: Place, change: Partial<Place>): Place {
  const next = { ...place, ...change };
  const isSame = next.value === place.value && next.level === place.level && next.kernel === place.kernel;
  return next.said === '' || isSame || change.said !== undefined ? next : { ...next, said: SAID_OF_ANOTHER };
}

/** A link to a value of a kernel. */
export function linkTo(kernel: string, value: string, level: Level = 'pte', around?: Circumstance): string {
  return valueFragment(kernel, value, level, around);
}

/** The steps with one more, the oldest dropped where there are too many. */
export function withStep(steps: readonly Step[], value: string, by: string): readonly Step[] {
  return [...steps, { value, by }].slice(-STEPS_LIMIT);
}
