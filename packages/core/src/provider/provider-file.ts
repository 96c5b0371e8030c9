/**
 * A provider without code: a JSON file that a user writes. It is the declarative part of a `ProviderSpec`: where, what proves it, what
 * its parts are and what they cost. It can run nothing.
 *
 * These types are the source of the published JSON Schema; what they say beside their fields is what an editor shows.
 */
export interface ProviderFile {
  /** Where the schema of this file is, for the editor. */
  $schema?: string;
  /** The version of this format. */
  apiVersion: 1;
  /**
   * The tool's name on the command line: lower-case letters, digits and dashes.
   * @pattern ^[a-z][a-z0-9]*(-[a-z0-9]+)*$
   */
  id: string;
  /**
   * The tool's name as a person writes it.
   * @minLength 1
   */
  title: string;
  /**
   * The tool's own documentation of its cache.
   * @pattern ^https://
   */
  homepage: string;
  /**
   * One line on what the tool keeps.
   * @minLength 1
   */
  summary: string;
  /**
   * The folders in which it does. Most tools have one.
   * @minItems 1
   */
  caches: FileCache[];
}

/** A folder that the tool uses as a cache. */
interface FileCache {
  kind?: 'folder';
  /**
   * Its name: lower-case letters, digits and dashes.
   * @pattern ^[a-z][a-z0-9]*(-[a-z0-9]+)*$
   */
  id: string;
  /**
   * Where it may be, in the tool's own precedence: the first that answers is in use, later ones that exist are leftovers.
   * @minItems 1
   */
  locations: FileLocationRule[];
  /** What must lie in a folder for it to count as this cache. Choose what nothing else would have. */
  fingerprint: {
    /**
     * At least one of these must be there.
     * @minItems 1
     */
    anyOf: FilePattern[];
    /** None of these may be there. */
    noneOf?: FilePattern[];
  };
  /** What lies in it proves too little by itself: only where `locations` lead is one, whatever --location says. */
  onlyWhereFound?: true;
  /**
   * Its parts. What is in none of them is never removed.
   * @minItems 1
   */
  sections: FileSection[];
  /** What is never removed: settings, tokens, installed programs. */
  keep?: FilePattern[];
  /** How to tell that it is in use. */
  inUse?: {
    /** Commands that use it while they run: `toy`, or a program and its first argument: `toy install`. */
    processes?: string[];
    locks?: FileLock[];
  };
  /** What the tool itself offers to clear it with, for people to know. devclean runs none of it. */
  ownCommands?: FileOwnCommand[];
  /**
   * The tool's own documentation of this cache, where that is another page than the homepage.
   * @pattern ^https://
   */
  docs?: string;
}

/** A command of the tool's that clears the cache. */
interface FileOwnCommand {
  /**
   * As a person would type it.
   * @minLength 1
   */
  command: string;
  /**
   * One sentence: what it leaves, or takes too much.
   * @minLength 1
   */
  effect: string;
}

/** A part of the cache, with one safety and one cost. */
interface FileSection {
  /**
   * Its name: lower-case letters, digits and dashes.
   * @pattern ^[a-z][a-z0-9]*(-[a-z0-9]+)*$
   */
  id: string;
  /**
   * What it is, in a few words.
   * @minLength 1
   */
  title: string;
  /**
   * What belongs to it. What a pattern matches goes whole.
   * @minItems 1
   */
  paths: FilePattern[];
  /** safe: comes back by itself. costly: comes back with time or work. risky: something stops working, or it exists nowhere else. */
  safety: 'safe' | 'costly' | 'risky';
  /**
   * One sentence on what happens next: "The next build downloads them again."
   * @minLength 1
   */
  cost: string;
  /** Other people's packages lie unpacked inside, so a .env or a key in there is theirs. */
  contains?: 'packages';
  /** Its items refer to each other, such as a database to what it lists: where one has to stay, none is taken. */
  together?: true;
  /**
   * What makes it graver for a user. In doubt, as where a settings file cannot be read, it is.
   * @minItems 1
   */
  graverWhen?: FileGraverRule[];
}

/** @discriminator from */
type FileGraverRule = GraverByVariable | GraverByConfig | GraverByProject | GraverByLinks;

interface Graver {
  /** Graver than the section's own. */
  safety: 'costly' | 'risky';
  /**
   * What is so then, the end of "TOY_MODE is "linked": …".
   * @minLength 1
   */
  because: string;
}

interface GraverByValue extends Graver {
  /**
   * The values, as text, with which it is graver. Capitals or not is the same.
   * @minItems 1
   */
  is: GraverValue[];
}

/** @minLength 1 */
type GraverValue = string;

/** A variable says so. */
interface GraverByVariable extends GraverByValue {
  from: 'env';
  /** @minLength 1 */
  variable: string;
}

/** A key of the tool's settings file says so. */
interface GraverByConfig extends GraverByValue {
  from: 'config';
  /**
   * Begins as the path of a default place does, or with a variable that names it: $TOY_SETTINGS.
   * @minLength 1
   */
  file: string;
  format: 'ini' | 'json' | 'toml' | 'yaml' | 'properties';
  /**
   * Dots between levels.
   * @minLength 1
   */
  key: string;
}

/** A key of a project's settings file says so, where --project looks. */
interface GraverByProject extends GraverByValue {
  from: 'project';
  file: FilePattern;
  format: 'ini' | 'json' | 'toml' | 'yaml' | 'properties';
  /**
   * Dots between levels.
   * @minLength 1
   */
  key: string;
}

/** Links lead into it. */
interface GraverByLinks extends Graver {
  from: 'links';
  /**
   * Where they are, below each folder.
   * @minItems 1
   */
  paths: FilePattern[];
  /** The folder: it begins as a file does. Without it, every folder where --project looks. */
  below?: string;
}

/** A file whose state says that the cache is in use. */
interface FileLock {
  path: FilePattern;
  /** flock, posix: locked in the kernel. pid: names a live process. exists: is there. touched: was touched within the last minute. */
  kind: 'flock' | 'posix' | 'pid' | 'exists' | 'touched';
  /** The parts that it is about; all when left out. */
  sections?: string[];
}

/**
 * Below the cache's folder, with / between names. In a name, * stands for any characters, <digits>, <hex> and <version> for such.
 * There is no **.
 * @minLength 1
 */
type FilePattern = string;

/** @discriminator from */
type FileLocationRule = FromVariable | FromConfig | FromDefault | FromProject | FromMounts;

/** A variable names it. */
interface FromVariable {
  from: 'env';
  /** @minLength 1 */
  variable: string;
  /** The cache's folder below that. */
  subpath?: string;
}

/** A key of the tool's settings file names it. */
interface FromConfig {
  from: 'config';
  /** @minLength 1 */
  file: string;
  format: 'ini' | 'json' | 'toml' | 'yaml' | 'properties';
  /** Dots between levels. */
  key: string;
  subpath?: string;
}

/** Where the tool keeps it when nothing is set: one path, or one for each system. Begins with /, a drive, ~, {user-cache}, {xdg-cache}, {xdg-data}, {xdg-config}, {local-app-data}, {app-data}, {account} or {temp}. */
interface FromDefault {
  from: 'default';
  path: string | { linux?: string; darwin?: string; win32?: string };
  /** An older place, which the tool goes on using where it finds it. */
  ifThere?: true;
}

/** In a project, where --project looks. Never taken unasked. */
interface FromProject {
  from: 'project';
  path: string;
  /**
   * What lies beside it in such a project.
   * @minItems 1
   */
  beside: FilePattern[];
}

/** Below the root of every mounted file system. Never taken unasked. */
interface FromMounts {
  from: 'mounts';
  path: string;
}
