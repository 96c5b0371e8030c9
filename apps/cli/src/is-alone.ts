/** What `devclean` without the name of a command takes. */
const flags = ['plain', 'keep', 'trash', 'exclude', 'project', 'quiet', 'no-color'];

/** Whether somebody at a terminal gave devclean no command: then it looks, and lets them pick. Else there is help to be had. */
export function isAlone(argv: readonly string[], isTerminal: boolean): boolean {
  const [first] = argv;
  return (
    isTerminal && (first === undefined || flags.some((flag) => first === `--${flag}` || first.startsWith(`--${flag}=`)))
  );
}
