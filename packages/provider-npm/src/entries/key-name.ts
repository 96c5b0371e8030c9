import { type IndexLine, isRecord, requestPrefix } from './bucket-lines.js';
import { namedIn } from './package-in-tarball.js';
import { addressed, pathParts } from './registry-address.js';
import { looksSecret, shownAddress } from './shown-address.js';

/** What a key says of what it leads to. */
export interface KeyName {
  readonly kind: string;
  /** Nothing where only the content can tell. */
  readonly name?: string;
  readonly version?: string;
  readonly fileName?: string;
  readonly nameFrom?: string;
  readonly origin?: string;
}

/**
 * What npm filed under a key:
 *
 *     make-fetch-happen:request-cache:ADDRESS   an answer of a registry, npm 5 and newer
 *     pacote:tarball:SPEC                       a package from git or a file
 *     pacote:packed-dir:SPEC                    the same, npm 5 and 6
 *     pacote:TYPE-manifest:ADDRESS:DIGEST       what npm 5 and 6 worked out of a package; its content is a dot
 */
export function keyName(line: IndexLine): KeyName | undefined {
  const { key } = line;
  if (key.startsWith(requestPrefix)) return requestName(key.slice(requestPrefix.length), line);
  const [, type = '', spec = ''] = /^pacote:([a-z-]+):(.*)$/s.exec(key) ?? [];
  if (type === 'tarball' || type === 'packed-dir') {
    const origin = specOrigin(spec);
    return { kind: 'tarball', ...(origin !== undefined && { origin }) };
  }
  if (!type.endsWith('-manifest')) return undefined;
  const named = namedIn(line.metadata.manifest);
  const origin = shownAddress(spec.replace(/:sha\d+-.*$/s, ''), 3);
  return { kind: 'manifest', ...named, nameFrom: 'index', ...(origin !== undefined && { origin }) };
}

function requestName(address: string, { metadata }: IndexLine): KeyName {
  const { resHeaders, reqHeaders, status } = metadata;
  const type = header(resHeaders, 'content-type');
  const accepts = header(reqHeaders, 'accept');
  const isRedirect = typeof status === 'number' && status >= 300 && status < 400;
  const isDocument = isRedirect || /\bjson\b/i.test(type) || /vnd\.npm\.install/.test(accepts);
  const parts = pathParts(address);
  const found = addressed(parts, isDocument);
  const origin = shownAddress(address, found?.kind === 'response' ? 0 : found?.parts, parts);
  const from = origin === undefined ? {} : { origin };
  if (found !== undefined && found.kind !== 'response') {
    const { parts: _, kind, ...named } = found;
    return { ...named, kind: isRedirect ? 'redirect' : kind, nameFrom: 'address', ...from };
  }
  if (!isDocument && mayBePacked(type)) return { kind: 'tarball', ...from };
  const words = (found?.name.split('/') ?? parts).map((part) => (isShown(part) ? part : '…')).join('/');
  return { kind: isRedirect ? 'redirect' : 'response', name: words || 'response', nameFrom: 'address', ...from };
}

function isShown(part: string): boolean {
  return /^[\x21-\x7e]{1,200}$/.test(part) && !looksSecret(part);
}

function mayBePacked(type: string): boolean {
  return type === '' || /octet-stream|gzip|x-compressed|x-tgz|x-tar/i.test(type);
}

/** npm 5 and 6 note each header as a list. */
function header(headers: unknown, name: string): string {
  const value = isRecord(headers) ? headers[name] : undefined;
  const first = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first : '';
}

/** `git+ssh://git@host/owner/repository.git#commit`, `file:path`, `github:owner/repository`. */
function specOrigin(spec: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(spec)) return shownAddress(spec, 2);
  const plain = spec.replace(/[?#].*$/s, '');
  return plain.length <= 2000 && /^[\x20-\x7e]+$/.test(plain) && !plain.includes('@') ? plain : undefined;
}
