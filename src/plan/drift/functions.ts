/** The name that a signature defines: `createHub` of `export function createHub(server: Server): Hub`. */
export function functionName(signature: string): string | undefined {
  const head = signature
    .trim()
    .replace(
      /^(?:(?:export|default|public|private|protected|static|async|abstract|override|pub(?:\([^)]*\))?|function|def|func|fn|fun|class|interface|type|const|let|var|val)\s+)+/,
      '',
    )
    // Go: `(s *Store) Create(name string)`.
    .replace(/^\([^)]*\)\s*/, '');
  return /^([\p{L}_$][\p{L}\p{N}_$]*(?:(?:\.|::|#)[\p{L}_$][\p{L}\p{N}_$]*)*)/u.exec(head)?.[1];
}
