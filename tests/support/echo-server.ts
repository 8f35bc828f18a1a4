import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { Socket, SocketEvents } from '../../drivers/hal/network.ts'
import type { MemoryServer } from '../../host-sim/board/memory-network.ts'

/** Sends everything back, and hangs up on `!`. */
export class EchoServer implements MemoryServer {
  accept(socket: Socket): SocketEvents {
    return {
      onOpen: () => undefined,
      onBytes: (chunk: Bytes) => { if (chunk.includes('!')) socket.close(); else socket.write(chunk) },
      onClose: () => undefined
    }
  }
}
