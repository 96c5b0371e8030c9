/** The one spelling of a project's name. https://packaging.python.org/en/latest/specifications/name-normalization/ */
export function normalisedName(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase();
}

/** Whether this can be a project's name: nothing else in a cache is believed to be one. */
export function isProjectName(name: string): boolean {
  return name.length <= 200 && /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/i.test(name);
}
