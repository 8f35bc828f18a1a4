/** The payload of `info`. */
export interface Info {
  /** A random number of this start: it tells the node from one with the same name. */
  start: number
  /** Why the node hears no commands. */
  commands_off: 'refused' | 'bad_message' | null
  /** The unit of each key of `state`; `probes` stands for all of them. */
  units: Record<string, string>
  /** Version of the application, and the hash of its file. */
  firmware: string
  bundle: string
  model: string
  /** Why this start happened. */
  reset: string
  /** What each sensor or probe says of itself. */
  sensors: Record<string, Record<string, unknown>>
}
