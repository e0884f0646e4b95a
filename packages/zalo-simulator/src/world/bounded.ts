/**
 * A list that remembers at least the last `keep` items and at most a tenth more: the oldest are cut off in
 * batches, so that a long run costs neither memory nor a shift per item.
 */
export class BoundedList<T> {
  readonly #keep: number;
  readonly #items: T[] = [];

  constructor(keep: number) {
    this.#keep = keep;
  }

  get items(): readonly T[] {
    return this.#items;
  }

  push(item: T): void {
    this.#items.push(item);
    if (this.#items.length > this.#keep * 1.1) this.#items.splice(0, this.#items.length - this.#keep);
  }
}

/** A map that forgets its oldest key once it holds more than `keep`. */
export class BoundedMap<K, V> {
  readonly #keep: number;
  readonly #map = new Map<K, V>();

  constructor(keep: number) {
    this.#keep = keep;
  }

  get(key: K): V | undefined {
    return this.#map.get(key);
  }

  delete(key: K): void {
    this.#map.delete(key);
  }

  set(key: K, value: V): void {
    this.#map.set(key, value);
    if (this.#map.size <= this.#keep) return;
    const oldest = this.#map.keys().next();
    if (!oldest.done) this.#map.delete(oldest.value);
  }
}
