/** A part on an I2C wire, as the wire drives it: one call per byte, and the lines it can pull low. */
export interface I2cDevice {
  /** 7 bits. */
  readonly address: number
  /** START and the address with its direction bit; true acknowledges. `repeated`: no STOP came before the START. */
  select(reading: boolean, repeated: boolean): boolean
  /** A byte from the controller; true acknowledges. */
  accept(byte: number): boolean
  /** A byte for the controller. */
  supply(): number
  /** STOP, or the ninth of the pulses that clear a bus: whatever was under way is over. */
  release(): void
  /** For how many ms the clock will be held low in the transfer that begins; Infinity for ever. */
  stretch(): number
  /** True while the part pulls SDA low between transfers, as one does whose reply was cut off. */
  holdsData(): boolean
}
