import { Random } from '../random.ts'

/**
 * The id of the `index`-th node (from 0) under a seed: six hex digits, like the end of a MAC address. An odd stride
 * visits every one of the 2^24 ids before any comes again, so two nodes of one run never share one.
 */
export function nodeId(seed: number, index: number): string {
  const first = new Random(seed).split('node id').below(0x1000000)
  const id = (first + Random.multiply(index, 0x9e3779)) & 0xffffff
  return id.toString(16).padStart(6, '0')
}
