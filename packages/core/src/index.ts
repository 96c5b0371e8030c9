export type { Finding, Identity, Usage } from '@devclean/disk';
export type { ApplyEvent } from './apply/apply-event.js';
export { type ApplyOptions, applyPlan } from './apply/apply-plan.js';
export { checkJournal, type JournalCheck, type JournalFinding } from './apply/check-journal.js';
export { checkClock } from './apply/clock.js';
export { freeBatch, type History, history, type PastBatch } from './apply/history.js';
export type { MadeRoom, PurgeResult, StepOutcome, ToolAnswer } from './apply/purge-result.js';
export { refuseSudo } from './apply/refuse-sudo.js';
export { type CommandEnd, runCommand } from './apply/run-command.js';
export {
  type CachingChange,
  type CachingReport,
  cachingOf,
  changeCaching,
  planCaching,
} from './apply/switch-caching.js';
export { type UndoneItem, type UndoResult, undoBatch } from './apply/undo-batch.js';
export { type Bytes, fileBytes } from './archives/bytes.js';
export { type ZipDirectory, type ZipRecord, zipContent, zipDirectory } from './archives/zip-directory.js';
export type * from './documents.js';
export type { ErrorCode, ErrorData } from './errors.js';
export { DevcleanError, ERROR_CODES, errorData, isDevcleanError } from './errors.js';
export { jsonSlip } from './own-files/json-slip.js';
export { writeNewFolder } from './own-files/new-folder.js';
export { writePageFile } from './own-files/page-file.js';
export { readPlanFile, writePlanFile } from './own-files/plan-file.js';
export { placePlugin, readPlugins, removePlugin, stagePlugin, writePlugins } from './own-files/plugins-folder.js';
export {
  providerFilesFolder,
  removeProviderFile,
  type StoredProviderFile,
  storedProviderFiles,
  storeProviderFile,
  textOfProviderFile,
} from './own-files/provider-files.js';
export {
  type AppliedSetting,
  readSettings,
  type SettingName,
  type Settings,
  type SettingsContext,
  settingsByFile,
  settingsFile,
  type UserSettings,
  userProtection,
} from './own-files/settings.js';
export { textOfSettings, writeSettingsFile } from './own-files/settings-file.js';
export {
  isSettingName,
  type KnownSetting,
  knownSettings,
  placeOfSetting,
  problemsOfSettings,
  type SettingsProblem,
} from './own-files/settings-problems.js';
export { isRoomMade, sectionsAtGoal } from './plan/choose-room.js';
export { parseDuration } from './plan/duration.js';
export { type EntrySelector, isSelected, parseSelector } from './plan/entry-selector.js';
export { exitCodeOf } from './plan/exit-code.js';
export { defaultKeepMs } from './plan/keep.js';
export { type ExpectedPurge, expectPurge, planPurge } from './plan/plan-purge.js';
export type {
  MoreRoom,
  PlannedRoom,
  PurgePlan,
  PurgeStep,
  SkippedItem,
  StepEntry,
  StepIdentity,
} from './plan/purge-plan.js';
export { readPlan } from './plan/read-plan.js';
export { viewsOf } from './provider/ask-provider.js';
export type * from './provider/cache-provider.js';
export { configValue } from './provider/config-value.js';
export { defineProvider } from './provider/define-provider.js';
export {
  type ExplainedCache,
  type ExplainedCommand,
  type ExplainedSection,
  type Explanation,
  explanationOf,
} from './provider/explanation.js';
export { isRecognised } from './provider/is-recognised.js';
export { defaultPlace } from './provider/location-rules.js';
export { fillPath } from './provider/path-template.js';
export { expandPattern } from './provider/pattern.js';
export type { ProviderFile } from './provider/provider-file.js';
export { sectionsOf } from './provider/sections-of.js';
export { specProblems } from './provider/spec-problems.js';
export { triedPlaces } from './provider/tried-places.js';
export { withoutSecrets } from './provider/without-secrets.js';
export { type ActiveLocations, activeLocations } from './scan/active-locations.js';
export type * from './scan/entry-list.js';
export { entryNames } from './scan/entry-names.js';
export { failedReport } from './scan/failed-report.js';
export { type EntryListing, type ListedEntry, listEntries } from './scan/list-entries.js';
export { joinSections, narrowToEntries, splitIntoEntries } from './scan/narrow-to-entries.js';
export { type ScanOptions, scan } from './scan/scan.js';
export type * from './scan/scan-report.js';
export type {
  KnownProvider,
  ListEvent,
  Refusal,
  Scan,
  ScanEvent,
  ScannedItem,
  ScannedLocation,
  ScannedManaged,
} from './scan/scan-result.js';
export { createToolContext, type ToolContextOptions } from './system/create-tool-context.js';
export { findProjects } from './system/find-projects.js';
export { foldersUpFrom } from './system/folders-up-from.js';
export { volumeAt } from './system/machine.js';
export { mountPoints } from './system/mounts.js';
export { nodeManagers } from './system/node-managers.js';
export { oncePerContext } from './system/once-per-context.js';
export { programFolders } from './system/program-folders.js';
export type { FoundFile, Homes, ToolContext } from './system/tool-context.js';
export { unsafeWay } from './system/unsafe-way.js';
export type * from './words.js';
