/** What has become of the bytes so far. */
export type Framing = 'ok' | 'too large' | 'malformed'

/**
 * Cuts the bytes of one MQTT connection into packets (MQTT 3.1.1, section 2.2). A packet that announces itself as too
 * large is refused from its fixed header, before its body has arrived.
 */
export class PacketFraming {
  private readonly limit: number
  private readonly told: (head: number, body: Buffer) => void
  private head = 0
  private headerPlace = 0
  private length = 0
  private bodyLeft = 0
  private body: Uint8Array[] = []

  /** `limit` is the largest remaining length accepted, in bytes. `told` gets each whole packet as its first byte and its body. */
  constructor(limit: number, told: (head: number, body: Buffer) => void) {
    this.limit = limit
    this.told = told
  }

  /** The connection is to be closed once this is not `ok`. */
  accept(chunk: Uint8Array): Framing {
    let place = 0
    while (place < chunk.length) {
      if (this.bodyLeft > 0) place += this.takeBody(chunk, place)
      else {
        const framing = this.takeHeader(chunk[place++])
        if (framing !== 'ok') return framing
      }
    }
    return 'ok'
  }

  private takeBody(chunk: Uint8Array, from: number): number {
    const taken = Math.min(this.bodyLeft, chunk.length - from)
    this.body.push(chunk.subarray(from, from + taken))
    this.bodyLeft -= taken
    if (this.bodyLeft === 0) this.complete()
    return taken
  }

  private takeHeader(byte: number): Framing {
    if (this.headerPlace === 0) {
      this.head = byte
      this.headerPlace = 1
      this.length = 0
      return 'ok'
    }
    this.length += (byte & 0x7f) * 128 ** (this.headerPlace - 1)
    if (this.length > this.limit) return 'too large'
    if ((byte & 0x80) !== 0) return ++this.headerPlace > 4 ? 'malformed' : 'ok'
    this.headerPlace = 0
    this.bodyLeft = this.length
    if (this.length === 0) this.complete()
    return 'ok'
  }

  private complete(): void {
    const body = Buffer.concat(this.body)
    this.body = []
    this.told(this.head, body)
  }
}
