/** The payload of a node's `status`, and of that of a sensor. */
export type StatusWord = 'online' | 'offline'

export const STATUS_ONLINE = 'online'
export const STATUS_OFFLINE = 'offline'
