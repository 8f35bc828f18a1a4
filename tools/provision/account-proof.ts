import { randomBytes } from 'node:crypto'
import type { MqttClient } from 'mqtt'
import { PING } from '../../contract/command-frame.ts'
import { COMMAND_TOPIC, REPLY_TOPIC } from '../../contract/topics.ts'
import type { BrokerAddress } from '../../cli/broker-address.ts'
import type { Device, Secrets } from './device.ts'
import { openLink } from './owner-link.ts'
import { PROOF_VERB } from './proof-verb.ts'

/** What a broker and a node make of two accounts. */
export interface AccountProof {
  /** The broker keeps the proof from the account that is being replaced, and gives it to the one that follows. */
  brokerKnows: boolean
  /** The node has answered it. */
  nodeUses: boolean
}

/** ms from one attempt to the next. */
const ATTEMPT = 1000

/**
 * Finds out whether a node uses the account that follows. The owner sends it a command that the former account may not read: an answer proves the new one. A broker
 * that has not read its files again would give the command to both. So this machine logs in with both accounts and looks: the former one has to get the `ping` that
 * goes after the command, and not the command. Rejects with a `CommandError` where an account is refused.
 */
export async function proveAccount(device: Device & { next: Secrets }, owner: BrokerAddress, seconds: number): Promise<AccountProof> {
  const { root, node, current, next } = device
  const links: MqttClient[] = []
  const heard = async (address: BrokerAddress, filter: string): Promise<{ link: MqttClient, ids: string[] }> => {
    const link = await openLink(address)
    links.push(link)
    const ids: string[] = []
    link.on('message', (_topic, payload) => { ids.push(/"id":"([\w-]{1,36})"/.exec(String(payload))?.[1] ?? '') })
    await link.subscribeAsync(`${root}/${node}/${filter}`, { qos: 1 })
    return { link, ids }
  }
  try {
    const commands = `${COMMAND_TOPIC}+`
    const [late, early, replies] = [await heard(as(owner, next), commands), await heard(as(owner, current), commands), await heard(owner, REPLY_TOPIC + PROOF_VERB)]
    const send = async (verb: string): Promise<string> => {
      const id = `p-${randomBytes(8).toString('hex')}`
      await replies.link.publishAsync(`${root}/${node}/${COMMAND_TOPIC}${verb}`, JSON.stringify({ id }), { qos: 1 })
      return id
    }
    return await attempts(seconds, async () => {
      const proof = await send(PROOF_VERB)
      const after = await send(PING)
      return () => ({
        brokerKnows: late.ids.includes(proof) && early.ids.includes(after) && !early.ids.includes(proof),
        nodeUses: replies.ids.includes(proof)
      })
    })
  } finally {
    for (const link of links) await link.endAsync(true)
  }
}

/** Repeats until both are so, or the time is over; a node may be about to connect. Never claims what the last attempt did not show. */
async function attempts(seconds: number, attempt: () => Promise<() => AccountProof>): Promise<AccountProof> {
  let proof: AccountProof
  const end = performance.now() + seconds * 1000
  do {
    const look = await attempt()
    await new Promise(resolve => setTimeout(resolve, ATTEMPT))
    proof = look()
  } while (!(proof.brokerKnows && proof.nodeUses) && performance.now() < end)
  return proof
}

function as(owner: BrokerAddress, { user, password }: Secrets): BrokerAddress {
  return { ...owner, user, password }
}
