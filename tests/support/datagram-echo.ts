import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { MemoryDatagramServer } from '../../host-sim/board/memory-network.ts'

/** Sends every datagram back twice, and nothing for `?`. */
export class DatagramEcho implements MemoryDatagramServer {
  answer(request: Bytes): Bytes[] {
    return request === '?' ? [] : [request, request]
  }
}
