export interface CodeLine {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

/** Where the code of routes is looked for. */
export interface CodePorts {
  search(pattern: string, limit: number): Promise<readonly CodeLine[]>;
  /** The text of a file; nothing where it cannot be read. */
  read(path: string): Promise<{ readonly text: string } | undefined>;
}
