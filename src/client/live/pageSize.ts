/** How many messages are asked for at once. */
export const pageSize = 50
