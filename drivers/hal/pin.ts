/** An output, low or high; it keeps its level until the next `write`. */
export interface Pin {
  write(high: boolean): void
}
