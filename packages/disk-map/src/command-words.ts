/** A word as a POSIX shell takes it. `=` at the beginning means something to zsh, `~` to all of them. */
export function shellWord(word: string): string {
  return /^[\w@%+:,./-][\w@%+=:,./-]*$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A command to be typed or pasted. Undefined where a word holds what a terminal obeys: then there is no safe way to paste it. */
export function commandLine(words: readonly string[]): string | undefined {
  return words.some(isObeyed) ? undefined : words.map(shellWord).join(' ');
}

/**
 * The command that removes one entry and, where it has a version, no other version of it. Undefined where the name would be taken
 * for a pattern, or for a name and a version, or cannot be pasted.
 */
export function entryCommand(
  tool: string,
  name: string,
  version: string | undefined,
  flags: readonly string[],
): string | undefined {
  const isPlain = /^[^*]+$/.test(name) && !name.includes('==') && name.indexOf('@', 1) === -1;
  if (!isPlain || (version !== undefined && !/^[^*@=\s]+$/.test(version))) return undefined;
  const word = version === undefined ? name : `${name}@${version}`;
  return commandLine(['devclean', tool, 'remove', ...flags, ...(word.startsWith('-') ? ['--'] : []), word]);
}

/** What a terminal obeys, what breaks a line, what turns text around or has no width; and half of a character. */
const obeyed =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}\ufffd]/u;
const allObeyed = new RegExp(obeyed, 'gu');

/** Whether a text holds characters that a person does not see, or bytes that were no text. */
export function isObeyed(text: string): boolean {
  return obeyed.test(text);
}

/** A text with such characters shown as their codes. */
export function visibleText(text: string): string {
  return text.replace(allObeyed, (character) => {
    if (character === '\ufffd') return character;
    const code = character.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}
