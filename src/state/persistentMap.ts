interface Leaf<V> {
  readonly key: string;
  readonly value: V;
}

/** Up to 32 children, by five bits of the hashes of their keys; `present` has the bits of those that exist. */
interface Branch<V> {
  readonly present: number;
  readonly children: readonly Node<V>[];
}

type Node<V> = Leaf<V> | Branch<V>;

const isLeaf = <V>(node: Node<V>): node is Leaf<V> => 'key' in node;

/** An immutable map by strings, whose snapshots share structure: a hash trie, O(log n) to read and to change. */
export class PersistentMap<V> {
  readonly size: number;
  readonly #root: Node<V> | undefined;

  private constructor(root: Node<V> | undefined, size: number) {
    this.#root = root;
    this.size = size;
  }

  static empty<V>(): PersistentMap<V> {
    return new PersistentMap<V>(undefined, 0);
  }

  get(key: string): V | undefined {
    let node = this.#root;
    const hash = hashOf(key, 0);
    for (let level = 0; node !== undefined && !isLeaf(node); level += 1) {
      const bit = bitOf(key, hash, level);
      node = (node.present & bit) === 0 ? undefined : node.children[placeOf(node, bit)];
    }
    return node?.key === key ? node.value : undefined;
  }

  with(key: string, value: V): PersistentMap<V> {
    const grows = this.get(key) === undefined;
    return new PersistentMap(set(this.#root, { key, value }, hashOf(key, 0), 0), this.size + Number(grows));
  }

  without(key: string): PersistentMap<V> {
    return this.get(key) === undefined
      ? this
      : new PersistentMap(this.#root && remove(this.#root, key, hashOf(key, 0), 0), this.size - 1);
  }

  *entries(): Generator<[string, V], undefined, undefined> {
    yield* this.#root === undefined ? [] : entriesIn(this.#root);
  }
}

function set<V>(node: Node<V> | undefined, leaf: Leaf<V>, hash: number, level: number): Node<V> {
  if (node === undefined) return leaf;
  if (isLeaf(node)) {
    if (node.key === leaf.key) return leaf;
    const present = bitOf(node.key, hashOf(node.key, 0), level);
    return set({ present, children: [node] }, leaf, hash, level);
  }
  const bit = bitOf(leaf.key, hash, level);
  const place = placeOf(node, bit);
  const isPresent = (node.present & bit) !== 0;
  const child = set(isPresent ? node.children[place] : undefined, leaf, hash, level + 1);
  const children = node.children.slice();
  if (isPresent) children[place] = child;
  else children.splice(place, 0, child);
  return { present: node.present | bit, children };
}

/** The node without a key that is in it; a branch with a single leaf becomes that leaf. */
function remove<V>(node: Node<V>, key: string, hash: number, level: number): Node<V> | undefined {
  if (isLeaf(node)) return undefined;
  const bit = bitOf(key, hash, level);
  const place = placeOf(node, bit);
  const children = node.children.flatMap((child, at) =>
    at === place ? (remove(child, key, hash, level + 1) ?? []) : child,
  );
  const [only] = children;
  if (only === undefined || (children.length === 1 && isLeaf(only))) return only;
  return { present: children.length === node.children.length ? node.present : node.present ^ bit, children };
}

function* entriesIn<V>(node: Node<V>): Generator<[string, V], undefined, undefined> {
  if (isLeaf(node)) yield [node.key, node.value];
  else for (const child of node.children) yield* entriesIn(child);
}

/** Six levels take five bits each of one hash, the next six those of another seed, and so on until two keys differ. */
const bitOf = (key: string, hash: number, level: number): number =>
  1 << (((level < 6 ? hash : hashOf(key, Math.floor(level / 6))) >>> ((level % 6) * 5)) & 31);

function hashOf(key: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  return hash ^ (hash >>> 15);
}

/** How many children stand before that of a bit. */
function placeOf<V>({ present }: Branch<V>, bit: number): number {
  let before = present & (bit - 1);
  let count = 0;
  for (; before !== 0; before &= before - 1) count += 1;
  return count;
}
