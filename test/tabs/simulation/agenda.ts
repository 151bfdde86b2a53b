interface Entry {
  readonly at: number;
  readonly order: number;
  readonly task: () => void;
}

/** Virtual time: tasks run in the order of their instants, and of their making where those are equal. */
export class Agenda {
  readonly #heap: Entry[] = [];
  #order = 0;
  now = 0;

  after(delay: number, task: () => void): void {
    const entry = { at: this.now + Math.max(0, delay), order: (this.#order += 1), task };
    const heap = this.#heap;
    let index = heap.push(entry) - 1;
    for (let parent = (index - 1) >> 1; index > 0; index = parent, parent = (index - 1) >> 1) {
      const above = heap[parent];
      if (above === undefined || !isBefore(entry, above)) break;
      heap[index] = above;
      heap[parent] = entry;
    }
  }

  /** Runs all tasks up to an instant. */
  runUntil(end: number): void {
    for (let first = this.#heap[0]; first !== undefined && first.at <= end; first = this.#heap[0]) {
      this.#removeFirst();
      this.now = first.at;
      first.task();
    }
    this.now = end;
  }

  #removeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      const [left, right] = [heap[2 * index + 1], heap[2 * index + 2]];
      const isRight = right !== undefined && left !== undefined && isBefore(right, left);
      const child = isRight ? right : left;
      if (child === undefined || !isBefore(child, last)) break;
      heap[index] = child;
      index = 2 * index + (isRight ? 2 : 1);
    }
    heap[index] = last;
  }
}

const isBefore = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
