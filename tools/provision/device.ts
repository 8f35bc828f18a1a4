import { randomBytes, randomUUID } from 'node:crypto'
import { z } from 'zod'
import { TOPIC_ROOT } from '../../contract/topics.ts'

/** What a node proves itself with: an account at the broker, and the key that signs its commands. */
export interface Secrets {
  user: string
  /** 32 characters, 192 random bits. */
  password: string
  /** 64 hexadecimal digits, 256 random bits. */
  commandKey: string
}

/** All that the host keeps of a node. While its secrets are replaced there are two of them. */
export interface Device {
  format: 1
  /** A UUID of this node and no other; no secret. */
  identity: string
  node: string
  /** What stands before its name in topics. */
  root: string
  /** ISO 8601 UTC. */
  made: string
  current: Secrets
  /** Valid at the broker already; the node gets them with its next settings. */
  next?: Secrets | undefined
  /** The node has been seen with others; they are to be withdrawn. */
  former?: Secrets | undefined
}

const PASSWORD_BYTES = 24
const KEY_BYTES = 32

const SECRETS = z.strictObject({ user: z.string().min(1), password: z.string().min(22), commandKey: z.string().regex(/^[0-9a-f]{64}$/) })
const DEVICE = z.strictObject({
  format: z.literal(1), identity: z.uuid(), node: z.string().regex(/^[a-z0-9-]{1,20}$/), root: z.string().min(1), made: z.string(),
  current: SECRETS, next: SECRETS.optional(), former: SECRETS.optional()
})

/** Secrets from the random numbers of the operating system. Nothing else goes into them: not the name, the identity or the time. */
export function newSecrets(user: string): Secrets {
  return { user, password: newPassword(), commandKey: randomBytes(KEY_BYTES).toString('hex') }
}

/** 32 characters that need no escape anywhere. */
export function newPassword(): string {
  return randomBytes(PASSWORD_BYTES).toString('base64url')
}

export function newDevice(node: string, root: string = TOPIC_ROOT): Device {
  return { format: 1, identity: randomUUID(), node, root, made: new Date().toISOString(), current: newSecrets(node) }
}

/** A name for the account that follows: `attic`, `attic.2`, `attic.3`. No node can have such a name, since it has a full stop. */
export function followingUser({ node, current }: Device): string {
  const generation = current.user === node ? 1 : Number(current.user.slice(node.length + 1))
  return `${node}.${generation + 1}`
}

/** Whether an account is one of this node's, by its name. */
export function isUserOf(node: string, user: string): boolean {
  return user === node || (user.startsWith(`${node}.`) && /^\d+$/.test(user.slice(node.length + 1)))
}

export function deviceText(device: Device): string {
  return `${JSON.stringify(device, null, 2)}\n`
}

/** Throws an `Error` that says which field is wrong, and never what stands in it. */
export function parseDevice(text: string): Device {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw new Error('it is not JSON')
  }
  const { data, error } = DEVICE.safeParse(parsed)
  if (error) throw new Error(`${error.issues[0].path.join('.') || 'the whole'} is not what it should be`)
  return data
}
