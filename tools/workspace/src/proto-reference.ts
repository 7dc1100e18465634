import {
  type DescEnum,
  type DescField,
  type DescFile,
  type DescMessage,
  type DescService,
  type FileRegistry,
  ScalarType,
} from '@bufbuild/protobuf';
import { getComments } from '@bufbuild/protoplugin';

const OURS = 'webhooks.';

type Described = Parameters<typeof getComments>[0];

/** The contract between processes in Markdown, from its descriptors with their comments. */
export function protoReference(registry: FileRegistry): string {
  const files = [...registry.files]
    .filter(({ proto }) => proto.package.startsWith(OURS))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const packages = new Set(files.map(({ proto }) => proto.package));
  return [
    '# Proto reference',
    'Made from `proto/` by `npm run generate`. How to call it: [grpc.md](grpc.md).',
    ...[...packages].flatMap((name) => [
      `## ${name}`,
      ...files.filter(({ proto }) => proto.package === name).flatMap(sections),
    ]),
  ].join('\n\n');
}

function sections(file: DescFile): string[] {
  return [
    ...file.services.flatMap(service),
    ...file.messages.flatMap(message),
    ...file.enums.flatMap(enumeration),
  ];
}

function service(desc: DescService): string[] {
  return [
    `### ${desc.name}`,
    commentOf(desc),
    ...desc.methods.flatMap((method) => [
      `#### ${desc.name}/${method.name}`,
      `(${streamed(method.input, ['client_streaming', 'bidi_streaming'].includes(method.methodKind))}) → ` +
        `(${streamed(method.output, ['server_streaming', 'bidi_streaming'].includes(method.methodKind))})`,
      commentOf(method),
    ]),
  ];
}

function streamed(desc: DescMessage, isStream: boolean): string {
  return `${isStream ? 'stream of ' : ''}${linkTo(desc)}`;
}

function message(desc: DescMessage): string[] {
  const rows = desc.fields.map(
    (field) => `| ${field.number} | \`${field.name}\` | ${typeOf(field)} | ${cell(field)} |`,
  );
  const table = ['| no. | field | type | meaning |', '| --- | --- | --- | --- |', ...rows];
  return [
    `### ${nameOf(desc)}`,
    commentOf(desc),
    rows.length > 0 ? table.join('\n') : 'No fields.',
    ...desc.nestedMessages.filter(({ proto }) => proto.options?.mapEntry !== true).flatMap(message),
    ...desc.nestedEnums.flatMap(enumeration),
  ];
}

function enumeration(desc: DescEnum): string[] {
  const rows = desc.values.map(
    (value) => `| ${value.number} | \`${value.name}\` | ${cell(value)} |`,
  );
  return [
    `### ${nameOf(desc)}`,
    commentOf(desc),
    ['| no. | value | meaning |', '| --- | --- | --- |', ...rows].join('\n'),
  ];
}

function typeOf(field: DescField): string {
  switch (field.fieldKind) {
    case 'scalar':
      return `${ScalarType[field.scalar].toLowerCase()}${oneofOf(field)}`;
    case 'enum':
      return linkTo(field.enum);
    case 'message':
      return `${linkTo(field.message)}${oneofOf(field)}`;
    case 'list':
      return `list of ${elementOf(field)}`;
    case 'map':
      return `map of ${ScalarType[field.mapKey].toLowerCase()}`;
  }
}

function elementOf(field: DescField & { fieldKind: 'list' }): string {
  if (field.listKind === 'message') return linkTo(field.message);
  return field.listKind === 'enum' ? linkTo(field.enum) : ScalarType[field.scalar].toLowerCase();
}

function oneofOf(field: DescField): string {
  if (field.oneof !== undefined) return `, one of ${field.oneof.name}`;
  return field.proto.proto3Optional ? ', optional' : '';
}

/** Nested types after those that they stand in: "Outer.Inner". */
function nameOf(desc: DescMessage | DescEnum): string {
  return desc.typeName.slice(desc.file.proto.package.length + 1);
}

/** A link within the page for what is ours; a name for what is not. */
function linkTo(desc: DescMessage | DescEnum): string {
  if (!desc.typeName.startsWith(OURS)) return `\`${desc.typeName}\``;
  const name = nameOf(desc);
  return `[${name}](#${name.toLowerCase().replaceAll('.', '')})`;
}

function commentOf(desc: Described): string {
  return (getComments(desc).leading ?? '')
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim();
}

/** A comment in one cell of a table. */
function cell(desc: Described): string {
  return commentOf(desc).replaceAll('\n', ' ').replaceAll('|', '\\|');
}
