// node simulated-board.mjs PORT: a simulated board with a bare Espruino, whose console is PORT on 127.0.0.1, until it is ended. For examples.
import { connect, createServer } from 'node:net'

const { startSimulatedPort } = await import(new URL('../../dist/node/host-sim/scenario/simulated-port.js', import.meta.url).href)
const { port } = await startSimulatedPort()
const own = Number(new URL(port).port)

createServer(terminal => {
  const board = connect(own, '127.0.0.1')
  for (const [one, other] of [[terminal, board], [board, terminal]]) one.on('error', () => { other.destroy() }).pipe(other)
}).listen(Number(process.argv[2]), '127.0.0.1')
