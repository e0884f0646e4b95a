/**
 * The same object, but every assignment first passes `check`, which may throw, and is then reported. It lets a
 * plain property be a switch that works at once.
 */
export function watched<T extends object>(
  target: T,
  hooks: { check(name: string, value: unknown): void; changed(): void },
): T {
  return new Proxy(target, {
    set(object, name, value) {
      hooks.check(String(name), value);
      const done = Reflect.set(object, name, value);
      hooks.changed();
      return done;
    },
  });
}
