import { CI_TOOLS } from './ci-tools.ts';
import { CODE_TOOLS } from './code-tools.ts';
import { KNOWLEDGE_TOOLS } from './knowledge-tools.ts';
import { REGISTRY_TOOLS } from './registry-tools.ts';
import type { Tool } from './tool.ts';

export { issuesOf, schemaOf, type Tool, type ToolPorts } from './tool.ts';

/** All readings, in an order that never changes: they are the beginning of every request, which is cached. */
export const READING_TOOLS: readonly Tool[] = [
  ...CODE_TOOLS,
  ...KNOWLEDGE_TOOLS,
  ...REGISTRY_TOOLS,
  ...CI_TOOLS,
];
