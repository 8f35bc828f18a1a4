import type { Bytes } from '../../drivers/hal/bytes.ts'
import { ID_LIMIT, PAYLOAD_LIMIT, PING } from '../../contract/command-frame.ts'

/** The bytes that the identifier is looked for in, some blanks included. */
const HEAD_LIMIT = 80

/**
 * The answer to a command, `{"id":"c-81","ok":true}` or `{"id":"c-81","ok":false,"error":"..."}`. The identifier is
 * the payload's first key and made of at most 36 of A-Z, a-z, 0-9, _ and -; without a valid one it is null. Found by
 * hand: the interpreter's `JSON.parse` throws, and accepts any text behind the value.
 */
export function commandReply(verb: string, payload: Bytes): Bytes {
  const found = payload.startsWith('{') && /^ *"id" *: *"([-A-Za-z0-9_]+)" *[,}]/.exec(payload.slice(1, HEAD_LIMIT))
  const id = found && found[1].length <= ID_LIMIT ? '"' + found[1] + '"' : 'null'
  const error = payload.length > PAYLOAD_LIMIT ? 'too long'
    : !found || id === 'null' ? 'no valid id'
    : verb !== PING ? 'unknown verb'
    : found[0].endsWith('}') && payload.slice(1 + found[0].length).trim() === '' ? ''
    : 'unknown argument'
  return '{"id":' + id + ',"ok":' + (error ? 'false,"error":"' + error + '"}' : 'true}')
}
