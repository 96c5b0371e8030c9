/** https://docs.npmjs.com/cli/configuring-npm/package-json#name: old ones have capitals. */
export function isPackageName(text: string): boolean {
  return text.length <= 214 && /^(?:@[\w.~-]+\/)?[\w.~-]+$/.test(text) && !/(?:^|\/)\.+$/.test(text);
}

/** `@scope/name@1.2.3` and `name@1.2.3` in their two parts. */
export function splitSpec(text: string): { readonly name: string; readonly version: string } | undefined {
  const at = text.lastIndexOf('@');
  const [name, version] = [text.slice(0, at), text.slice(at + 1)];
  return at > 0 && isPackageName(name) && /^\d[\w.+-]*$/.test(version) ? { name, version } : undefined;
}
