import ts from 'typescript';

/**
 * The text of a module of TypeScript in JavaScript, without some keys of its tables.
 *
 * @param source the text of the module
 * @param keys names of properties: they are left out of all object literals where they have a value
 */
export function withoutKeys(source, keys) {
  const isLeftOut = (node) =>
    (ts.isPropertyAssignment(node) ||
      (ts.isMethodDeclaration(node) && ts.isObjectLiteralExpression(node.parent))) &&
    ts.isIdentifier(node.name) &&
    keys.includes(node.name.text);
  const leaveOut = (context) => (file) => {
    const visit = (node) => (isLeftOut(node) ? undefined : ts.visitEachChild(node, visit, context));
    return ts.visitEachChild(file, visit, context);
  };
  const compilerOptions = {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
  };
  return ts.transpileModule(source, { compilerOptions, transformers: { before: [leaveOut] } }).outputText;
}
