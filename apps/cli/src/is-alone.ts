/** What `devclean` without the name of a command takes, and whether a value goes with it. */
const flags: Readonly<Record<string, boolean>> = {
  '--plain': false,
  '--keep': true,
  '--trash': false,
  '--exclude': true,
  '--project': true,
  '--quiet': false,
  '--no-color': false,
};

/** The names of these flags. */
export const aloneFlags: readonly string[] = Object.keys(flags);

/** Whether devclean was given no command, and no flag but those of its own: at a terminal it looks, and lets somebody pick. */
export function isAlone([first, ...rest]: readonly string[]): boolean {
  if (first === undefined) return true;
  const [name = '', value] = first.split('=', 2);
  if (!Object.hasOwn(flags, name)) return false;
  return isAlone(flags[name] && value === undefined ? rest.slice(1) : rest);
}
