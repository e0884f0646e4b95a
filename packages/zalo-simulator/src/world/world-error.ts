/** Something was asked of the world that cannot happen in it. The message says what and how to ask right. */
export class WorldError extends Error {
  override readonly name = "WorldError";
}
