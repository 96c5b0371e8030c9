import { element, part } from './dom.js';
import { type MapNode, type Model, pathTo } from './model.js';
import { bytes, count, gain, promises, usedWords } from './words.js';

/** What is known of one node, and the command that removes it. */
export function createDetails(model: Model, say: (words: string) => void) {
  const box = part('details');
  const field = element('textarea', {
    readonly: true,
    rows: 1,
    id: 'command',
    'aria-label': 'Command that removes it',
    spellcheck: 'false',
  });
  const copy = element('button', { type: 'button', id: 'copy' }, 'Copy');
  field.addEventListener('focus', () => field.select());
  copy.addEventListener('click', async () => {
    const done = (await copyText(field.value)) || copySelected(field);
    if (!done) field.select();
    say(done ? 'Copied.' : 'The command is selected: copy it with the keyboard.');
    copy.textContent = done ? 'Copied' : 'Selected';
    window.setTimeout(() => {
      copy.textContent = 'Copy';
    }, 1500);
  });

  return {
    show(node: MapNode): void {
      const { title, what, cost, remarks, command, commandNote } = model.detailsOf(node);
      const [, allocated, apparent, files] = node.figures;
      const where = pathTo(node)
        .slice(1, -1)
        .map(({ name }) => name);
      const figures: [string, string][] = [
        ['Gives back', gain(node.figures)],
        ['On disk', bytes(allocated)],
        ['Length of files', bytes(apparent)],
        ['Files', count(files)],
        ...(node.used || node.kind === 'entry' || node.kind === 'section'
          ? [['Last used', usedWords(node.used)] as [string, string]]
          : []),
      ];
      field.value = command ?? '';
      field.rows = Math.ceil(field.value.length / 26);
      box.replaceChildren(
        ...(where.length > 0 ? [element('p', { class: 'where' }, where.join(' › '))] : []),
        element('h2', {}, title),
        ...(what === '' ? [] : [element('p', { class: 'what' }, what)]),
        ...(node.loss
          ? [
              element(
                'p',
                { class: 'promise' },
                element('span', { class: `badge ${node.loss}` }, node.loss),
                ` ${promises[node.loss]}`,
              ),
            ]
          : []),
        element(
          'dl',
          {},
          ...figures.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
        ),
        ...(cost ? [element('h3', {}, 'What losing it costs'), element('p', {}, cost)] : []),
        ...remarks.map((remark) => element('p', { class: 'remark' }, remark)),
        ...(command ? [element('h3', {}, 'To remove it'), element('div', { class: 'command' }, field, copy)] : []),
        ...(commandNote ? [element('p', { class: 'note' }, commandNote)] : []),
      );
    },
  };
}

/** By the browser's own way, where a page from a file may. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** By the old way, which works from the user's click. */
function copySelected(field: HTMLTextAreaElement): boolean {
  field.select();
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  }
}
