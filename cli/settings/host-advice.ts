import type { ProblemLevel } from './settings-problem.ts'

/** What to say of a value, without the setting's name. */
export interface Advice {
  level: ProblemLevel
  text: string
}

const LABEL = /^[a-zA-Z0-9]([-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/

/** A URL: what stands before `://`, then the account, which may hold a password, the host and the port. */
const URL_OF_HOST = /^[a-z][-+.a-z0-9]*:\/\/(?:.*@)?([^/?#:@]*)(?::(\d+))?/i

/** What to write in the place of a URL, without the setting's name; undefined for what is none. It shows nothing of the account. `port`: the setting that takes the port. */
export function insteadOfUrl(value: string, port: string): string | undefined {
  const parts = URL_OF_HOST.exec(value)
  if (!parts) return undefined
  const host = parts[1] === '' ? 'the name or address' : parts[1]
  return `is a URL; put ${host} here, without what stands around it${parts[2] ? `, and ${parts[2]} into ${port}` : ''}`
}

/**
 * What a board will make of the name or address of a server. Espruino 2v29 on an ESP32 speaks IPv4 alone, and asks DNS but not mDNS.
 * `port`: the setting that takes the port.
 */
export function hostAdvice(host: string, port: string): Advice | undefined {
  if (/^[^:]+:\d+$/.test(host)) return { level: 'error', text: `has a port in it; put ${host.slice(0, host.indexOf(':'))} here, and ${host.slice(host.indexOf(':') + 1)} into ${port}` }
  if (host.includes(':')) return { level: 'error', text: 'is an IPv6 address, which the board cannot reach; give the IPv4 address' }
  return /^[0-9.]+$/.test(host) ? addressAdvice(host) : nameAdvice(host)
}

function addressAdvice(host: string): Advice | undefined {
  const parts = host.split('.')
  if (parts.length !== 4 || parts.some(part => !/^(0|[1-9][0-9]{0,2})$/.test(part) || Number(part) > 255)) {
    return { level: 'error', text: 'is no address; an IPv4 address has four numbers from 0 to 255 with a point between them, such as 192.168.1.10' }
  }
  const first = Number(parts[0])
  if (first === 127) return { level: 'warning', text: 'is the board itself, where no server runs; on a board give the address of the machine that it runs on' }
  if (first === 0 || first >= 224) return { level: 'error', text: 'is the address of no single machine; give that of the machine that the server runs on' }
  return undefined
}

function nameAdvice(host: string): Advice | undefined {
  // A name may end in a point, which says that it is whole.
  const labels = host.replace(/\.$/, '').split('.')
  if (!labels.every(label => LABEL.test(label))) {
    return { level: 'error', text: 'is no host name; between its points stand 1 to 63 letters, digits and -, which neither begin nor end with -' }
  }
  const last = labels[labels.length - 1].toLowerCase()
  if (last === 'localhost') return { level: 'warning', text: 'is the board itself, where no server runs; on a board give the address of the machine that it runs on' }
  if (last === 'local') return { level: 'warning', text: 'is an mDNS name, which the board cannot look up; give its address, such as 192.168.1.10' }
  return undefined
}
