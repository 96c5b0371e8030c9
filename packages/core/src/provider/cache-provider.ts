import type { AppliedSetting } from '../own-files/settings.js';
import type { ToolContext } from '../system/tool-context.js';
import type { FoundBy, Holder, NonEmpty, Platform, Safety } from '../words.js';

/** Who a provider is. Plain JSON, so that it can stand in a registry, in a manifest and in a list. */
export interface ProviderCard {
  /** Lower-case letters, digits and dashes: the topic on the command line. */
  readonly id: string;
  readonly title: string;
  /** The tool's own documentation of its cache. */
  readonly homepage: string;
  /** One line on what the tool keeps. */
  readonly summary: string;
  /**
   * Nobody has seen this provider work with the real tool: what it says is from the tool's documentation. Its caches are found and
   * explained, and cleared only when the tool is named, never by `sweep`. Without it, the provider was proven with the tool itself.
   */
  readonly knownFrom?: 'documentation';
}

/** What the engine and the app talk to. Nothing in it is missing; `defineProvider` makes it from a spec. */
export interface CacheProvider extends ProviderCard {
  readonly apiVersion: 1;
  readonly caches: readonly FolderCache[];
  /** Left out by most: caches that only their tool can reach. */
  readonly managed?: readonly ManagedCache[];
  /** The contexts and locations on this machine, how each was found, and what proves it. */
  detect(context: ToolContext): Promise<Detection>;
  /** The sections present in a location, their safety and cost, and what holds them. */
  info(location: FoundLocation, context: ToolContext): Promise<LocationInfo>;
  /** The things in a section that a person would name; nothing when this cache cannot be listed. */
  entries(
    section: FoundSection,
    context: ToolContext,
  ): AsyncIterable<CacheEntry> | undefined | Promise<AsyncIterable<CacheEntry> | undefined>;
  /** What to remove, as data. The core guards, executes and verifies. */
  purge(targets: readonly FoundSection[], request: PurgeRequest): PurgeDraft;
  /** Whether the tool caches at all, where that can be told and changed. */
  readonly caching?: CachingSpec;
}

/** Of a tool whose caches are folders, as those of most are. */
export interface FolderProvider extends CacheProvider {
  readonly caches: NonEmpty<FolderCache>;
}

/** What an author writes. A missing optional field means that the tool cannot do that. */
export interface ProviderSpec extends ProviderCard {
  readonly apiVersion: 1;
  /** Most tools have one. Section ids are unique over all of them. */
  readonly caches: NonEmpty<FolderCache | ManagedCache>;
  /** The installations that use the caches: interpreters, versions, environments. */
  contexts?(context: ToolContext): Promise<readonly FoundContext[]>;
  /** For a tool whose installations all share its caches: the names of its programs, looked for on the PATH instead of `contexts`. */
  readonly programs?: NonEmpty<string>;
  readonly caching?: CachingSpec;
}

/**
 * How a tool is told to cache, or not to. Both commands are the tool's own, and change one setting of the user's; the core runs
 * them after a question.
 */
export interface CachingSpec {
  /** As in `NativeCommand`: the first word is `{executable}`. No other is filled in. */
  readonly off: NonEmpty<string>;
  /** Takes back what `off` did. */
  readonly on: NonEmpty<string>;
  /** The first version of the tool that has both. */
  readonly since?: string;
  /** One sentence that begins with what happens without a cache. */
  readonly cost: string;
  /** Of each context, by its id: read from files and variables, nothing is run. */
  status(context: ToolContext): Promise<readonly CachingStatus[]>;
}

/** Whether one context caches, and why. */
export interface CachingStatus {
  readonly context: string;
  readonly state: 'on' | 'off' | 'unknown';
  /** The setting that decides; without one it is the tool's own default. */
  readonly decidedBy?: string;
  /** What the tool's commands cannot change, and has the last word: a variable, another's file. */
  readonly elsewhere?: string;
  /** The file that the commands of this context write. */
  readonly file?: string;
  /** What a person would not expect, a sentence each. */
  readonly remarks?: readonly string[];
}

/** A cache that is a folder on disk. */
export interface FolderCache {
  readonly kind: 'folder';
  readonly id: string;
  /** In the tool's own precedence: the first that answers is active, later ones that exist are leftovers. */
  readonly locations: NonEmpty<LocationRule>;
  /** Content proof: a folder counts as this cache only when this holds. */
  readonly fingerprint: { readonly anyOf: NonEmpty<Pattern>; readonly noneOf?: readonly Pattern[] };
  /**
   * What lies in such a folder proves too little by itself: only where `locate` or a rule leads is one, whatever path the
   * user names.
   */
  readonly onlyWhereFound?: true;
  readonly sections: NonEmpty<SectionSpec>;
  /** Never cache: settings, tokens, environments, other people's state. Not offered at all. */
  readonly keep?: readonly Pattern[];
  readonly inUse?: {
    /**
     * Commands that use this cache while they run, as words: `npm ci` is a program and its first argument. `$` at the
     * end means no further argument: `yarn $` is `yarn` alone, and not `yarn dev`. `!` at the end means only until it has started a
     * program of its own: `npm exec !` fetches what it is about to run, and then merely waits for it, for weeks perhaps.
     * Such a process counts when its own environment leads to the location.
     */
    readonly processes?: readonly string[];
    /** Every such process of this user counts, wherever its environment leads: its temporary files may be these. */
    readonly wherever?: true;
    /**
     * Sections that programs run from, for weeks perhaps and with no file of them open. One that has such a folder on its PATH may
     * load from there at any time; where the system does not tell what runs, nobody knows that none does.
     */
    readonly runsFrom?: NonEmpty<string>;
    readonly locks?: readonly LockRule[];
    /**
     * Knows more of a holder than its open files tell: what all it needs of the location, and how a person ends it. Nothing where
     * it cannot be sure: then the holder stands as it was found.
     */
    explain?(
      holder: Holder,
      running: HolderProcess | undefined,
      location: HeldLocation,
      context: ToolContext,
    ): Promise<HolderExplanation | undefined> | HolderExplanation | undefined;
    /**
     * Why a running program needs a location though it has nothing of it open: it reads a file whole, and comes back for the next.
     * Asked of each process whose variables or words can be read.
     */
    needs?(program: RunningProgram, location: string, context: ToolContext): Promise<Need | undefined>;
  };
  /** The tool's own commands that clear sections. The first that names a section is that section's. */
  readonly native?: readonly NativeCommand[];
  /** What else the tool offers to clear it with, for people to know: devclean runs none of these. */
  readonly ownCommands?: readonly OwnCommand[];
  /** The tool's own documentation of this cache, where that is another page than the homepage. */
  readonly docs?: string;
  /** Where rules end. Its answers come before those of `locations`. */
  locate?(context: ToolContext): Promise<readonly FoundPath[]>;
  /** Names what is in a section; nothing for a section that it knows no names in. */
  entries?(section: FoundSection, context: ToolContext): AsyncIterable<CacheEntry> | undefined;
  /** Some of its entries are of the kind `orphan`. */
  readonly orphans?: {
    /** One line on the tool's own way to get rid of them, and what that does besides. */
    readonly remark: string;
  };
  /** How the tool's names and versions are written and compared; without it, `NAME@VERSION`, letter by letter. */
  readonly names?: EntryNames;
  /** May raise a section's safety for one location, or say more of the one that it has; never lower it. */
  assess?(section: FoundSection, context: ToolContext): Promise<Assessment | undefined>;
  /** What the tool's own report would say of a location, worked out from the files. Only `info` asks for it. */
  views?(location: FoundLocation, context: ToolContext): Promise<readonly ToolView[]>;
  /** After a purge: asks the tool itself whether these sections of one location are empty now. Nothing when there is no tool to ask. */
  verify?(sections: NonEmpty<FoundSection>, context: ToolContext): Promise<Verification | undefined>;
}

/**
 * A cache that only its tool can reach: no folder of it is devclean's to touch. Its sizes are what the tool says, and only the tool's
 * own commands clear it.
 */
export interface ManagedCache {
  readonly kind: 'managed';
  readonly id: string;
  readonly sections: NonEmpty<Omit<SectionSpec, 'paths' | 'contains' | 'together' | 'graverWhen'>>;
  /** Variables of the user's that its questions and commands see, beside the few that any tool needs. No other reaches them. */
  readonly variables?: readonly string[];
  /** Variables that its questions and commands are given. */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Who keeps the cache, where the tool only talks to it: the first line of the answer. It stands for `{server}` in the words below,
   * so that what is measured is what is cleared. Where it begins with none of `local`, it may be another machine's, and is left alone.
   */
  readonly server?: { readonly argv: NonEmpty<string>; readonly local: NonEmpty<string> };
  /** A question that changes nothing, and how the answer reads. Its words are as in `NativeCommand`, with `{server}` for `{location}`. */
  readonly measure: { readonly argv: NonEmpty<string>; readonly read: FiguresForm };
  /** Each section has one. The first that names a section is that section's. */
  readonly native: NonEmpty<ManagedCommand>;
  /** As of a `FolderCache`. */
  readonly ownCommands?: readonly OwnCommand[];
  readonly docs?: string;
}

/** Where in a tool's answer the sizes stand: on each line a JSON object, one line a section. */
export interface FiguresForm {
  readonly lines: 'json';
  /** The field that tells the lines apart. */
  readonly key: string;
  /** What that field says of each section, by the section's id. */
  readonly sections: Readonly<Record<string, string>>;
  /** The field with the section's size: a number of bytes, or text such as `1.5GB`. */
  readonly bytes: string;
  /** The field with what clearing the section gives back, which may be less: some of it is in use. */
  readonly reclaimable?: string;
}

/** A command of the tool's own that clears whole sections, without a question of its own. */
export interface ManagedCommand {
  readonly argv: NonEmpty<string>;
  /** All that it clears: they go together or not at all. */
  readonly sections: NonEmpty<string>;
  /** As of a `NativeCommand`. */
  readonly effect?: string;
}

/** A command of a tool's that clears a cache, and how wide it is. */
export interface OwnCommand {
  /** As a person would type it. */
  readonly command: string;
  /** One sentence: what it leaves, or takes too much. */
  readonly effect: string;
}

/** A process that holds a location, as far as it could be looked at: nothing is said of one that could not. */
export interface HolderProcess {
  readonly argv: readonly string[];
  /** Files and folders that it has open or mapped, or stands in. Absolute. */
  readonly uses: readonly string[];
}

/** A location with the sections that it has. */
export interface HeldLocation {
  readonly path: string;
  readonly sections: readonly FoundSection[];
}

export interface HolderExplanation {
  readonly detail: string;
  /** All that it uses of the location's items, itself or something around it. Left out: as it was found. */
  readonly paths?: readonly string[];
}

/** A process, as it was started. */
export interface RunningProgram {
  readonly argv: readonly string[];
  /** Empty where it cannot be read. */
  readonly environment: ReadonlyMap<string, string>;
}

/** What a program needs of a location, and how one knows. */
export interface Need {
  readonly detail: string;
  readonly sections: readonly string[];
}

/** What a tool says of its own cache after a purge. */
export interface Verification {
  /** The command that was asked, as a person would type it. */
  readonly question: string;
  readonly answer: 'empty' | 'not-empty' | 'unknown';
  /** The tool's words in short, or why they are unknown. */
  readonly detail: string;
}

export interface Assessment {
  readonly safety: Safety;
  readonly because: string;
  readonly usedBy: readonly string[];
}

/** A named part of a location, with one safety and one cost. What a pattern matches is the item, and goes whole. */
export interface SectionSpec {
  readonly id: string;
  readonly title: string;
  readonly paths: NonEmpty<Pattern>;
  readonly safety: Safety;
  /** One sentence that begins with what happens next. */
  readonly cost: string;
  /**
   * Other people's packages lie unpacked inside, so a repository, a `.env` or a key in there is theirs. In a section without
   * this such a thing is taken for the user's, and the item that holds it is refused.
   */
  readonly contains?: 'packages';
  /** Its items refer to each other, such as a database to what it lists: where one has to stay, none is taken. */
  readonly together?: true;
  /** What makes it graver for this user. It is never less grave than `safety` says. */
  readonly graverWhen?: NonEmpty<GraverRule>;
}

/**
 * When a section is graver than its spec says: a setting asks for it, or links lead into it. Of several rules that hold, the gravest
 * counts. A settings file that cannot be read, and may say so, is taken to say so. Values are compared without regard to case.
 */
export type GraverRule = {
  readonly safety: Exclude<Safety, 'safe'>;
  /** What is so then: the end of "UV_LINK_MODE is "symlink": …". */
  readonly because: string;
} & (
  | { readonly from: 'env'; readonly variable: string; readonly is: NonEmpty<string> }
  /** `file` is a path as in a `LocationRule`, or begins with the variable that names it: `$UV_CONFIG_FILE`. */
  | ({ readonly from: 'config'; readonly file: string } & GraverSetting)
  /** The same of every such file at or below the project roots (`--project`). */
  | ({ readonly from: 'project'; readonly file: Pattern } & GraverSetting)
  /** Links that lead into the section's items: below a folder (a path as in `config`), or, without one, below the folders of projects. */
  | { readonly from: 'links'; readonly paths: NonEmpty<Pattern>; readonly below?: string }
);

/** A key of a settings file (dots between levels), and its values, as text, that make a section graver. */
export interface GraverSetting {
  readonly format: Extract<LocationRule, { from: 'config' }>['format'];
  readonly key: string;
  readonly is: NonEmpty<string>;
}

/**
 * A command of the tool's own that clears whole sections. The core runs it after a question: what it removes can neither be held nor
 * brought back, and what it does between the last look and its end is out of devclean's hands.
 */
export interface NativeCommand {
  /**
   * The words, run without a shell. The first is `{executable}`: the installation that uses the location, the newest of several,
   * or the one that `--context` names. `{location}` may stand in any other: the location's path. Nothing else is filled in.
   */
  readonly argv: NonEmpty<string>;
  /** All that it clears: they go together or not at all. */
  readonly sections: NonEmpty<string>;
  /**
   * - `preferred`: where nothing is to be kept and whole sections go, unless `--via direct`
   * - `on-request`: with `--via native`
   * - `only`: devclean does not remove these sections itself
   */
  readonly use: 'preferred' | 'on-request' | 'only';
  /**
   * All that it may change or remove. Where one is a folder around the sections' items, whatever else lies in it must match
   * one of these, or the command is not run. `.` is the location itself: a command that removes it with all that lies in it.
   */
  readonly writes: NonEmpty<Pattern | '.'>;
  /** The first version of the tool that has the command: `20.1`. */
  readonly since?: string;
  /** Later versions in which it is there, and clears nothing. */
  readonly except?: { readonly from: string; readonly before: string };
  /**
   * What it leaves of its sections on purpose, as the end of "leaves …": `what projects still use`. How much that is, the tool decides
   * while it runs, so that what a plan expects is the most that comes back.
   */
  readonly leaves?: string;
  /** One sentence, for people to know: what else it leaves, or takes too much. */
  readonly effect?: string;
}

/**
 * A path relative to the location, `/` between segments. A segment is literal text in which these stand for more:
 * `*` any characters (but no leading dot unless written), `<digits>`, `<hex>`, `<version>`. There is no `**`.
 */
export type Pattern = string;

export interface LockRule {
  readonly path: Pattern;
  /**
   * `flock` and `posix`: held in the kernel. `pid`: the file names a live process. `exists`: being there is enough.
   * `touched`: being there is enough if it was touched within the last minute. `gradle`: Gradle's own format.
   */
  readonly kind: 'flock' | 'posix' | 'pid' | 'exists' | 'touched' | 'gradle';
  readonly sections?: readonly string[];
}

/**
 * Where a tool may keep its cache. Paths begin with `/`, a drive, `~` (the user's home) or one of:
 * `{account}` the account's home, `{user-cache}` the system's folder for caches (`{xdg-cache}`, `~/Library/Caches` or `{local-app-data}`),
 * `{xdg-cache}` `{xdg-data}` `{xdg-config}` the XDG folder or its default,
 * `{local-app-data}` `{app-data}` on Windows, `{temp}`; `{uid}` may stand anywhere.
 */
export type LocationRule =
  /** A variable names it. Empty means unset; a relative value is refused. */
  | { readonly from: 'env'; readonly variable: string; readonly subpath?: string }
  /** A key (dots between levels) of the tool's own settings file names it. */
  | {
      readonly from: 'config';
      readonly file: string;
      readonly format: 'ini' | 'json' | 'toml' | 'yaml' | 'properties';
      readonly key: string;
      readonly subpath?: string;
    }
  /** The tool itself says it, on the first line of its answer. Only where its files cannot answer. */
  | { readonly from: 'tool'; readonly query: NonEmpty<string> }
  /** One path where it is the same on every system. `ifThere`: an older place, which the tool goes on using where it finds it. */
  | { readonly from: 'default'; readonly path: string | Partial<Record<Platform, string>>; readonly ifThere?: true }
  /** Beside a file that proves a project, at or below the project roots (`--project`). Never active, never taken unasked. */
  | { readonly from: 'project'; readonly path: string; readonly beside: NonEmpty<Pattern> }
  /** Below every mounted file system's root. Never active, never taken unasked. */
  | { readonly from: 'mounts'; readonly path: string };

/** A folder, and what named it; it need not exist. */
export interface NamedPath {
  readonly path: string;
  readonly foundBy: FoundBy;
}

/** A folder that a rule or a provider's `locate` leads to; it need not exist. */
export interface FoundPath extends NamedPath {
  readonly active: boolean;
  /** Ids of the contexts that use it; all of the tool's when empty. */
  readonly contexts: readonly string[];
  /** It is shown, and taken only when the user names it with `--location`: not even with the other leftovers. */
  readonly onlyNamed?: boolean;
  /** It is shown and never taken, whatever the user names, and why: somebody has committed it. */
  readonly kept?: string;
}

/** One installation that uses a cache. */
export interface FoundContext {
  readonly id: string;
  readonly label: string;
  readonly executable?: string;
  readonly version?: string;
  /** How it was found: the PATH, a folder of a version manager, another's note. */
  readonly foundBy?: readonly FoundBy[];
  /** The cache it uses. */
  readonly location?: string;
  /** What says that it is that one: a variable, a settings file and its section, the tool's default. */
  readonly decidedBy?: readonly FoundBy[];
  readonly caching: 'on' | 'off' | 'unknown';
  /** It lies where others may have put it, such as in a project: it is run only when the user names it. */
  readonly onlyNamed?: boolean;
  /** What turns caching off, or leaves it unknown. */
  readonly cachingDecidedBy?: readonly FoundBy[];
  /** What else is worth knowing of it, a sentence each: a command of it that caches elsewhere. */
  readonly remarks?: readonly string[];
}

/**
 * What the tool's own report says of a location, and what lies there that it leaves out or counts without saying so:
 * why a tool that reports an empty cache has a large folder.
 */
export interface ToolView {
  /** Whose view it is: `pip 23.0.1`. */
  readonly of: string;
  /** Ids of the contexts that see it so; none when no context uses the location. */
  readonly contexts: readonly string[];
  /** The command that says so, as a person would type it; nothing when that tool has none. */
  readonly command?: string;
  readonly figures: readonly ToolFigure[];
  readonly besides: readonly BesidePart[];
  /** What else is worth knowing of that command, a sentence each. */
  readonly remarks?: readonly string[];
}

/** One line of a tool's report. */
export interface ToolFigure {
  /** In the tool's own words. */
  readonly label: string;
  readonly value: number;
  readonly unit: 'files' | 'bytes';
  /** As the tool writes it. */
  readonly text: string;
}

/** A part of a location that the tool's report does not tell apart, or does not see. */
export interface BesidePart {
  readonly what: string;
  readonly files: number;
  /** The sum of their lengths. */
  readonly bytes: number;
  /** Whether the figures count it all the same. */
  readonly counted: boolean;
}

/** What a provider found on this machine. */
export interface Detection {
  readonly contexts: readonly FoundContext[];
  readonly locations: readonly FoundLocation[];
}

/** A folder that a tool uses, or once used, as a cache on this machine. */
export interface FoundLocation {
  readonly provider: string;
  /** The `FolderCache` it belongs to. */
  readonly cache: string;
  /** Absolute; links in the folders above it are resolved, a link at the end is not. A value that cannot be a path stands as it was written. */
  readonly path: string;
  readonly active: boolean;
  readonly foundBy: NonEmpty<FoundBy>;
  readonly contexts: readonly string[];
  /** A variable led here, be it the tool's own, XDG's or `$HOME`, links followed or not: it is the user's to give. */
  readonly namedByVariable: boolean;
  /** Named by the user for this run: `--location`. */
  readonly namedByUser: boolean;
  /** Taken only when the user names it. */
  readonly onlyNamed?: boolean;
  /** Why it is never taken. */
  readonly kept?: string;
}

/** A section as it lies in one location. */
export interface FoundSection {
  readonly provider: string;
  readonly cache: string;
  readonly location: string;
  readonly id: string;
  readonly title: string;
  readonly safety: Safety;
  readonly cost: string;
  /** Why it has this safety in this location. */
  readonly because?: string;
  /** The items, absolute. */
  readonly paths: readonly string[];
  readonly contains?: 'packages';
  readonly together?: true;
}

/** What is in a location now. */
export interface LocationInfo {
  readonly sections: readonly FoundSection[];
  readonly holders: readonly Holder[];
  /** `unknown` when something that could hold it could not be looked at. */
  readonly inUse: 'yes' | 'no' | 'unknown';
}

/** How a tool writes the names of what it keeps. */
export interface EntryNames {
  /** Two names are one when this makes the same of them. Leaves `*` as it is. */
  normalise?(name: string): string;
  /** Whether an entry's version is the one that was asked for. */
  isVersion?(version: string, asked: string): boolean;
  /** Takes what a person typed apart; nothing where the tool writes it as all do: `NAME`, `NAME@VERSION`. */
  split?(text: string): { readonly name: string; readonly version?: string } | undefined;
}

/** A thing inside a section that a person would name. */
export interface CacheEntry {
  readonly name: string;
  readonly version?: string;
  /**
   * What it is, in a word. `index` is what a registry says of a package: it goes only when that is asked for. `orphan` is what the
   * tool itself can find no more: nothing in the cache leads to it.
   */
  readonly kind: string;
  /** Absolute, below the section's paths. */
  readonly paths: readonly string[];
  /** Paths that go only with their last owner. */
  readonly shared?: readonly string[];
  /** ISO 8601. Without it, the files' own times. */
  readonly lastUsed?: { readonly at: string; readonly from: 'tool' | 'atime' | 'mtime' };
  /** The file's own name, where the cache keeps it under another one. */
  readonly fileName?: string;
  /** Where the name was found, in a few words. */
  readonly nameFrom?: string;
  /** Where it came from: an address, without what is secret in it. */
  readonly origin?: string;
  /** What else a person should know before it goes, in a few words: who uses it. */
  readonly remark?: string;
}

/** What the user asked a purge for. Which safety and which locations that allows is the plan's business. */
export interface PurgeRequest {
  /** `TOOL/ID` of sections asked for by name; no other is taken when there are any. */
  readonly sections: readonly string[];
  /** The only parts that are taken, each of them by name and in its location: as if `--section` and `--location` named just that. */
  readonly parts?: readonly NamedPart[];
  /** The highest safety that is taken without being named. */
  readonly allow: 'safe' | 'costly';
  readonly leftovers: boolean;
  /** Real paths of the only locations that are taken, when there are any. */
  readonly locations: readonly string[];
  /** Ids of the only contexts whose caches are taken, when there are any. */
  readonly contexts: readonly string[];
  /** Ids of tools that are left out. */
  readonly exclude: readonly string[];
  /** Tools that are known from documentation only are left out, too. */
  readonly onlyProven?: boolean;
  /** ISO 8601: what was used at that time or later is left. */
  readonly usedBefore?: string;
  /** Milliseconds for which what is removed can be undone; without it, it depends on who wrote the provider. */
  readonly keepMs?: number;
  /** Whether it is moved to the system's trash instead. */
  readonly trash?: boolean;
  /** Whether the tools' own commands do it, or devclean; without it, each command's `use` decides. */
  readonly via?: 'native' | 'direct';
  /** Settings of the user's that had a say in this request, for the plan to tell. */
  readonly settings?: readonly AppliedSetting[];
  /** Only as much as this needs, what is cheapest to lose first. */
  readonly room?: RoomRequest;
}

/** How much room is to be made: so many bytes, or until so many are free on a volume. */
export type RoomRequest =
  | { readonly goal: 'free'; readonly bytes: number }
  | { readonly goal: 'until-free'; readonly bytes: number; readonly volume: Volume };

/** A file system, as it was seen. */
export interface Volume {
  /** A path on it. */
  readonly path: string;
  /** Its device number. */
  readonly dev: string;
  /** Bytes that an ordinary user could still write on it. */
  readonly freeBytes: number;
}

/** One section of one location. */
export interface NamedPart {
  readonly provider: string;
  /** Null: of a cache that only its tool can reach. */
  readonly location: string | null;
  readonly section: string;
}

/** What a provider proposes to remove. */
export interface PurgeDraft {
  readonly removals: readonly { readonly section: FoundSection; readonly path: string }[];
}
