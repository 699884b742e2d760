import type { PteDecodeError } from '../../core/errors.ts';
import { nearest } from '../../core/nearest.ts';
import { printable } from '../../core/printable.ts';
import { findValue } from '../../core/spelling.ts';
import type { Checked, Domain, IntegerDomain } from './domain.ts';
import { expressionError } from './lexer.ts';
import type { Names, WhereName } from './names.ts';
import type { Comparison, Literal, Span, WhereNode, Word } from './tree.ts';

/** All values that a text, or an element of a list, can have; undefined where they are not known. */
export type Values = readonly string[] | undefined;

/** The most values that an error lists. */
const MAX_LISTED = 15;

const quoted = (text: string): string => `"${printable(text)}"`;

function describe(domain: Domain): string {
  switch (domain.kind) {
    case 'integer':
      return domain.isTruth ? 'true or false' : 'a number';
    case 'list':
      return 'a list';
    case 'text':
    case 'null':
      return domain.kind;
    default: {
      const never: never = domain;
      return never;
    }
  }
}

/** What a number can be. */
function limitOf({ bits, max, numbers }: IntegerDomain, isMask: boolean): string {
  if (numbers && numbers.length > 0) return `is ${numbers.join(', ').replace(/, (?=\d+$)/, ' or ')}`;
  if (bits === 0n) return 'has no value on this kernel';
  return isMask ? `has only the bits 0x${bits.toString(16)}` : `is 0 to ${max}`;
}

/** Says what is wrong with a condition, where, and what was probably meant. All errors are `ERR_EXPRESSION`. */
export class Mistakes {
  readonly #text: string;
  readonly #names: Names;

  constructor(text: string, names: Names) {
    this.#text = text;
    this.#names = names;
  }

  /** An error at a piece of the text. */
  at({ at }: Span, problem: string): PteDecodeError {
    return expressionError(this.#text, at, problem);
  }

  /** A piece of the text as it is written. */
  label({ at, end }: Span): string {
    return printable(this.#text.slice(at, end));
  }

  /** @param values what the other side of a comparison can be: the word may be one of them, without its quotes */
  unknownName(word: Word, values: Values): PteDecodeError {
    const { text } = word;
    const said = `unknown name ${quoted(text)}`;
    const absent = this.#names.absent?.get(text.toLowerCase());
    if (absent !== undefined) return this.at(word, `${said}: ${absent}`);
    const elsewhere = this.#names.all.flatMap((name) => name.elsewhere ?? []);
    const value = values && (findValue(values, text) ?? findValue(elsewhere, text));
    if (value !== undefined) return this.at(word, `${said}; text stands in quotes: ${quoted(value)}`);
    const near = values && nearest(text, [...values, ...elsewhere]);
    if (near !== undefined)
      return this.at(word, `${said}; text stands in quotes: did you mean ${quoted(near)}?`);
    const longer = this.#names.all.flatMap(({ name, aka = [] }) =>
      [name, ...aka].some((spelling) => spelling.endsWith(`.${text}`)) ? [name] : [],
    );
    if (longer.length > 0) return this.at(word, `${said}: did you mean ${longer.join(' or ')}?`);
    const comparison = this.#comparisonWith(text);
    if (comparison !== '') return this.at(word, said + comparison);
    const spellings = this.#names.all.flatMap(({ name, aka = [] }) => [name, ...aka]);
    const meant = nearest(text, spellings);
    if (meant !== undefined) return this.at(word, `${said}: did you mean ${meant}?`);
    const last = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
    const part = nearest(text, spellings.map(last));
    const whole = part === undefined ? [] : this.#names.all.filter(({ name }) => last(name) === part);
    if (whole.length > 0)
      return this.at(word, `${said}: did you mean ${whole.map(({ name }) => name).join(' or ')}?`);
    const minus = text.indexOf('-');
    if (minus > 0 && this.#names.find(text.slice(0, minus)).length > 0)
      return this.at(word, `${said}: there is no arithmetic`);
    return this.at(word, `${said} (text stands in quotes); ${this.#names.help}`);
  }

  /** A spelling that is no exact one of several names. */
  ambiguousName(word: Word, names: readonly WhereName[]): PteDecodeError {
    return this.at(word, `${quoted(word.text)} can mean ${names.map(({ name }) => name).join(' or ')}`);
  }

  /** A constant text where a condition is wanted. */
  textAlone(place: Span, text: string): PteDecodeError {
    return this.at(place, `text alone compares nothing${this.#comparisonWith(text)}`);
  }

  /** Joined numbers that have no bit in common. */
  alwaysZero(place: Span): PteDecodeError {
    return this.at(place, `${this.label(place)} is never anything but 0`);
  }

  /** An operand of `&` that is no number. */
  notJoined(place: Span, domain: Domain): PteDecodeError {
    return this.at(
      place,
      `& joins numbers, ${this.label(place)} is ${describe(domain)}; conditions are joined by &&`,
    );
  }

  /** Something that is searched for a text but is no list. */
  notAList({ node, domain }: Checked): PteDecodeError {
    return this.at(
      node,
      `${this.label(node)} is ${describe(domain)}, not a list: compare with ==, or put values in parentheses`,
    );
  }

  /** Something that is searched for in a list but is no text. */
  notInAList(list: Checked, value: Checked): PteDecodeError {
    const said = `${this.label(list.node)} is a list of texts, ${this.label(value.node)} is ${describe(value.domain)}`;
    const meant = list.domain.kind === 'list' ? this.#quotedName(value, list.domain.values) : undefined;
    return this.at(value.node, meant === undefined ? said : `${said}; text stands in quotes: ${meant}`);
  }

  /** A list that is compared as a whole. */
  listCompared(list: Checked, other: Checked): PteDecodeError {
    const name = this.label(list.node);
    const value = other.domain.kind === 'text' ? this.label(other.node) : '"…"';
    return this.at(list.node, `${name} is a list: write ${value} in ${name}, or ${name} has ${value}`);
  }

  /** A constant text that is none of the values of the other side. */
  noSuchValue(
    place: Literal,
    text: string,
    other: Checked,
    values: readonly string[],
    verb: string,
  ): PteDecodeError {
    const said = `${this.label(other.node)} ${verb} ${quoted(text)}`;
    if (other.node.kind === 'literal') return this.at(place, `${said}; names stand without quotes`);
    const { elsewhere = [] } =
      other.domain.kind === 'text' || other.domain.kind === 'list' ? other.domain : {};
    if (findValue(elsewhere, text) !== undefined) {
      const here = nearest(text, values);
      const meant = here === undefined ? '' : `: did you mean ${quoted(here)}?`;
      return this.at(place, `${said} ${this.#names.here}${meant}`);
    }
    const flag = other.domain.kind === 'list' ? nearestEnding(text, values) : undefined;
    if (flag !== undefined) return this.at(place, `${said}: did you mean ${quoted(flag)}?`);
    const part = this.#partOf(text, other, values);
    if (part !== '') return this.at(place, said + part);
    const [name] = this.#names.find(text);
    if (name) return this.at(place, `${said}; ${name.name} is a name, and stands without quotes`);
    const meant = nearest(text, [...values, ...elsewhere]);
    if (meant !== undefined) return this.at(place, `${said}: did you mean ${quoted(meant)}?`);
    if (values.length === 0) return this.at(place, `${said}: this kernel has no values for it`);
    if (values.length > MAX_LISTED) return this.at(place, said);
    return this.at(place, `${said}; wanted ${values.map(quoted).join(', ')}`);
  }

  /** Text that is compared with what is no text. */
  mismatch(op: Comparison, left: Checked, right: Checked): PteDecodeError {
    const [text, other] = left.domain.kind === 'text' ? [left, right] : [right, left];
    const said = `${this.label(left.node)} is ${describe(left.domain)}, ${this.label(right.node)} is ${describe(right.domain)}`;
    if (text.node.kind === 'literal') {
      const isTruth = text.node.value === 'true' || text.node.value === 'false';
      if (isTruth) return this.at(text.node, `${said}; ${text.node.value} stands without quotes`);
      return this.at(text.node, said + this.#namesOf(other, String(text.node.value)));
    }
    const meant = text.domain.kind === 'text' ? this.#quotedName(other, text.domain.values) : undefined;
    return this.at(
      other.node,
      meant === undefined ? said : `${said}; text stands in quotes: ${this.label(text.node)} ${op} ${meant}`,
    );
  }

  /** A name alone that is never true, nor a number but 0. */
  neverHolds(place: WhereNode): PteDecodeError {
    return this.at(place, `${this.label(place)} is never true ${this.#names.here}`);
  }

  /** A name that is compared with itself. */
  ofItself(op: Comparison, left: WhereNode, right: WhereNode): PteDecodeError {
    return this.at(left, `${this.label(left)} ${op} ${this.label(right)} is never true`);
  }

  /** Numbers that do not reach each other. */
  neverTrue(
    op: Comparison,
    left: Checked,
    leftDomain: IntegerDomain,
    right: Checked,
    rightDomain: IntegerDomain,
  ): PteDecodeError {
    const [place, other, domain] = leftDomain.isConstant
      ? [left.node, right.node, rightDomain]
      : [right.node, left.node, leftDomain];
    const name = this.label(other);
    const isEquality = op === '==' || (op === '!=' && !domain.isTruth);
    const said = isEquality
      ? `${name} is never ${this.label(place)}`
      : `${this.label(left.node)} ${op} ${this.label(right.node)} is never true`;
    if (domain.isConstant) return this.at(place, said);
    if (domain.isTruth)
      return this.at(
        place,
        domain.numbers ? `${said} ${this.#names.here}` : `${said}: ${name} is true or false`,
      );
    const constant = leftDomain.isConstant ? leftDomain.min : rightDomain.min;
    if (other.kind === 'bits' && domain.bits === 0n) return this.at(place, `${said}: ${name} is 0`);
    const isMask = other.kind === 'bits' || (isEquality && constant <= domain.max);
    const near = isMask && other.kind === 'name' ? constant & domain.bits : 0n;
    const meant = near === 0n ? '' : `: did you mean 0x${near.toString(16)}?`;
    return this.at(place, `${said}: ${name} ${limitOf(domain, isMask)}${meant}`);
  }

  /** Suggests the names behind a number, where a text is compared with it: `marker_names` for `marker`. */
  #namesOf({ node }: Checked, text: string): string {
    if (node.kind !== 'name') return '';
    const names = this.#names.all.find(({ name }) => name === `${node.name}_names`);
    if (names?.values === undefined) return '';
    const value = nearestEnding(text, names.values);
    return `: ${value === undefined ? 'its names stand in' : 'did you mean'} ${names.name}${value === undefined ? '' : ` has ${quoted(value)}?`}`;
  }

  /** A name that is also a value of the other side: that value in quotes. */
  #quotedName({ node }: Checked, values: Values): string | undefined {
    if (node.kind !== 'name' || values === undefined) return undefined;
    const text = this.#text.slice(node.at, node.end);
    // Spelled as the end of a macro it may be that macro: `UFFD_WP` of `_PAGE_UFFD_WP`.
    const [macro] = values
      .filter((each) => each.endsWith(`_${text.toUpperCase()}`))
      .toSorted((a, b) => a.length - b.length);
    const value = findValue(values, text) ?? macro;
    return value === undefined ? undefined : quoted(value);
  }

  /** Suggests the name for what stands behind the colon of a state as texts print it: `pte-marker:uffd_wp`. */
  #partOf(text: string, { node }: Checked, values: readonly string[]): string {
    const colon = text.indexOf(':');
    if (node.kind !== 'name' || colon < 0 || findValue(values, text.slice(0, colon)) === undefined) return '';
    const prefix = node.name.slice(0, node.name.lastIndexOf('.') + 1);
    return this.#comparisonWith(text.slice(colon + 1), prefix);
  }

  /**
   * Suggests the name of which a text is a value; empty where it is a value of none.
   *
   * @param prefix what the name begins with
   */
  #comparisonWith(text: string, prefix = ''): string {
    for (const { name, type, values = [] } of this.#names.all) {
      if (!name.startsWith(prefix)) continue;
      const value = findValue(values, text);
      if (value !== undefined)
        return `: did you mean ${name} ${type === 'list' ? 'has' : '=='} ${quoted(value)}?`;
    }
    return '';
  }
}

/** The macro that a text means which is near its name, or near the end of it: `_PAGE_DIRTY` for `dirtyy`. */
function nearestEnding(text: string, macros: readonly string[]): string | undefined {
  const whole = nearest(text, macros);
  if (whole !== undefined) return whole;
  const byEnding = new Map<string, string>();
  // The shortest macro with an ending is the one that is called by it.
  for (const macro of macros.toSorted((a, b) => a.length - b.length))
    for (const { index } of macro.matchAll(/_(?=.)/g)) {
      const ending = macro.slice(index + 1);
      if (!byEnding.has(ending)) byEnding.set(ending, macro);
    }
  const ending = nearest(text, byEnding.keys());
  return ending === undefined ? undefined : byEnding.get(ending);
}
