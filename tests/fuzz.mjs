import { parseArgs } from 'node:util'
import { startVitest } from 'vitest/node'

const { values } = parseArgs({ options: { packets: { type: 'string', default: '1000000' }, seed: { type: 'string', default: String(Date.now() % 1e9) } } })
const [packets, seed] = [Number(values.packets), Number(values.seed)]
if (!Number.isInteger(packets) || packets < 1 || !Number.isInteger(seed)) {
  console.error('usage: npm run fuzz -- [--packets 1000000] [--seed 1], both whole numbers')
  process.exitCode = 2
} else {
  console.log(`${packets} packets, seed ${seed}`)
  process.env['BREVA_FUZZ_PACKETS'] = String(packets)
  process.env['BREVA_FUZZ_SEED'] = String(seed)
  const vitest = await startVitest('test', ['tests/firmware/mqtt/fuzz.test.ts'], { watch: false })
  await vitest.close()
}
