import ts from 'typescript';

/** A class by its file and name, with what is counted of it. */
export interface ClassFigure {
  readonly place: string;
  readonly count: number;
}

/** What the classes of some files hold open to others. */
export interface ClassFigures {
  /** Fields that anybody may assign, each as file, class and field. */
  readonly mutableFields: readonly string[];
  /** Functions that a class takes: parameters of its constructor, and properties of these. */
  readonly functions: readonly ClassFigure[];
  /** Files that assign a count of what is in flight. */
  readonly countingFiles: readonly string[];
}

/** Reads all of it by the types of the compiler; nameOf shortens a file's path. */
export function readClassFigures(
  files: readonly string[],
  nameOf: (file: string) => string,
): ClassFigures {
  const program = ts.createProgram([...files], {
    allowImportingTsExtensions: true,
    module: ts.ModuleKind.NodeNext,
    noEmit: true,
    strict: true,
    target: ts.ScriptTarget.ESNext,
    types: ['node'],
  });
  const checker = program.getTypeChecker();
  const mutableFields: string[] = [];
  const functions: ClassFigure[] = [];
  const countingFiles = new Set<string>();
  for (const file of files) {
    const source = program.getSourceFile(file);
    if (source === undefined) continue;
    const name = nameOf(file);
    const visit = (node: ts.Node): void => {
      if (ts.isClassDeclaration(node)) {
        const place = `${name} ${node.name?.text ?? 'a class'}`;
        mutableFields.push(...mutableFieldsOf(node).map((field) => `${place}.${field}`));
        functions.push({ place, count: functionsOf(node, checker) });
      }
      if (assignsInFlight(node, checker)) countingFiles.add(name);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { mutableFields, functions, countingFiles: [...countingFiles] };
}

function mutableFieldsOf(node: ts.ClassDeclaration): string[] {
  return node.members
    .filter((member) => ts.isPropertyDeclaration(member))
    .filter(({ name }) => !ts.isPrivateIdentifier(name))
    .filter(({ modifiers }) => !modifiers?.some(isClosing))
    .map(({ name }) => name.getText());
}

function isClosing({ kind }: ts.ModifierLike): boolean {
  return kind === ts.SyntaxKind.ReadonlyKeyword || kind === ts.SyntaxKind.PrivateKeyword;
}

function functionsOf(node: ts.ClassDeclaration, checker: ts.TypeChecker): number {
  const constructor = node.members.find((member) => ts.isConstructorDeclaration(member));
  let count = 0;
  for (const parameter of constructor?.parameters ?? []) {
    const type = checker.getTypeAtLocation(parameter);
    if (isFunction(type)) count += 1;
    else if (isBag(type)) count += type.getProperties().filter(isFunctionOf(checker)).length;
  }
  return count;
}

/** An object that hands over what is in it: no other part of the engine, and no value. */
function isBag(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.Object) !== 0 && !type.isClass();
}

/** A method of what is passed counts like a function: it would be a way around. */
function isFunctionOf(checker: ts.TypeChecker): (property: ts.Symbol) => boolean {
  return (property) => isFunction(checker.getTypeOfSymbol(property));
}

function isFunction(type: ts.Type): boolean {
  return type.getCallSignatures().length > 0;
}

const ASSIGNMENTS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsToken,
  ts.SyntaxKind.PlusEqualsToken,
  ts.SyntaxKind.MinusEqualsToken,
]);
const STEPS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusPlusToken,
  ts.SyntaxKind.MinusMinusToken,
]);

function assignsInFlight(node: ts.Node, checker: ts.TypeChecker): boolean {
  const target = assignedBy(node);
  if (target === null || !/inFlight$/i.test(target.getText())) return false;
  return (checker.getTypeAtLocation(target).flags & ts.TypeFlags.NumberLike) !== 0;
}

/** What an expression assigns; null when it assigns nothing. */
function assignedBy(node: ts.Node): ts.Expression | null {
  if (ts.isBinaryExpression(node)) {
    return ASSIGNMENTS.has(node.operatorToken.kind) ? node.left : null;
  }
  const isUnary = ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node);
  return isUnary && STEPS.has(node.operator) ? node.operand : null;
}
