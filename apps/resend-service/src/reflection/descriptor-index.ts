import {
  toBinary,
  type DescEnum,
  type DescFile,
  type DescMessage,
  type DescService,
} from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';

/** Finds the files that describe services. */
export interface DescriptorIndex {
  /** Full names of the services. */
  readonly services: readonly string[];
  /** A file and all that it imports, as serialized FileDescriptorProto; null when it is unknown. */
  byFilename(name: string): readonly Uint8Array[] | null;
  /** The same for the file that declares a message, enum, field, service or method. */
  bySymbol(fullName: string): readonly Uint8Array[] | null;
  /** Whether a message of this name is known. */
  hasMessage(fullName: string): boolean;
}

/**
 * Indexes some services and everything that their files import, and more files that no service
 * imports.
 */
export function createDescriptorIndex(
  services: readonly DescService[],
  more: readonly DescFile[] = [],
): DescriptorIndex {
  const roots = [...services.map(({ file }) => file), ...more];
  const files = new Map(withImports(roots).map((file) => [file.name, file]));
  const symbols = new Map<string, DescFile>();
  const messages = new Set<string>();
  for (const file of files.values()) {
    for (const name of symbolsOf(file)) symbols.set(name, file);
    for (const { typeName } of messagesOf(file)) messages.add(typeName);
  }
  const bytes = new Map(
    Array.from(files.values(), (file) => [file, toBinary(FileDescriptorProtoSchema, file.proto)]),
  );
  const serialize = (file: DescFile | undefined): Uint8Array[] | null =>
    file === undefined ? null : withImports([file]).flatMap((each) => bytes.get(each) ?? []);
  return {
    services: services.map(({ typeName }) => typeName),
    byFilename: (name) => serialize(files.get(name.replace(/\.proto$/, ''))),
    bySymbol: (fullName) => serialize(symbols.get(fullName)),
    hasMessage: (fullName) => messages.has(fullName),
  };
}

/** The files first, then what they import, each once. */
function withImports(files: readonly DescFile[]): DescFile[] {
  const all = new Set(files);
  // A set is walked to its end even while it grows.
  for (const file of all) for (const imported of file.dependencies) all.add(imported);
  return [...all];
}

function symbolsOf(file: DescFile): string[] {
  return [
    ...messagesOf(file).flatMap(messageSymbols),
    ...file.enums.flatMap(enumSymbols),
    ...file.services.flatMap(serviceSymbols),
  ];
}

function messagesOf({ messages }: { readonly messages: readonly DescMessage[] }): DescMessage[] {
  return messages.flatMap((message) => [
    message,
    ...messagesOf({ messages: message.nestedMessages }),
  ]);
}

function messageSymbols({ typeName, fields, oneofs, nestedEnums }: DescMessage): string[] {
  return [
    typeName,
    ...[...fields, ...oneofs].map(({ name }) => `${typeName}.${name}`),
    ...nestedEnums.flatMap(enumSymbols),
  ];
}

/** Values of an enum are siblings of it. */
function enumSymbols({ typeName, values }: DescEnum): string[] {
  const scope = typeName.slice(0, typeName.lastIndexOf('.') + 1);
  return [typeName, ...values.map(({ name }) => `${scope}${name}`)];
}

function serviceSymbols({ typeName, methods }: DescService): string[] {
  return [typeName, ...methods.map(({ name }) => `${typeName}.${name}`)];
}
