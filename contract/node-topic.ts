/**
 * Whose topic it is, and what stands behind the node's name: under the root `breva`, `breva/attic/state` is the topic `state` of attic. Undefined under another
 * root. The name is as it stands there, whatever that is.
 */
export function readNodeTopic(root: string, topic: string): { node: string, below: string } | undefined {
  if (!topic.startsWith(`${root}/`)) return undefined
  const rest = topic.slice(root.length + 1)
  const slash = rest.indexOf('/')
  return slash < 0 ? { node: rest, below: '' } : { node: rest.slice(0, slash), below: rest.slice(slash + 1) }
}
