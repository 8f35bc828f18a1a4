/** From where to where a sensor's values can be; null for an end that the part does not tell. */
type Range = [least: number | null, most: number | null]

/** What a sensor says of itself. */
export interface SensorInfo {
  /** The kind of part. */
  type: string
  serial?: string | undefined
  firmware?: string | undefined
  /** By the keys of `state`; `temperature` is that of probes too. */
  range: Record<string, Range>
  /** Settings that the part itself keeps; null or left out for what is not known. */
  stored?: Record<string, number | null> | undefined
  /** Those of them that are not the factory's and that no setting of the node asks for. */
  unasked?: string[] | undefined
  /** Of a 1-Wire bus: how it is, probes that answer, and how many of them are read. */
  bus?: 'ok' | 'empty' | 'held_low' | 'foreign' | 'noise' | undefined
  found?: number | undefined
  read?: number | undefined
  /** Families on it that nobody reads, two hex digits each. */
  foreign?: string[] | undefined
}

/** What is known of a probe. */
export interface ProbeInfo {
  /** A letter, as the driver's page has them; null before it has been asked. */
  family: string | null
  power: 'external' | 'parasite'
  /** Its resolution in bits; left out where that is not known, and for a part that has no choice. */
  stored?: Record<string, number> | undefined
}

/** The payload of `info`. */
export interface Info {
  /** A random number of this start: it tells the node from one with the same name. */
  start: number
  /** Why the node hears no commands. */
  commands_off: 'refused' | 'no_answer' | 'bad_message' | null
  /** The unit of each key of `state`; `probes` stands for all of them. */
  units: Record<string, string>
  /** Version of the application, and the hash of its file. */
  firmware: string
  bundle: string
  model: string
  /** Why this start happened. */
  reset: string
  /** By name, a probe's is its ROM. */
  sensors: Record<string, SensorInfo | ProbeInfo>
}
