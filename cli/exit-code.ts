/** How every `breva` command ends; scripts may rely on these. */

export const SUCCESS = 0
export const FAILURE = 1
/** The command line or a file named on it is wrong; nothing was done. */
export const USAGE = 2
export const DEVICE_NOT_FOUND = 3
/** A user name, password or certificate was refused. */
export const AUTHENTICATION = 4
export const TIMED_OUT = 5
