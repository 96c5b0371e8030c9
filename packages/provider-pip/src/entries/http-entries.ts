import { type CacheEntry, fileBytes, type ToolContext, withoutSecrets } from '@devclean/core';
import { cacheKey } from './cache-key.js';
import { isFileName, isVersionText, type Kind, parseFileName } from './distribution.js';
import { fileNameOf, readIndexPage } from './index-page.js';
import { lastUseOf } from './last-use.js';
import { kindOf, readPayload } from './payload.js';
import { isProjectName, normalisedName } from './project-name.js';
import { type Response, readResponse } from './response.js';
import { bodyOf, type StoredResponse, storedResponses } from './stored-response.js';

/** Larger than this, a response of pip 7 to 9 is unpacked only if nothing else names it. */
const largestPage = 1024 * 1024;

/**
 * What is in the HTTP cache and can be named, cheapest source first: the headers of each response, the index pages among
 * them, whose addresses lead to the entries, and last the payloads. What nothing names is not listed.
 *
 * @param indexes The addresses of the indexes that this user's pip asks, for pages whose links are relative.
 */
export async function* httpEntries(
  folders: readonly string[],
  indexes: readonly string[],
  context: ToolContext,
): AsyncGenerator<CacheEntry> {
  const responses: StoredResponse[] = [];
  for (const folder of folders) {
    for (const response of (await storedResponses(folder, context)).values()) responses.push(response);
  }
  for (const response of responses) {
    context.signal.throwIfAborted();
    await nameByHeaders(response, context);
  }
  await nameByIndex(responses, indexes, context);
  for (const response of responses) {
    context.signal.throwIfAborted();
    await nameByPayload(response, context);
  }
  nameByTargets(responses);
  for (const response of responses) {
    const entry = entryOf(response);
    if (entry !== undefined) yield entry;
  }
}

function entryOf({
  name,
  version,
  kind = 'unknown',
  files,
  head,
  body,
  fileName,
  nameFrom,
  origin,
}: StoredResponse): CacheEntry | undefined {
  if (name === undefined && head === undefined && body === undefined) {
    // What killed pips have left half written, of a download that is not here otherwise.
    return { name: 'unfinished-download', kind: 'unfinished', paths: pathsOf(files), lastUsed: lastUseOf(files) };
  }
  if (name === undefined) return undefined;
  return {
    name: normalisedName(name),
    ...(version !== undefined && { version }),
    kind,
    paths: pathsOf(files),
    lastUsed: lastUseOf(files),
    ...(fileName !== undefined && { fileName }),
    ...(nameFrom !== undefined && { nameFrom }),
    ...(origin !== undefined && { origin }),
  };
}

function pathsOf(files: StoredResponse['files']): string[] {
  return files.map(({ path }) => path);
}

async function nameByHeaders(stored: StoredResponse, context: ToolContext): Promise<void> {
  const { head } = stored;
  if (head === undefined) return;
  const response = await readResponse(fileBytes(head.path, head.size, context), head.size > largestPage);
  if (response !== undefined) takeHeaders(stored, response);
}

function takeHeaders(stored: StoredResponse, { status, headers, body }: Response): void {
  stored.inHead = body;
  const contentEncoding = headers.get('content-encoding');
  if (contentEncoding !== undefined) stored.contentEncoding = contentEncoding;
  const location = headers.get('location');
  if (status >= 300 && status < 400 && location !== undefined) {
    stored.kind = 'redirect';
    stored.location = location;
    takeAddress(stored, location, 'response headers');
    return;
  }
  // Of PyPI and its mirrors, for files and for their metadata alike.
  const project = headers.get('x-pypi-file-project');
  const version = headers.get('x-pypi-file-version');
  if (project !== undefined && isProjectName(project)) {
    stored.name = project;
    stored.nameFrom = 'response headers';
    const packageType = headers.get('x-pypi-file-package-type');
    if (packageType !== undefined) stored.packageType = packageType;
    if (version !== undefined && isVersionText(version)) stored.version = version;
    return;
  }
  const sent =
    headers.get('x-artifactory-filename') ??
    /filename="?([^";]+)"?/i.exec(headers.get('content-disposition') ?? '')?.[1];
  if (sent !== undefined && takeFileName(stored, sent)) {
    stored.nameFrom = 'response headers';
    return;
  }
  if (/^(?:application\/vnd\.pypi\.simple|text\/html\b|application\/json\b)/i.test(headers.get('content-type') ?? '')) {
    stored.kind = 'index';
  }
}

/** Where a redirect leads: to a file, or to the page of a project. */
function takeAddress(stored: StoredResponse, address: string, nameFrom: string): void {
  const fileName = fileNameOf(address);
  if (fileName !== undefined && takeFileName(stored, fileName)) {
    stored.nameFrom = nameFrom;
    return;
  }
  const project = /\/(?:simple|project)\/([^/?#]+)\/?(?:[?#].*)?$/.exec(address)?.[1];
  if (project !== undefined && isProjectName(project)) Object.assign(stored, { name: project, nameFrom });
}

/** @returns Whether the file's name says what it is. */
function takeFileName(stored: StoredResponse, fileName: string, project?: string): boolean {
  const found = isFileName(fileName) ? parseFileName(fileName, project) : undefined;
  if (found === undefined) return false;
  stored.fileName = fileName;
  stored.kind ??= found.kind;
  stored.name ??= found.name;
  stored.version ??= found.version;
  return true;
}

/** Index pages name the addresses of their files, whose digests are the entries' names: without opening one of those. */
async function nameByIndex(
  responses: readonly StoredResponse[],
  indexes: readonly string[],
  context: ToolContext,
): Promise<void> {
  const pages: StoredResponse[] = [];
  const sought = new Sought();
  for (const stored of responses) {
    if (stored.kind === undefined && stored.name === undefined) {
      // Its headers are lost, or do not say what it is: it may be a page.
      if (kindOf(await bodyOf(stored, context).read(0, 64)) === 'index') stored.kind = 'index';
    }
    if (stored.kind === 'index') pages.push(stored);
    else if (stored.fileName === undefined) sought.add(stored);
  }
  for (const page of pages) {
    context.signal.throwIfAborted();
    let base: string | undefined | null = null;
    const project = await readIndexPage(bodyOf(page, context), page.contentEncoding, (address) => {
      if (/^https?:/i.test(address)) {
        sought.try(address);
        return;
      }
      if (base === null) base = pageAddress(page.key, parseFileName(fileNameOf(address) ?? '')?.name, indexes);
      const whole = base && resolved(address, base);
      if (whole) sought.try(whole);
    });
    if (project !== undefined) Object.assign(page, { name: project, nameFrom: 'contents' });
  }
}

/** A redirect goes by the name of what it leads to, if that is here too. */
function nameByTargets(responses: readonly StoredResponse[]): void {
  const nameless = responses.filter(({ kind, name }) => kind === 'redirect' && name === undefined);
  if (nameless.length === 0) return;
  const byKey = new Map(responses.map((stored) => [stored.key, stored]));
  for (const stored of nameless) {
    const target = byKey.get(cacheKey(stored.location ?? '') ?? '');
    if (target?.name === undefined) continue;
    stored.name = target.name;
    if (target.version !== undefined) stored.version = target.version;
    stored.nameFrom = 'redirect';
  }
}

/** The address of a page, proven by its own entry's name. */
function pageAddress(key: string, project: string | undefined, indexes: readonly string[]): string | undefined {
  if (project === undefined) return undefined;
  return indexes
    .map((index) => `${index.replace(/\/+$/, '')}/${normalisedName(project)}/`)
    .find((page) => cacheKey(page) === key);
}

function resolved(address: string, base: string): string | undefined {
  try {
    return new URL(address, base).href;
  } catch {
    return undefined;
  }
}

/** The responses whose address is not known yet. */
class Sought {
  readonly #byKey = new Map<string, StoredResponse[]>();
  /** Of those that headers name, the versions: of a page's files, only these need to be tried. */
  readonly #versions = new Map<string, Set<string>>();
  #nameless = 0;

  add(stored: StoredResponse): void {
    const same = this.#byKey.get(stored.key);
    if (same === undefined) this.#byKey.set(stored.key, [stored]);
    else same.push(stored);
    if (isNameless(stored)) this.#nameless++;
    else if (stored.name !== undefined && stored.version !== undefined) {
      const name = normalisedName(stored.name);
      const versions = this.#versions.get(name) ?? new Set();
      this.#versions.set(name, versions.add(escaped(stored.version)));
    }
  }

  /** Tries an address that an index names. */
  try(address: string): void {
    if (this.#byKey.size === 0 || !this.#isWorthwhile(address)) return;
    const [bare = ''] = address.split('#', 1);
    this.#take(bare);
    if (/\.whl$/i.test(bare)) this.#take(`${bare}.metadata`);
  }

  #isWorthwhile(address: string): boolean {
    if (this.#nameless > 0) return true;
    const file = parseFileName(fileNameOf(address) ?? '');
    // What does not parse may be anything.
    if (file === undefined || file.kind !== 'wheel') return true;
    return this.#versions.get(normalisedName(file.name))?.has(escaped(file.version)) ?? false;
  }

  #take(address: string): void {
    const key = cacheKey(address);
    const found = key === undefined ? undefined : this.#byKey.get(key);
    if (key === undefined || found === undefined) return;
    this.#byKey.delete(key);
    const fileName = fileNameOf(address);
    for (const stored of found) {
      if (isNameless(stored)) this.#nameless--;
      const origin = withoutSecrets(address);
      if (origin !== undefined) stored.origin = origin;
      const isNamed = stored.name !== undefined;
      if (fileName !== undefined && takeFileName(stored, fileName, stored.name) && !isNamed)
        stored.nameFrom = 'index page';
    }
  }
}

/** File names spell some characters of versions in another way. */
function escaped(version: string): string {
  return version.toLowerCase().replace(/[-+_]/g, '.');
}

/** Whether its address may be that of any file. */
function isNameless({ kind, name, version }: StoredResponse): boolean {
  return name === undefined || (version === undefined && kind !== 'redirect');
}

async function nameByPayload(stored: StoredResponse, context: ToolContext): Promise<void> {
  if (stored.kind !== undefined && (stored.name !== undefined || stored.kind === 'redirect')) return;
  const { head } = stored;
  if (head !== undefined && stored.inHead === undefined && stored.body === undefined) {
    // A large response of pip 7 to 9, put off until now.
    const response = await readResponse(fileBytes(head.path, head.size, context), false);
    if (response !== undefined) takeHeaders(stored, response);
  }
  const body = bodyOf(stored, context);
  if (stored.name !== undefined) {
    stored.kind = namedKind(kindOf(await body.read(0, 64)), stored.packageType);
    return;
  }
  const payload = await readPayload(body);
  if (payload === undefined) return;
  stored.kind = payload.kind;
  if (payload.name === undefined) return;
  stored.name = payload.name;
  stored.nameFrom = 'contents';
  if (payload.version !== undefined) stored.version = payload.version;
}

/** Of a file that headers name, the first bytes tell it from its metadata. An egg is a zip archive as well as a wheel. */
function namedKind(kind: Kind | 'packed' | undefined, packageType: string | undefined): Kind {
  if (kind === 'metadata') return kind;
  if (packageType === 'bdist_wheel') return 'wheel';
  if (packageType === 'sdist') return 'sdist';
  return packageType !== undefined || kind === 'packed' ? 'unknown' : (kind ?? 'unknown');
}
