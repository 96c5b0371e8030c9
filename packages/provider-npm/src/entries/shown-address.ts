import { pathParts } from './registry-address.js';

/**
 * Where something came from, without what may be secret in it: no user and password, no query and no fragment, which signed
 * addresses keep their signature in; no host that only a private network knows; and of the path no part that looks like a token,
 * outside the last parts that name the package itself.
 */
export function shownAddress(address: string, ownParts = 0, parts = partsOf(address)): string | undefined {
  const [, scheme, authority] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)/i.exec(address) ?? [];
  if (scheme === undefined || !authority) return undefined;
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const start = parts.length - ownParts;
  const shownParts = parts.map((part, i) => (i < start && looksSecret(part) ? '…' : part));
  const shown = `${scheme}://${isPrivate(host) ? '…' : host}/${shownParts.join('/')}`;
  return shown.length <= 2000 && /^[\x21-\x7e…]+$/.test(shown) ? shown : undefined;
}

function partsOf(address: string): readonly string[] {
  return pathParts(address.replace(/^[^:]+:/, 'http:'));
}

/** A long run of letters and digits, as keys and tokens are; a word of a path has one or the other. */
export function looksSecret(part: string): boolean {
  return /^[A-Za-z0-9_~+=-]{16,}(?:\.[A-Za-z0-9_~+=-]+)*$/.test(part) && /\d/.test(part) && /[a-z]/i.test(part);
}

/** Names that no public server answers to: https://www.iana.org/assignments/special-use-domain-names, and networks set apart by RFC 1918. */
function isPrivate(host: string): boolean {
  const name = host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
  if (/^127\.|^localhost$|^\[::1\]$/.test(name)) return false; // This machine gives nothing away.
  if (/^(?:10|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01]))\./.test(name) && /^[\d.]+$/.test(name)) return true;
  if (/^\[f[cde]/.test(name)) return true;
  if (!name.includes('.') && !name.startsWith('[')) return true;
  return /(?:^|\.)(?:internal|intern|intranet|corp|private|lan|local|home|localdomain|home\.arpa|test)(?:\.|$)/.test(
    name,
  );
}
