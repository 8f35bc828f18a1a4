/** The date. It may be unset, and it may step in either direction; it only ever stamps messages. */
export interface WallClock {
  /** Milliseconds since 1970-01-01 UTC, or 0 while nobody has set it. */
  read(): number
  /** Sets it; timers on `Clock` do not notice. */
  set(milliseconds: number): void
}
