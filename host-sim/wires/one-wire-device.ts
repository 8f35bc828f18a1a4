/** What hangs on a 1-Wire line. The line is a wired AND: one device that pulls low is enough. */
export interface OneWireDevice {
  /** A reset pulse of that many microseconds ended. True: it answers with a presence pulse. */
  reset(microseconds: number): boolean
  /** A slot in which the master wrote `bit`. */
  writeBit(bit: number): void
  /** A read slot: 0 when it holds the line low, 1 when it lets go. */
  readBit(): number
  /** Eight write slots, least significant bit first; must do exactly what eight `writeBit` do. */
  writeByte(byte: number): void
  /** Eight read slots. */
  readByte(): number
  /** The strong pull-up comes or goes. */
  power(strong: boolean): void
}
