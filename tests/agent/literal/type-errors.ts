import { realpathSync } from 'node:fs';
import ts from 'typescript';

const OPTIONS = {
  target: 'ES2022',
  lib: ['ES2022'],
  module: 'ESNext',
  moduleResolution: 'bundler',
  types: ['node'],
  strict: true,
  noUncheckedIndexedAccess: true,
  noImplicitOverride: true,
  esModuleInterop: true,
  skipLibCheck: true,
  noEmit: true,
};

/** Declarations of packages and of the language, which every compilation reads: parsed once, by real path. */
const declarations = new Map<string, ts.SourceFile>();

/** What the compiler says of the sources in these folders: one line an error, nothing where they compile. */
export function typeErrors(root: string, include: readonly string[]): readonly string[] {
  const config = ts.parseJsonConfigFileContent({ compilerOptions: OPTIONS, include }, ts.sys, root);
  const bare = ts.createCompilerHost(config.options);
  const host: ts.CompilerHost = {
    ...bare,
    getCurrentDirectory: () => root,
    getSourceFile(path, ...rest) {
      if (!path.includes('/node_modules/')) return bare.getSourceFile(path, ...rest);
      const real = realpathSync(path);
      const file = declarations.get(real) ?? bare.getSourceFile(path, ...rest);
      if (file) declarations.set(real, file);
      return file;
    },
  };
  const program = ts.createProgram(config.fileNames, config.options, host);
  return [...config.errors, ...ts.getPreEmitDiagnostics(program)].map(found => {
    const at = found.file && ts.getLineAndCharacterOfPosition(found.file, found.start ?? 0);
    const place = at ? `${found.file?.fileName}(${at.line + 1},${at.character + 1}): ` : '';
    return `${place}error TS${found.code}: ${ts.flattenDiagnosticMessageText(found.messageText, ' ')}`;
  });
}
