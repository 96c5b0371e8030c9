/**
 * The name under which pip caches what an address leads to: the SHA-224 of the address without its fragment and without
 * a user's name and password, scheme and host in lower case. Five levels of folders, one digit each, lead to it.
 * See `_urlnorm` in https://github.com/psf/cachecontrol, and `Link` in pip, which quotes paths in its own way.
 */
export function cacheKey(address: string): string | undefined {
  const [, scheme, authority, path = '', query = ''] =
    /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(\?[^#]*)?/i.exec(address) ?? [];
  if (scheme === undefined || authority === undefined) return undefined;
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  return sha224(`${scheme.toLowerCase()}://${host.toLowerCase()}${quoted(path) || '/'}${query}`);
}

/** As Python's `quote(unquote(…))` does, but for `@` and an escaped slash. */
function quoted(path: string): string {
  if (/^[\w.~/-]*$/.test(path)) return path;
  return path
    .split(/(@|%2F)/i)
    .map((part, i) => (i % 2 === 1 ? part : quotedPart(part)))
    .join('');
}

function quotedPart(part: string): string {
  let text = part;
  try {
    text = decodeURIComponent(part);
  } catch {
    // No UTF-8: pip would have replaced something, and the file is not found this way.
  }
  // Through bytes, because half a surrogate pair cannot be encoded.
  return encodeURIComponent(Buffer.from(text).toString())
    .replaceAll('%2F', '/')
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

let hash: ((algorithm: string, data: string) => string) | undefined;

function sha224(text: string): string {
  hash ??= process.getBuiltinModule('node:crypto').hash; // a scan starts sooner without it
  return hash('sha224', text);
}
