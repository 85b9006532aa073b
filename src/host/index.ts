export { changeFile } from './change-file.ts';
export { decodeText, readTextFile, sizeLimit, whyUnread } from './confined-read.ts';
export { createDataFiles, createGivenFiles } from './data-files.ts';
export { openDayCache } from './day-cache.ts';
export { editorCommand, editText } from './editor.ts';
export {
  findProgram,
  isInside,
  isProgram,
  programInside,
  realOrSame,
  repositoryTop,
  trustedPath,
} from './find-program.ts';
export { type FolderState, folderState } from './folder-state.ts';
export { ghToken } from './gh-token.ts';
export { createGit } from './git.ts';
export { createGitObjects } from './git-objects.ts';
export { type FilePatch, PATCH_OPTIONS, parsePatch } from './git-patch.ts';
export { gitProgram } from './git-program.ts';
export { createGiveBack } from './give-back.ts';
export { readGivenFile } from './given-file.ts';
export { readGivenLog } from './given-log.ts';
export {
  decodedChunks,
  givenChunks,
  givenKind,
  inputIsTyped,
  logFiles,
} from './given-stream.ts';
export { sha16 } from './hash.ts';
export { namedPlan } from './named-plan.ts';
export { openInEditor } from './open-file.ts';
export { runInTerminal } from './own-terminal.ts';
export { packageRoot, readBuilt } from './package-root.ts';
export type { Git, ProjectFiles } from './port.ts';
export { fileMode, keepNewest, readJson, replaceFile } from './private-file.ts';
export { runBounded } from './process.ts';
export { createProjectFiles } from './project-files.ts';
export { codeOf, findProjectRoot } from './project-root.ts';
export { createReportFiles, type ReadReport, type ReportFiles, readGivenReport } from './report-files.ts';
export { sameStamp, stampFiles } from './stamps.ts';
export { fileInTar } from './tar.ts';
export {
  cacheFolder,
  privateFolder,
  projectId,
  stateFolder,
  userFolder,
} from './user-folders.ts';
export { createWorkTree } from './work-tree.ts';
export { syncFolder, writeFully } from './write-fully.ts';
export { openZip, type ZipEntry, ZipProblem } from './zip.ts';
