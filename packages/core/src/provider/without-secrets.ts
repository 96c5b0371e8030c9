/** An address without the user's name and password in it, without query and fragment, which may hold a token; `git+ssh://git@…` too. */
export function withoutSecrets(address: string): string | undefined {
  const [, scheme, authority, path = ''] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)/i.exec(address) ?? [];
  if (scheme === undefined || authority === undefined) return undefined;
  const shown = `${scheme}://${authority.slice(authority.lastIndexOf('@') + 1)}${path}`;
  return shown.length <= 2000 && /^[\x21-\x7e]+$/.test(shown) ? shown : undefined;
}
