import { entryCommand } from '../command-words.js';
import type { Figures, LastUse, MapData, MapEntries, MapLocation, MapSection, MapTool } from '../map-data.js';
import { bytes, count } from './words.js';

type Kind = 'machine' | 'tool' | 'location' | 'section' | 'entry' | 'smaller' | 'unnamed' | 'rest';

/** How safe it is to lose; `kept`: devclean never removes it. */
export type Loss = 'safe' | 'costly' | 'risky' | 'kept';

export const losses = ['safe', 'costly', 'risky', 'kept'] as const;

/** A thing on the map. Its number is its place in the list of all, which lists whoever is above before whoever is below. */
export interface MapNode {
  readonly id: number;
  readonly kind: Kind;
  readonly name: string;
  /** Of an entry. */
  readonly version?: string;
  readonly parent: MapNode | undefined;
  readonly children: MapNode[];
  readonly figures: Figures;
  /** Of what is one thing: of the others each part has its own. */
  readonly loss?: Loss;
  readonly used?: LastUse;
  /** By what else it is found. */
  readonly words?: string;
}

/** What is told of a node when somebody asks. */
interface Details {
  readonly title: string;
  /** What it is, in a line. */
  readonly what: string;
  readonly cost?: string;
  readonly remarks: readonly string[];
  readonly command?: string;
  /** What the command takes, where its words do not say it; or why there is none. */
  readonly commandNote?: string;
}

export interface Model {
  readonly data: MapData;
  readonly root: MapNode;
  /** By number. */
  readonly nodes: readonly MapNode[];
  /** Bytes that come back of each loss. */
  readonly totals: Readonly<Record<Loss, number>>;
  detailsOf(node: MapNode): Details;
}

/** The tree of a map's data. */
export function createModel(data: MapData): Model {
  const nodes: MapNode[] = [];
  const sources = new Map<MapNode, MapTool | MapLocation | MapSection>();
  const totals = { safe: 0, costly: 0, risky: 0, kept: 0 };
  const add = (
    parent: MapNode | undefined,
    kind: Kind,
    name: string,
    figures: Figures,
    more: Partial<MapNode> = {},
  ) => {
    const node: MapNode = { ...more, id: nodes.length, kind, name, parent, children: [], figures };
    nodes.push(node);
    parent?.children.push(node);
    return node;
  };
  const root = add(undefined, 'machine', 'This machine', data.figures);
  for (const tool of [...data.tools].sort(byGain)) {
    const toolNode = add(root, 'tool', tool.title, tool.figures, { words: tool.id });
    sources.set(toolNode, tool);
    for (const location of tool.locations) {
      const locationNode = add(toolNode, 'location', location.path, location.figures);
      sources.set(locationNode, location);
      const parts = [...location.sections.map((section) => section), undefined].sort(
        (a, b) => (b?.figures ?? location.rest)[0] - (a?.figures ?? location.rest)[0],
      );
      for (const section of parts) {
        if (section === undefined) {
          if (location.rest[1] === 0 && location.rest[3] === 0) continue;
          add(locationNode, 'rest', 'the rest', location.rest, { loss: 'kept' });
          totals.kept += location.rest[0];
          continue;
        }
        const { safety: loss, used } = section;
        const words = `${section.title} ${loss}`;
        const sectionNode = add(locationNode, 'section', section.id, section.figures, {
          loss,
          words,
          ...(used && { used }),
        });
        sources.set(sectionNode, section);
        totals[loss] += section.figures[0];
        if (section.entries) addEntries(sectionNode, section.entries, loss);
      }
    }
  }

  function addEntries(section: MapNode, entries: MapEntries, loss: Loss): void {
    let reclaimable = 0;
    const { names, versions, less, linked, slack, files, days, sinceDay, type, types, smaller, unnamed } = entries;
    for (let index = 0; index < names.length; index++) {
      reclaimable -= less[index] ?? 0;
      const allocated = reclaimable + (linked[index] ?? 0);
      const figures = [reclaimable, allocated, allocated - (slack[index] ?? 0), files[index] ?? 0] as const;
      const version = versions[index] || undefined;
      const [, from = ''] = types[type[index] ?? 0] ?? [];
      const day = days[index] ?? 0;
      add(section, 'entry', names[index] ?? '', figures, {
        loss,
        ...(version !== undefined && { version }),
        ...(day > 0 && from !== '' && { used: [sinceDay + day - 1, from] }),
      });
    }
    if (smaller) add(section, 'smaller', `${count(smaller.count)} smaller entries`, smaller.figures, { loss });
    if (unnamed) add(section, 'unnamed', 'without a name', unnamed, { loss });
  }

  const above = (node: MapNode, kind: Kind): MapNode | undefined =>
    node.kind === kind ? node : node.parent && above(node.parent, kind);
  const source = <T extends MapTool | MapLocation | MapSection>(node: MapNode, kind: Kind): T =>
    sources.get(above(node, kind) as MapNode) as T;

  return {
    data,
    root,
    nodes,
    totals,
    detailsOf(node) {
      switch (node.kind) {
        case 'machine':
          return {
            title: node.name,
            what: `${data.tools.length === 1 ? 'one tool' : `${count(data.tools.length)} tools`} with caches`,
            remarks: data.remarks,
            command: 'devclean sweep',
            commandNote: 'Takes the safe parts of every tool, after showing them and asking.',
          };
        case 'tool': {
          const { id, remarks, command } = source<MapTool>(node, 'tool');
          return {
            title: node.name,
            what: `tool, “${id}”`,
            remarks,
            ...(command
              ? { command, commandNote: 'Takes its safe and costly parts, of its active caches.' }
              : { commandNote: 'devclean takes nothing of it.' }),
          };
        }
        case 'location': {
          const { remarks, command } = source<MapLocation>(node, 'location');
          return {
            title: node.name,
            what: `location of ${node.parent?.name ?? ''}`,
            remarks,
            ...(command
              ? { command, commandNote: 'Takes its safe and costly parts.' }
              : { commandNote: 'devclean takes nothing of it.' }),
          };
        }
        case 'section': {
          const { title, cost, command, entries } = source<MapSection>(node, 'section');
          return {
            title: node.name,
            what: title,
            cost,
            remarks: entries?.smaller
              ? [`Of its entries the ${count(entries.names.length)} largest are on the map by name.`]
              : [],
            ...(command ? { command } : { commandNote: 'devclean takes nothing of it.' }),
          };
        }
        case 'entry':
          return entryDetails(node);
        case 'rest':
          return {
            title: node.name,
            what: 'in the folder, and in no part of the cache',
            remarks: [],
            commandNote: 'devclean never removes it.',
          };
        default: {
          const { cost, command } = source<MapSection>(node, 'section');
          return {
            title: node.name,
            what:
              node.kind === 'smaller'
                ? 'too many to be named on the map'
                : 'what no entry is made of, the folders above the entries among it',
            cost,
            remarks: [],
            ...(command && { command, commandNote: `Takes all of ${node.parent?.name}: this goes with nothing less.` }),
          };
        }
      }
    },
  };

  function entryDetails(node: MapNode): Details {
    const section = node.parent as MapNode;
    const { cost, entries } = source<MapSection>(node, 'section');
    const { id } = source<MapTool>(node, 'tool');
    // Entries come first among the parts of a section, and their numbers one after the other.
    const index = node.id - (section.children[0]?.id ?? 0);
    const { types = [], type = [], masked = [], flags } = entries ?? {};
    const [kind = '', , remark = ''] = types[type[index] ?? 0] ?? [];
    const isIndex = kind === 'index';
    const own = [...(flags ?? []), ...(isIndex ? ['--with-index'] : [])];
    const command =
      flags === undefined || masked.includes(index) ? undefined : entryCommand(id, node.name, node.version, own);
    const others = section.children.filter((other) => other.kind === 'entry' && other.name === node.name).length - 1;
    const note = () => {
      if (flags === undefined) return 'devclean takes nothing of it.';
      if (command === undefined) return 'Its name cannot be typed exactly. Clear the part it lies in instead.';
      if (isIndex) return 'Takes the package, in every version, with what the registry said of it.';
      if (node.version === undefined && others > 0) return `Takes every version of ${node.name}.`;
      return undefined;
    };
    const commandNote = note();
    return {
      title: node.version === undefined ? node.name : `${node.name} ${node.version}`,
      what: kind,
      cost,
      remarks: remark === '' ? [] : [remark],
      ...(command !== undefined && { command }),
      ...(commandNote !== undefined && { commandNote }),
    };
  }
}

function byGain(a: { readonly figures: Figures }, b: { readonly figures: Figures }): number {
  return b.figures[0] - a.figures[0];
}

/** What fills a whole of the map: with a search, what is found of it. */
export type Weigh = (node: MapNode) => number;

export interface Search {
  /** Words that all have to be in a name, or in names above and below. */
  readonly words: string;
  /** What is left out. */
  readonly hidden: ReadonlySet<Loss>;
}

export interface Found {
  readonly weigh: Weigh;
  readonly isSearch: boolean;
  /** The nodes that have what was looked for in their own names, or the last of it. */
  readonly matches: readonly MapNode[];
}

/** What of the map a search finds: a node with all the words in its name and the names above it, and whatever lies below it. */
export function searchMap({ nodes }: Model, { words, hidden }: Search): Found {
  const wanted = words
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (wanted.length === 0 && hidden.size === 0) {
    return { weigh: ({ figures }) => figures[0], isSearch: false, matches: [] };
  }
  const weights = new Float64Array(nodes.length);
  /** How many of the words are found at a node or above it, as bits. */
  const seen = new Uint32Array(nodes.length);
  const all = 2 ** wanted.length - 1;
  const matches: MapNode[] = [];
  for (const node of nodes) {
    const inherited = node.parent === undefined ? 0 : (seen[node.parent.id] ?? 0);
    let bits = inherited;
    if (bits !== all && node.kind !== 'machine' && node.kind !== 'smaller') {
      const name = `${nameOf(node)} ${node.words ?? ''}`.toLowerCase();
      wanted.forEach((word, index) => {
        if (name.includes(word)) bits |= 2 ** index;
      });
    }
    seen[node.id] = bits;
    if (bits === all && wanted.length > 0 && inherited !== all) matches.push(node);
  }
  // What is found whole has its own size: the sum of its parts may differ by what they share.
  const isWhole = (node: MapNode) =>
    seen[node.id] === all && (node.children.length === 0 || node.loss !== undefined || hidden.size === 0);
  for (let id = nodes.length - 1; id >= 0; id--) {
    const node = nodes[id] as MapNode;
    if (isWhole(node)) weights[id] = node.loss !== undefined && hidden.has(node.loss) ? 0 : node.figures[0];
    const { parent } = node;
    if (parent !== undefined && !isWhole(parent)) weights[parent.id] = (weights[parent.id] ?? 0) + (weights[id] ?? 0);
  }
  return {
    weigh: ({ id }) => weights[id] ?? 0,
    isSearch: true,
    matches: matches.filter(({ id }) => (weights[id] ?? 0) > 0 || hidden.size === 0),
  };
}

/** What losing a node may mean: of one thing one, of others that of each part. */
export function lossesOf(node: MapNode): Loss[] {
  if (node.loss !== undefined) return [node.loss];
  const found = new Set(node.children.flatMap(lossesOf));
  return losses.filter((loss) => found.has(loss));
}

/** When a node was last used, as far as anything says so: of what is no one thing, the newest of its parts. */
export function lastUseOf(node: MapNode): LastUse | undefined {
  if (node.used !== undefined || node.loss !== undefined) return node.used;
  const uses = node.children.map(lastUseOf).filter((used) => used !== undefined);
  return uses.length === 0 ? undefined : uses.reduce((newest, used) => (used[0] > newest[0] ? used : newest));
}

/** A node as it is called in commands and looked for: `left-pad@1.3.0`. */
export function nameOf({ name, version }: MapNode): string {
  return version === undefined ? name : `${name}@${version}`;
}

/** Where a step down really leads: a tool with one location shows what is in that. */
export function landing(node: MapNode): MapNode {
  const [only, ...others] = node.children;
  const isWay = only !== undefined && others.length === 0 && (only.kind === 'tool' || only.kind === 'location');
  return isWay ? landing(only) : node;
}

/** Where a step up really leads. */
export function stepUp(node: MapNode): MapNode | undefined {
  const { parent } = node;
  if (parent === undefined) return undefined;
  return landing(parent) === parent ? parent : stepUp(parent);
}

/** A node and all that is above it, the machine first. */
export function pathTo(node: MapNode): MapNode[] {
  return node.parent === undefined ? [node] : [...pathTo(node.parent), node];
}

/** What a node is, in words: for whoever does not see the colours. */
export function spoken(node: MapNode, weigh: Weigh, whole: number): string {
  const weight = weigh(node);
  const share = whole > 0 ? Math.round((weight / whole) * 100) : 0;
  const parts = node.children.length;
  return [
    nameOf(node),
    bytes(weight),
    node.loss ?? '',
    share === 0 ? 'less than 1 percent' : `${share} percent`,
    parts === 0 ? '' : parts === 1 ? 'one part' : `${count(parts)} parts`,
  ]
    .filter((word) => word !== '')
    .join(', ');
}
