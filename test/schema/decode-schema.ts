import { LEVELS } from '../../src/core/rows/layout.ts';
import type { Architecture, ArchLayout } from '../../src/core/rows/architecture.ts';
import { GRADES } from '../../src/core/verdicts/notes.ts';
import { PLACED_STATES, type State, swapClassOf, UNMAPPED } from '../../src/core/entry/state.ts';
import { commonProperties, propertiesOf } from '../../src/records/properties.ts';
import { pathOf, type Property } from '../../src/records/property.ts';
import { isOfPlace } from '../../src/records/record.ts';
import { SCHEMA } from '../../src/records/schema-number.ts';

/** A JSON schema, or a part of one. */
export interface JsonSchema {
  readonly [key: string]: unknown;
}

/** The name under which the schema of an output is known to others. */
export function schemaId(output: string): string {
  return `urn:pte-decode:schema:${SCHEMA}:${output}`;
}

const ref = (definition: string): JsonSchema => ({ $ref: `#/$defs/${definition}` });

/** The parts that other schemas take from this one. */
const DEFINITIONS: JsonSchema = {
  schema: { description: 'The version of this format.', const: SCHEMA },
  raw: {
    description: '64 bits as 0x and 16 lower-case hexadecimal digits.',
    type: 'string',
    pattern: '^0x[0-9a-f]{16}$',
  },
  hex: {
    description: 'An unsigned number of at most 64 bits as 0x and hexadecimal digits without leading zeros.',
    type: 'string',
    pattern: '^0x(0|[1-9a-f][0-9a-f]{0,15})$',
  },
  arch: {
    description: 'Architecture, as the kernel names it.',
    type: 'string',
    pattern: '^[a-z][a-z0-9_]*$',
  },
  kernel: {
    description:
      'The kernel assumed: a profile or release, then what differs from it, with commas. --kernel takes it.',
    type: 'string',
    pattern: '^[A-Za-z0-9][A-Za-z0-9._+~-]*(,[A-Za-z0-9_.+-]+=[A-Za-z0-9_.+-]+)*$',
  },
  level: { description: 'Level of the table the entry stands in.', enum: LEVELS },
  state: { description: 'What the entry is.', enum: PLACED_STATES },
  paging: { description: 'Number of page-table levels.', type: 'integer', minimum: 2, maximum: 5 },
  name: { description: 'A name as the kernel spells it.', type: 'string', minLength: 1 },
  text: { description: 'Text for people.', type: 'string', minLength: 1 },
  verdict: {
    description:
      'Whether a rule of the special pte holds, null where nobody knows whether this kernel has the bit that decides: the predicate and the bits that decided.',
    type: 'object',
    additionalProperties: false,
    required: ['holds', 'why'],
    properties: { holds: { type: ['boolean', 'null'] }, why: ref('text') },
  },
};

/** Properties with a definition of their own. `level` is not among them: a log has one more. */
const DEFINED: ReadonlySet<string> = new Set(['arch', 'kernel', 'paging', 'state']);

/** What JSON has for a value of a property that is not null. */
function valueSchema(property: Property): JsonSchema {
  const { name, type, values, wide } = property;
  if (DEFINED.has(name)) return ref(name);
  if (name === 'level') return { type: 'string' };
  if (name === 'notes') return notesSchema(values ?? []);
  // What is no bare value is the verdict of a rule.
  if (property.json) return ref('verdict');
  switch (type) {
    case 'u64':
      return ref(wide ? 'raw' : 'hex');
    case 'number':
      return { type: 'integer', minimum: 0 };
    case 'truth':
      return { type: 'boolean' };
    case 'list':
      return { type: 'array', items: ref('name'), uniqueItems: true };
    case 'text':
      return values ? { enum: values } : { type: 'string', minLength: 1 };
  }
}

function notesSchema(codes: readonly string[]): JsonSchema {
  return {
    type: 'array',
    items: {
      type: 'object',
      additionalProperties: false,
      required: ['code', 'grade', 'text'],
      properties: {
        code: { description: 'Stays the same from release to release.', enum: codes },
        grade: {
          description: 'Whether an intact kernel makes it; verdicts hang on violations alone.',
          enum: [...GRADES, 'unknown'],
        },
        text: ref('text'),
      },
    },
  };
}

function propertySchema(property: Property): JsonSchema {
  const { text: description, always, path } = property;
  const schema = valueSchema(property);
  // JSON has an object for each rule: what is null stands in it.
  return always === true || path?.[0] === 'rules'
    ? { description, ...schema }
    : { description, anyOf: [schema, { type: 'null' }] };
}

/** The keys of a record that are the same for all architectures, in order; an object's members are one key. */
function commonSchemas(): ReadonlyMap<string, JsonSchema> {
  const schemas = new Map<string, JsonSchema>();
  const properties = commonProperties().filter((property) => !isOfPlace(property));
  for (const property of properties) {
    const [object, key] = pathOf(property);
    if (object === undefined) schemas.set(key, propertySchema(property));
    else if (!schemas.has(object))
      schemas.set(object, objectSchema(properties.filter((each) => pathOf(each)[0] === object)));
  }
  return schemas;
}

/** An object of several properties; null where all of them can be. */
function objectSchema(members: readonly Property[]): JsonSchema {
  const keys = members.map((property) => pathOf(property)[1]);
  const schema = {
    type: 'object',
    additionalProperties: false,
    required: keys,
    properties: Object.fromEntries(members.map((property, index) => [keys[index], propertySchema(property)])),
  };
  return members.some(({ always }) => always === true) ? schema : { anyOf: [schema, { type: 'null' }] };
}

/** The properties that one architecture has beside those of all. */
function ownProperties(layout: ArchLayout): readonly Property[] {
  const common = new Set(commonProperties().map(({ name }) => name));
  return propertiesOf(layout).filter(({ name }) => !common.has(name));
}

/** The single bits of all architectures; the description says whose bits they are. */
function bitSchemas(architectures: readonly Architecture[]): JsonSchema {
  const texts = new Map<string, Map<string, string[]>>();
  for (const { arch, layout } of architectures)
    for (const { name, text } of ownProperties(layout)) {
      const ofName = texts.get(name) ?? new Map<string, string[]>();
      texts.set(name, ofName.set(text, [...(ofName.get(text) ?? []), arch]));
    }
  return Object.fromEntries(
    [...texts].map(([name, ofName]) => [
      name,
      {
        description: [...ofName].map(([text, arches]) => `${arches.join(', ')}: ${text}`).join('; '),
        type: ['boolean', 'null'],
      },
    ]),
  );
}

const oneOfThese = (key: string, value: string): JsonSchema => ({ properties: { [key]: { const: value } } });

/** What an entry of a state has: its class, and which of the numbers. */
function stateSchema(state: State): JsonSchema {
  const swapLike = swapClassOf(state) !== null;
  const mapped = state === 'present' || state === 'protnone' || state === 'table' || state === UNMAPPED;
  const slot = state === 'swap' || state === 'uffd-wp-special' || state === 'pte-marker';
  const frame = mapped ? ref('hex') : slot || state === 'none' ? { type: 'null' } : {};
  const marker = state === 'pte-marker';
  return {
    if: oneOfThese('state', state),
    then: {
      properties: {
        class: { const: swapClassOf(state) },
        pfn: frame,
        phys: frame,
        swap: swapLike
          ? {
              type: 'object',
              properties: { type: { type: 'integer' }, offset: ref('hex'), name: ref('name') },
            }
          : { type: 'null' },
        marker: marker ? ref('hex') : { type: 'null' },
        marker_names: { type: marker ? 'array' : 'null' },
      },
    },
  };
}

/**
 * The schema of the records of decoded entries (draft 2020-12), out of the table of properties. Others refer to its
 * `$defs`: `record` is what every record of an entry has, `entry` what follows from the state of a single entry.
 *
 * @param architectures all of them
 */
export function decodeSchema(architectures: readonly Architecture[]): JsonSchema {
  const common = commonSchemas();
  const placeTexts = new Map(commonProperties().map(({ name, text }) => [name, text]));
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: schemaId('decode'),
    title: 'Decoded page-table entry',
    description: 'One line of pte-decode --json.',
    type: 'object',
    allOf: [ref('record'), ref('entry')],
    properties: {
      level: ref('level'),
      predicates: {
        description: "What the kernel's functions answer, under the kernel's names; only with --predicates.",
        type: 'object',
        minProperties: 1,
        propertyNames: { pattern: '^[a-z_][a-z0-9_]*(@[a-z0-9]+=[a-z0-9]+)?$' },
        additionalProperties: { anyOf: [{ type: 'boolean' }, ref('hex')] },
      },
      input: { description: placeTexts.get('input'), type: 'string' },
      origin: { description: placeTexts.get('origin'), type: 'string', minLength: 1 },
    },
    unevaluatedProperties: false,
    $defs: {
      record: {
        description: 'What the record of an entry has, wherever the entry stands. Other keys may follow.',
        type: 'object',
        required: ['schema', ...common.keys()],
        properties: { schema: ref('schema'), ...Object.fromEntries(common), ...bitSchemas(architectures) },
        allOf: architectures.map(({ arch, layout }) => ({
          if: oneOfThese('arch', arch),
          then: { required: ownProperties(layout).map(({ name }) => name) },
        })),
      },
      entry: {
        description: 'What a single entry has: numbers that a range of entries may lack.',
        allOf: PLACED_STATES.map(stateSchema),
      },
      ...DEFINITIONS,
    },
  };
}
