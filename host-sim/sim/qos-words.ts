/** What each QoS of MQTT promises, by its number (MQTT 3.1.1, 4.3). */
export const QOS_WORDS = ['at most once', 'at least once', 'exactly once'] as const
