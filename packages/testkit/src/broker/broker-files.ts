import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The files of one broker, all in one temporary folder. */
export interface BrokerFiles {
  readonly folder: string
  /** Records and Kafka's own state. */
  readonly dataFolder: string
  /** Its properties. */
  readonly propertiesFile: string
  /** What the JVM prints, and what Kafka logs. */
  readonly logFile: string
  /** JVM options that point Kafka's logging at `logFile`. */
  readonly loggingOptions: readonly string[]
}

const log4j2 = (logFile: string): string => `status = error
appender.file.type = File
appender.file.name = file
appender.file.fileName = ${logFile}
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = %d{ISO8601} %p %c{1}: %m%n
rootLogger.level = warn
rootLogger.appenderRef.file.ref = file
logger.server.name = kafka.server
logger.server.level = info
`

const log4j1 = (logFile: string): string => `log4j.rootLogger=WARN, file
log4j.logger.kafka.server=INFO
log4j.appender.file=org.apache.log4j.FileAppender
log4j.appender.file.File=${logFile}
log4j.appender.file.layout=org.apache.log4j.PatternLayout
log4j.appender.file.layout.ConversionPattern=%d{ISO8601} %p %c{1}: %m%n
`

/** Makes the folder of a broker with everything in it but the properties. */
export const createBrokerFiles = async (): Promise<BrokerFiles> => {
  const folder = await mkdtemp(join(tmpdir(), 'samsa-kafka-'))
  const dataFolder = join(folder, 'data')
  const logFile = join(folder, 'broker.log')
  await mkdir(dataFolder)
  await writeFile(join(folder, 'log4j2.properties'), log4j2(logFile))
  await writeFile(join(folder, 'log4j.properties'), log4j1(logFile))
  return {
    folder,
    dataFolder,
    propertiesFile: join(folder, 'server.properties'),
    logFile,
    loggingOptions: [
      `-Dlog4j2.configurationFile=${join(folder, 'log4j2.properties')}`,
      `-Dlog4j.configuration=file:${join(folder, 'log4j.properties')}`,
    ],
  }
}

/** The last lines of a broker's log, for an error message. */
export const readLogTail = async (logFile: string, lines = 20): Promise<string> => {
  const text = await readFile(logFile, 'utf8').catch(() => '')
  return text.trimEnd().split('\n').slice(-lines).join('\n')
}
