/**
 * Watches the bytes of one MQTT connection go by and says when a packet announces itself as too large, from its fixed
 * header (MQTT 3.1.1, section 2.2), before its body has arrived.
 */
export class PacketSizeLimit {
  private readonly limit: number
  private bodyLeft = 0
  private headerPlace = 0
  private length = 0

  /** `limit` is the largest remaining length accepted, in bytes. */
  constructor(limit: number) {
    this.limit = limit
  }

  /** False once a packet is too large or its length field is malformed; the connection is then to be closed. */
  accept(chunk: Uint8Array): boolean {
    let place = 0
    while (place < chunk.length) {
      if (this.bodyLeft > 0) {
        const taken = Math.min(this.bodyLeft, chunk.length - place)
        this.bodyLeft -= taken
        place += taken
        continue
      }
      const byte = chunk[place++]
      if (this.headerPlace === 0) {
        this.headerPlace = 1
        this.length = 0
        continue
      }
      this.length += (byte & 0x7f) * 128 ** (this.headerPlace - 1)
      if (this.length > this.limit) return false
      if ((byte & 0x80) !== 0) {
        if (this.headerPlace === 4) return false
        this.headerPlace++
      } else {
        this.headerPlace = 0
        this.bodyLeft = this.length
      }
    }
    return true
  }
}
