/** How every topic begins, unless `broker.root` says otherwise. Then come `/`, the node's name, `/` and one of those below. */
export const TOPIC_ROOT = 'breva'

/** `STATUS_ONLINE` or `STATUS_OFFLINE`, retained; the latter is also the Last Will. */
export const STATUS_TOPIC = 'status'
/** One sample, as `State` has it. */
export const STATE_TOPIC = 'state'
/** A list of samples that could not be delivered when they were taken. */
export const HISTORY_TOPIC = 'history'
/** What the node and its sensors are, retained. */
export const INFO_TOPIC = 'info'
/** How the node is, as `Health` has it. */
export const HEALTH_TOPIC = 'health'
/** Events of the black box, as text. */
export const LOG_TOPIC = 'log/info'

/** A sensor's own status: this, its name, and `SENSOR_STATUS`. */
export const SENSOR_TOPIC = 'sensor/'
export const SENSOR_STATUS = '/status'

/** The verb of a command, or of the reply to it, follows. */
export const COMMAND_TOPIC = 'command/'
export const REPLY_TOPIC = 'reply/'
/** Every command of a node, as a filter of MQTT. */
export const COMMAND_FILTER = 'command/+'
