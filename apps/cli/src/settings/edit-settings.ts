import { DevcleanError } from '@devclean/core';
import { applyEdits, type Edit, findNodeAtLocation, getNodeValue, modify, type Node, parseTree } from 'jsonc-parser';

/** Names from the outside in: `['locations', 'pip']`. */
export type SettingKeys = readonly [string, ...string[]];

/**
 * The text of a settings file with one thing changed, and all else as it was: comments, order, indentation. Throws
 * `BAD_SETTINGS` where the text is no object at all, which is not ours to mend.
 */
export function editedSettings(
  text: string | undefined,
  keys: SettingKeys,
  change:
    | { readonly to: string | readonly string[] }
    | { readonly add: readonly string[] }
    | { readonly remove: readonly string[] | 'all' },
): string {
  const before = text?.trim() ? text : '{}\n';
  const tree = objectIn(before);
  if (tree === undefined) {
    throw new DevcleanError('BAD_SETTINGS', 'The settings file holds no object, so nothing can be changed in it.', {
      hint: 'Correct it with an editor; "devclean config path" says where it is.',
    });
  }
  if ('to' in change) return edited(before, [...keys], typeof change.to === 'string' ? change.to : [...change.to]);
  const list = listAt(tree, keys);
  if ('add' in change) {
    if (list === undefined) return edited(before, [...keys], [...new Set(change.add)]);
    const more = [...new Set(change.add)].filter((one) => !list.includes(one));
    return more.reduce((now, one, i) => inserted(now, [...keys, list.length + i], one), before);
  }
  if (change.remove === 'all')
    return findNodeAtLocation(tree, [...keys]) ? edited(before, [...keys], undefined) : before;
  const going = (list ?? []).flatMap((one, i) => (change.remove.includes(one) ? [i] : [])).reverse();
  return going.reduce((now, i) => edited(now, [...keys, i], undefined), before);
}

/** What stands in a text under some names, as far as it is a list of texts. */
export function listIn(text: string | undefined, keys: SettingKeys): readonly string[] | undefined {
  const tree = objectIn(text ?? '{}');
  return tree && listAt(tree, keys);
}

function objectIn(text: string): Node | undefined {
  const tree = parseTree(text, [], { disallowComments: false });
  return tree?.type === 'object' ? tree : undefined;
}

function listAt(tree: Node, keys: SettingKeys): string[] | undefined {
  const node = findNodeAtLocation(tree, [...keys]);
  return node?.type === 'array' ? (getNodeValue(node) as unknown[]).map(String) : undefined;
}

const formattingOptions = { insertSpaces: true, tabSize: 2, eol: '\n' };

function edited(text: string, path: (string | number)[], value: unknown): string {
  return applied(text, modify(text, path, value, { formattingOptions }));
}

function inserted(text: string, path: (string | number)[], value: unknown): string {
  return applied(text, modify(text, path, value, { formattingOptions, isArrayInsertion: true }));
}

function applied(text: string, edits: Edit[]): string {
  return applyEdits(text, edits);
}
