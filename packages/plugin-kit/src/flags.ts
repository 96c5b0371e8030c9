import * as Flags from '@oclif/core/flags';

/**
 * The flags of the contract, defined once: the app's own commands and every provider's use the same words for the
 * same things. Those that matter most come first in help; the others stand in groups below.
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
  summary: 'Look for projects in this folder and below it, for what they use and keep. May be repeated.',
  helpValue: 'DIR',
  helpGroup: 'selection',
  multiple: true,
  multipleNonGreedy: true,
});

/** Whether and how something is removed. */
const confirmationFlags = {
  'dry-run': Flags.boolean({ char: 'n', summary: 'Show what would be removed, and change nothing.' }),
  yes: Flags.boolean({ char: 'y', summary: 'Remove without asking.' }),
  keep: Flags.string({
    summary: 'Keep it aside for a while, so that "devclean undo" can bring it back; 0 removes it at once.',
    helpValue: '24h',
  }),
  trash: Flags.boolean({ summary: 'Move it to the trash instead; its space comes free when you empty that.' }),
};

/** Which caches, of those that are found; and where the plan goes. */
const choiceFlags = {
  section: Flags.string({
    summary: 'Only this part, whatever its safety. May be repeated.',
    helpValue: '[TOOL/]ID',
    multiple: true,
    multipleNonGreedy: true,
  }),
  'plan-out': Flags.string({
    summary: 'Write the plan to a file for "devclean apply", and change nothing else.',
    helpValue: 'FILE',
  }),
  location: location('Only this folder, even where it would not be taken by itself. May be repeated.'),
  project,
  context: Flags.string({
    summary: 'Only the caches of this installation of the tool. May be repeated.',
    helpValue: 'ID',
    helpGroup: 'selection',
    multiple: true,
    multipleNonGreedy: true,
  }),
  'older-than': Flags.string({
    summary: 'Only what was not used for so long, by the newest time that its files carry.',
    helpValue: '30d',
    helpGroup: 'selection',
  }),
  leftovers: Flags.boolean({ summary: 'Also take caches that no installation uses any more.', helpGroup: 'selection' }),
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

/** What is removed: the flags of whatever makes a plan of whole parts. */
export const removalFlags = {
  ...confirmationFlags,
  ...roomFlags,
  include: Flags.option({ options: ['costly'] as const })({
    summary: 'Take costly parts too; naming the tool takes them anyway.',
    helpValue: 'costly',
  }),
  ...choiceFlags,
  via: Flags.option({ options: ['native', 'direct'] as const })({
    summary: 'Let the tool itself remove it with a command of its own (native), or devclean (direct).',
    helpValue: 'native|direct',
    helpGroup: 'selection',
  }),
};

/** What of some entries is removed. */
export const entryRemovalFlags = {
  ...confirmationFlags,
  'with-index': Flags.boolean({ summary: 'Also remove what the registry said about the package.' }),
  orphans: Flags.boolean({ summary: 'Of these, only what the tool itself can find no more.' }),
  ...choiceFlags,
};

/** Whether and for whom a tool's caching is changed. */
export const cachingFlags = {
  'dry-run': Flags.boolean({ char: 'n', summary: 'Show what would be changed, and change nothing.' }),
  yes: Flags.boolean({ char: 'y', summary: 'Change it without asking.' }),
  context: Flags.string({
    summary: 'Only this installation of the tool; it is the one that is run. May be repeated.',
    helpValue: 'ID',
    multiple: true,
    multipleNonGreedy: true,
  }),
};

/** Where else to look. */
export const scanFlags = { location: location('Look at this folder too, wherever it lies. May be repeated.'), project };

/** Which entries are listed. */
export const listFlags = {
  orphans: Flags.boolean({ summary: 'Only what the tool itself can find no more: nothing in its cache leads there.' }),
  ...scanFlags,
};

/** How a plan that was written before is carried out. */
export const applyFlags = {
  ...confirmationFlags,
  location: location('A folder that --location named when the plan was made. May be repeated.'),
  project,
};
