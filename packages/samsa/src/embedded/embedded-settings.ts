// the broker inside the process speaks plain text to whoever is in the process
const notEmbedded = /^(?:security\.protocol$|sasl\.|ssl\.|enable\.ssl\.|bootstrap\.servers$|metadata\.broker\.list$|client\.dns\.lookup$)/

/** The same settings for the broker inside the process: its address, without what secures the way to a real one. */
export const embeddedSettings = (settings: Readonly<Record<string, string>>, bootstrapServers: string): Readonly<Record<string, string>> =>
  Object.freeze({
    ...Object.fromEntries(Object.entries(settings).filter(([name]) => !notEmbedded.test(name))),
    'bootstrap.servers': bootstrapServers,
  })
