/** Where an account's log lines go; each names its account. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
