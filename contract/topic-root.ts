/** How every topic of every node begins; the node's name follows, then `/` and what is below. */
export const TOPIC_ROOT = 'breva/'
