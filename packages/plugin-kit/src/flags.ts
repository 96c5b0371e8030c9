import * as Flags from '@oclif/core/flags';

/**
 * The flags of the contract, defined once: the app's own commands and every provider's use the same words for the
 * same things. The five that matter most for a command come first in its help; the others stand in groups below.
 */

/** What is printed, and how. */
export const outputFlags = {
  json: Flags.boolean({ summary: 'Print one JSON document instead of text.', helpGroup: 'output' }),
  quiet: Flags.boolean({ summary: 'Print results only: no progress, no advice.', helpGroup: 'output' }),
  'no-color': Flags.boolean({ summary: 'Print without colours (NO_COLOR does the same).', helpGroup: 'output' }),
};

const location = (summary: string) =>
  Flags.string({ summary, helpValue: 'PATH', helpGroup: 'selection', multiple: true, multipleNonGreedy: true });

const project = Flags.string({
  summary: 'Look for projects, and what they use and keep, in this folder and below it. May be repeated.',
  helpValue: 'DIR',
  helpGroup: 'selection',
  multiple: true,
  multipleNonGreedy: true,
});

const dryRun = Flags.boolean({ char: 'n', summary: 'Show what would be done, and change nothing.' });

/** Of whatever asks before it does something. */
const yes = Flags.boolean({ char: 'y', summary: 'Answer the question with yes.' });

/** Whether something is removed, and what becomes of it. */
const confirmationFlags = {
  'dry-run': dryRun,
  yes,
  keep: Flags.string({
    summary: 'Hold what goes for so long, so that "devclean undo" can bring it back; 0 frees it at once.',
    helpValue: '24h',
    helpGroup: 'removal',
  }),
  trash: Flags.boolean({
    summary: 'Move what goes to the trash, which frees its space when you empty it.',
    helpGroup: 'removal',
  }),
};

/** Which caches, of those that are found; and where the plan goes. */
const choiceFlags = {
  'plan-out': Flags.string({
    summary: 'Write the plan to a file for "devclean apply", and change nothing else.',
    helpValue: 'FILE',
    helpGroup: 'removal',
  }),
  location: location('Only this folder, also where it is not taken by itself. May be repeated.'),
  project,
  context: Flags.string({
    summary: 'Only the caches of this installation. May be repeated.',
    helpValue: 'ID',
    helpGroup: 'selection',
    multiple: true,
    multipleNonGreedy: true,
  }),
  'older-than': Flags.string({
    summary: 'Only what was not used for so long.',
    helpValue: '30d',
    helpGroup: 'selection',
  }),
  leftovers: Flags.boolean({ summary: 'Take caches too that no installation uses any more.', helpGroup: 'selection' }),
};

/** How much room is to be made. */
const roomFlags = {
  free: Flags.string({
    summary: 'Only what frees so much: safe before costly, what was not used for longest first.',
    helpValue: '20GB',
  }),
  'until-free': Flags.string({
    summary: 'As --free, until so much is free on the disk of the home folder.',
    helpValue: '50GB',
    helpGroup: 'selection',
  }),
};

const section = {
  summary: 'Only this section, whatever its safety. May be repeated.',
  helpValue: '[TOOL/]ID',
  multiple: true,
  multipleNonGreedy: true,
} as const;

/** What is removed: the flags of whatever makes a plan of whole parts. */
export const removalFlags = {
  ...confirmationFlags,
  ...roomFlags,
  include: Flags.option({ options: ['costly'] as const })({
    summary: 'Take costly sections too; "TOOL purge" does so anyway.',
    helpValue: 'costly',
  }),
  section: Flags.string(section),
  ...choiceFlags,
  via: Flags.option({ options: ['native', 'direct'] as const })({
    summary: 'Let a command of the tool itself remove it (native), or devclean (direct).',
    helpValue: 'native|direct',
    helpGroup: 'removal',
  }),
};

const orphans = Flags.boolean({ summary: 'Only what the tool itself can find no more.' });

/** What of some entries is removed. */
export const entryRemovalFlags = {
  ...confirmationFlags,
  'with-index': Flags.boolean({ summary: 'Also what the registry said about the package.' }),
  orphans,
  section: Flags.string({ ...section, helpGroup: 'selection' }),
  ...choiceFlags,
};

/** Whether and for whom a tool's caching is changed. */
export const cachingFlags = {
  'dry-run': dryRun,
  yes,
  context: Flags.string({
    summary: 'Only this installation of the tool. May be repeated.',
    helpValue: 'ID',
    multiple: true,
    multipleNonGreedy: true,
  }),
};

/** Where else to look. */
export const scanFlags = { location: location('Look at this folder too, wherever it lies. May be repeated.'), project };

/** Which entries are listed. */
export const listFlags = {
  orphans,
  ...scanFlags,
};

/** How a plan that was written before is carried out. */
export const applyFlags = {
  ...confirmationFlags,
  location: location('A folder that --location named when the plan was made. May be repeated.'),
  project,
};
