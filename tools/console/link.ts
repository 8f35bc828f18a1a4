/** The way to a board's console: bytes as text, one character each. */
export interface Link {
  readonly port: string
  /** Sends without waiting; what a lost link does not take is gone. */
  write(text: string): void
  /** From now on in small pieces with pauses, for a board that loses bytes. */
  slowDown(): void
  /** ms that so many characters may take to be sent. */
  duration(characters: number): number
  close(): Promise<void>
}

export interface LinkListener {
  onText(text: string): void
  /** Once, when the other side goes away; not after `close`. */
  onLost(): void
}
