const NAMES: Readonly<Record<string, string>> = {
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  py: 'python',
  rb: 'ruby',
  rs: 'rust',
  kt: 'kotlin',
  yml: 'yaml',
  sh: 'bash',
  md: 'markdown',
  tf: 'hcl',
};

/** The name of a file's language on a code fence; its extension where that is the name. */
export function languageOf(path: string): string {
  const ext = path.slice(path.lastIndexOf('.') + 1);
  return NAMES[ext] ?? ext;
}
