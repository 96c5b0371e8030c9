/** Whether a text is the name of a package. Old names have capitals. https://docs.npmjs.com/package-name-guidelines */
export function isPackageName(text: string): boolean {
  return text.length <= 214 && /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~_-][a-z0-9._~-]*$/i.test(text);
}

/** https://semver.org, as npm writes it. */
export function isVersion(text: string): boolean {
  return text.length <= 256 && /^v?\d+\.\d+\.\d+(?:-[0-9a-z.-]+)?(?:\+[0-9a-z.-]+)?$/i.test(text);
}
