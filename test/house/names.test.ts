import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { ARCHITECTURES, spellings } from '../../src/arch/index.ts';
import { formatVersion } from '../../src/core/version.ts';

/** Rooms in which architectures and releases have names. */
const ALLOWED = ['src/arch/', 'src/kernel/'];

interface Exception {
  readonly file: string;
  /** What may stand there. */
  readonly names: readonly string[];
  readonly why: string;
}

/** Code outside of these rooms that names an architecture or a release all the same. */
// prettier-ignore
const EXCEPTIONS: readonly Exception[] = [
  { file: 'src/pagemap/kpageflags.ts', names: ['4.18', '5.1', '5.10', '6.2', '6.12'], why: 'rows of an interface of all kernels, each with its releases and source' },
  { file: 'src/pagemap/layout.ts', names: ['4.2', '5.14', '6.15'], why: 'rows of an interface of all kernels, each with its releases and source' },
  { file: 'src/pagemap/transitions/transition-rules.ts', names: ['5.14'], why: 'rows of what a bit of that interface proves, each with its releases and source' },
  { file: 'src/pagemap/pages/rules.ts', names: ['5.7', '5.14'], why: 'rows of questions, each with the first release that answers it' },
  { file: 'src/pagemap/ioctl/scan-categories.ts', names: ['6.7', '6.8', '6.16', '6.17', '7.3'], why: 'rows of an interface of all kernels, each with its releases and source' },
  { file: 'src/core/verdicts/notes.ts', names: ['5.12', '6.12', '6.19', '7.0'], why: 'rows of what an expert would point at, each with the releases that it was seen on' },
];

/** Names of architectures, as they stand in code. */
const ARCH_NAMES: ReadonlySet<string> = new Set(
  ARCHITECTURES.flatMap(({ machine }) => [...spellings(machine), machine.names.folder, machine.names.node]),
);

const RELEASE = /^v?[4-7]\.\d{1,2}(?:\.\d{1,3})?$/;
/** A release in a text without blanks: `debian-6.12`, `6.1,paging=5`. */
const RELEASE_IN_TEXT = /(?<![\w.])v?[4-7]\.\d{1,2}(?:\.\d{1,3})?(?![\d.])/g;
/** A release in a regular expression: `6\.1`, `6\.(?:1|12)`. */
const RELEASE_PATTERN = /(?<![\d.])[4-7]\\\.(?:\d|\()/;

/** The names in a piece of code that has no blanks: what is between other characters. */
function namesIn(text: string): readonly string[] {
  return text.split(/[^A-Za-z0-9_]+/).filter((word) => ARCH_NAMES.has(word));
}

/** The names in an identifier: `arm64Access`, `isX86`, `X86_CODE`. */
function namesInIdentifier(text: string): readonly string[] {
  if (ARCH_NAMES.has(text)) return [text];
  const words = text
    .split('_')
    .flatMap((part) => (/[a-z]/.test(part) ? part.split(/(?<=[a-z0-9])(?=[A-Z])/) : [part]))
    .map((word) => word.toLowerCase());
  return words.filter((word) => ARCH_NAMES.has(word));
}

/** Whether a number as it is written is a release: `6.12`, or the code that `parseVersion` makes of one. */
function isReleaseNumber(text: string): boolean {
  const code = text.replaceAll('_', '');
  return RELEASE.test(text) || (/^[4-7]0\d{5}$/.test(code) && RELEASE.test(formatVersion(Number(code))));
}

/** What a node of the syntax tree names; sentences for people (anything with a blank) name nothing. */
function namesOf(node: ts.Node): readonly string[] {
  if (ts.isIdentifier(node)) return namesInIdentifier(node.text);
  if (ts.isNumericLiteral(node)) return isReleaseNumber(node.getText()) ? [node.getText()] : [];
  if (ts.isRegularExpressionLiteral(node))
    return [...namesIn(node.text), ...(RELEASE_PATTERN.test(node.text) ? [node.text] : [])];
  const isText =
    ts.isStringLiteral(node) ||
    ts.isNoSubstitutionTemplateLiteral(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddleOrTemplateTail(node);
  if (!isText) return [];
  const words = node.text.trim().split(/\s+/);
  // A list of names alone is no sentence: `'a b'.split(' ')`.
  if (words.length > 1 && !words.every((word) => RELEASE.test(word) || ARCH_NAMES.has(word))) return [];
  return words.flatMap((word) => [...(word.match(RELEASE_IN_TEXT) ?? []), ...namesIn(word)]);
}

function findNames(file: string, text: string): readonly { readonly line: number; readonly name: string }[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: { line: number; name: string }[] = [];
  const visit = (node: ts.Node): void => {
    for (const name of namesOf(node))
      found.push({ line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1, name });
    // What a row cites is for people.
    if (!(ts.isPropertyAssignment(node) && node.name.getText() === 'src')) ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((path) => join('src', path))
  .filter((path) => /\.tsx?$/.test(path) && !ALLOWED.some((room) => path.startsWith(room)));

const isExcepted = (file: string, name: string): boolean =>
  EXCEPTIONS.some((row) => row.file === file && row.names.includes(name));

test('no architecture and no release is named in code outside of src/arch and src/kernel', () => {
  const found = files.flatMap((file) =>
    findNames(file, readFileSync(file, 'utf8'))
      .filter(({ name }) => !isExcepted(file, name))
      .map(({ line, name }) => `${file}:${line}: ${name}`),
  );
  expect(found).toEqual([]);
});

test('every exception is needed', () => {
  const needless = EXCEPTIONS.flatMap(({ file, names }) => {
    const found = files.includes(file)
      ? findNames(file, readFileSync(file, 'utf8')).map(({ name }) => name)
      : [];
    return names.filter((name) => !found.includes(name)).map((name) => `${file}: ${name}`);
  });
  expect(needless).toEqual([]);
});

test('no exception is for an architecture', () => {
  const names = EXCEPTIONS.flatMap((row) => row.names.filter((name) => !RELEASE.test(name)));
  expect(names).toEqual([]);
  for (const { file } of EXCEPTIONS)
    expect([...ARCH_NAMES].filter((name) => isExcepted(file, name))).toEqual([]);
});

test.each([
  { code: "const a = kernel.arch === 'x86_64';", names: ['x86_64'] },
  { code: "const a = { aarch64: 'arm64' };", names: ['aarch64', 'arm64'] },
  { code: 'function arm64Access() {}', names: ['arm64'] },
  { code: 'const isX86 = X86_CODE;', names: ['x86', 'x86'] },
  { code: "import { a } from './x86-bits.ts';", names: ['x86'] },
  { code: "const row = { since: '6.3', until: '6.1.39' };", names: ['6.3', '6.1.39'] },
  { code: 'const a = /^6\\.(?:1|12)-amd64$/;', names: ['amd64', '/^6\\.(?:1|12)-amd64$/'] },
  { code: 'const a = `arch=${b}-s390x`;', names: ['s390x'] },
  { code: "const a = 'arm64 s390x'.split(' ');", names: ['arm64', 's390x'] },
  { code: "const a = ['debian-6.12', '6.1,paging=5', 'v5.14-'];", names: ['6.12', '6.1', 'v5.14'] },
  { code: 'const a = code >= 6_018_044 && version < 6.12;', names: ['6_018_044', '6.12'] },
  { code: "const row = { src: `v6.12 ${FILE}`, text: 'since v6.12' };", names: [] },
  { code: 'const a = [4_194_304, 0x60c_0000, 1.5];', names: [] },
  { code: "const text = 'the default is x86_64'; // x86_64 since '6.3'", names: [] },
  { code: "const a = ['0.1.0', 'harm64', '6', '1.5'];", names: [] },
])('finds what $code names', ({ code, names }) => {
  expect(findNames('a.ts', code).map(({ name }) => name)).toEqual(names);
});
