/** What a reader of test results makes of one. */
export interface ReadResult {
  readonly name: string;
  readonly status: 'pass' | 'fail' | 'error' | 'skip';
  /** The lines of evidence that it keeps with the result. */
  readonly log: readonly string[];
}

/**
 * Reads KTAP as v6.14 tools/testing/kunit/kunit_parser.py does: what ends the output, which lines are results, and that
 * the plan has to be kept. @throws Error for what that parser calls an error
 */
export function readKtap(text: string): readonly ReadResult[] {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const end = lines.findIndex((line) =>
    /List of all partitions:|Kernel panic - not syncing: VFS:|reboot: System halted/.test(line),
  );
  const output = end < 0 ? lines : lines.slice(0, end);
  if (!/^KTAP version 1$/.test(output[0] ?? '')) throw new Error('could not find any KTAP output');
  const plan = /^\s*1\.\.([0-9]+)/.exec(output[1] ?? '');
  if (!plan) throw new Error('no plan behind the version line');
  const results: ReadResult[] = [];
  let log: string[] = [];
  for (const line of output.slice(2)) {
    if (/^\s*(# Subtest: |KTAP version [0-9]+$|TAP version [0-9]+$|1\.\.[0-9]+)/.test(line))
      throw new Error(`taken for a nested test: ${line}`);
    const [, result, number, , name = ''] = /^\s*(ok|not ok) ([0-9]+) (- )?([^#]*)( # .*)?$/.exec(line) ?? [];
    if (result === undefined) {
      if (line !== '' && !line.startsWith('#')) throw new Error(`a line without meaning: ${line}`);
      if (line !== '') log.push(line);
      continue;
    }
    if (Number(number) !== results.length + 1) throw new Error(`number ${number} out of order`);
    const isSkipped = /^\s*(ok|not ok) ([0-9]+) (- )?(.*) # SKIP ?(.*)$/.test(line);
    const isError = / # ERROR( |$)/.test(line);
    const failed = isError ? 'error' : 'fail';
    results.push({ name, status: isSkipped ? 'skip' : result === 'ok' ? 'pass' : failed, log });
    log = [];
  }
  if (results.length !== Number(plan[1])) throw new Error(`${results.length} results, planned ${plan[1]}`);
  return results;
}

interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Element[];
  text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  if (/[<>]|&(?!(amp|lt|gt|quot|apos);)/.test(text)) throw new Error(`not escaped: ${text}`);
  return text.replace(/&(\w+);/g, (_, name: string) => ENTITIES[name] ?? '');
}

/** Reads a document of elements, attributes and text, without anything finer. @throws Error where it is not well-formed */
function readXml(text: string): Element {
  // Production 2 of XML 1.0; what `u` matches one by one are whole code points and lone surrogates.
  if (!/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u.test(text))
    throw new Error('no XML character');
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (!text.startsWith(declaration)) throw new Error('no declaration');
  const top: Element = { name: '', attributes: new Map(), children: [], text: '' };
  const open = [top];
  let at = declaration.length;
  const token = /<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>|[^<]+/gy;
  while (at < text.length) {
    token.lastIndex = at;
    const found = token.exec(text);
    const inside = open.at(-1);
    if (!found || !inside) throw new Error(`not well-formed at ${text.slice(at, at + 40)}`);
    at = token.lastIndex;
    const [whole, close, name, attributes = '', empty] = found;
    if (name === undefined) inside.text += unescapeXml(whole);
    else if (close === '/') {
      if (inside.name !== name) throw new Error(`${name} ends ${inside.name}`);
      open.pop();
    } else {
      const pairs = [...attributes.matchAll(/ ([a-z]+)="([^"]*)"/g)];
      const map = new Map(pairs.map(([, key = '', value = '']) => [key, unescapeXml(value)]));
      if (map.size !== pairs.length) throw new Error(`an attribute twice: ${whole}`);
      const element: Element = { name, attributes: map, children: [], text: '' };
      inside.children.push(element);
      if (empty !== '/') open.push(element);
    }
  }
  const [root, ...more] = top.children;
  if (!root || more.length > 0 || open.length !== 1) throw new Error('not one root element');
  return root;
}

/** Elements of junit-10.xsd: attributes that must and may be there, children, whether there is text. */
// prettier-ignore
const SCHEMA: Readonly<Record<string, { must: string[]; may: string[]; in: string[]; text?: true }>> = {
  testsuites: { must: [], may: ['name', 'time', 'tests', 'failures', 'errors'], in: ['testsuite'] },
  testsuite: { must: ['name', 'tests', 'failures', 'errors'], may: ['group', 'time', 'skipped', 'timestamp', 'hostname', 'id', 'package', 'file', 'log', 'url'], in: ['testsuite', 'properties', 'testcase', 'system-out', 'system-err'] },
  properties: { must: [], may: [], in: ['property'] },
  property: { must: ['name', 'value'], may: [], in: [] },
  testcase: { must: ['name'], may: ['time', 'classname', 'group'], in: ['skipped', 'error', 'failure', 'system-out', 'system-err'] },
  failure: { must: [], may: ['type', 'message'], in: [], text: true },
  error: { must: [], may: ['type', 'message'], in: [], text: true },
  'system-out': { must: [], may: [], in: [], text: true },
};

function validate(element: Element): void {
  const row = SCHEMA[element.name];
  if (!row) throw new Error(`no such element: ${element.name}`);
  for (const name of row.must)
    if (!element.attributes.has(name)) throw new Error(`${element.name} without ${name}`);
  for (const name of element.attributes.keys())
    if (![...row.must, ...row.may].includes(name)) throw new Error(`${element.name} has no ${name}`);
  if (row.text === undefined && element.text.trim() !== '') throw new Error(`text in ${element.name}`);
  for (const child of element.children) {
    if (!row.in.includes(child.name)) throw new Error(`${child.name} in ${element.name}`);
    validate(child);
  }
}

/** Reads JUnit XML, held against the schema junit-10.xsd. @throws Error where it is not valid, or counts wrongly */
export function readJunit(text: string): readonly ReadResult[] {
  const root = readXml(text);
  validate(root);
  if (root.name !== 'testsuites') throw new Error('another root');
  const cases = root.children.flatMap((suite) => suite.children.filter(({ name }) => name === 'testcase'));
  const results = cases.map(({ attributes, children }): ReadResult => {
    const has = (name: string): boolean => children.some((child) => child.name === name);
    const log = children.flatMap((child) => child.text.split('\n'));
    const status = has('error') ? 'error' : has('failure') ? 'fail' : 'pass';
    return { name: attributes.get('name') ?? '', status, log };
  });
  for (const element of [root, ...root.children]) {
    const count = (status: string): string => String(results.filter((one) => one.status === status).length);
    const told = ['tests', 'failures', 'errors'].map((name) => element.attributes.get(name));
    if (told.join() !== [results.length, count('fail'), count('error')].join())
      throw new Error('wrong counts');
  }
  return results;
}

/** An annotation as a runner of GitHub makes it. */
export interface Annotation {
  readonly command: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/**
 * Reads the workflow commands of a step's output: a command begins with `::` at the start of a line, or with `##[`
 * anywhere in another line.
 *
 * Source: actions/runner src/Runner.Common/ActionCommand.cs `TryParseV2`, `TryParse`.
 */
export function readAnnotations(text: string): readonly Annotation[] {
  const back = (escaped: string): string =>
    escaped
      .replaceAll('%2C', ',')
      .replaceAll('%3A', ':')
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%25', '%');
  return text.split('\n').flatMap((line) => {
    const found = /^\s*::(?<command>[a-z-]+)(?: (?<properties>.*?))?::(?<message>.*)$/.exec(line)?.groups;
    if (!found) {
      if (/^\s*::|##\[/.test(line)) throw new Error(`taken for a command: ${line}`);
      return [];
    }
    const { command = '', properties = '', message = '' } = found;
    const pairs = properties.split(',').filter(Boolean);
    return [
      {
        command,
        properties: Object.fromEntries(
          pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), back(pair.slice(pair.indexOf('=') + 1))]),
        ),
        message: back(message),
      },
    ];
  });
}
