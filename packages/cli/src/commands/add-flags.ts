import { type Command, Option } from 'commander'
import { type Setting, settings } from '../config/setting.js'
import { type WorkerFlag, workerFlags } from '../config/worker-flag.js'

const gather = (item: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), item]

const flagOf = ({ flag, takes, isList, about }: Setting<unknown>): Option => {
  const option = new Option(takes === null ? flag : `${flag} ${takes}`, about)
  return isList ? option.argParser(gather) : option
}

/** Adds `--config` and the flags that stand before the options of the worker: all of them, or those named. */
export const addWorkerFlags = (command: Command, paths?: readonly WorkerFlag['path'][]): Command => {
  command.option('--config <path>', 'the config, instead of the nearest worker.config.{ts,js,mjs} upwards (SAMSA_CONFIG)')
  for (const { path, flag, takes, about } of workerFlags)
    if (paths === undefined || paths.includes(path)) command.option(`${flag} ${takes}`, about)
  return command
}

/** Adds the flags of these settings. */
export const addSettingFlags = (command: Command, keys: readonly (keyof typeof settings)[]): Command => {
  for (const key of keys) command.addOption(flagOf(settings[key]))
  return command
}

/** The flags as given, under their names without dashes: commander writes `untilIdle` for `--until-idle`. */
export const givenFlags = (command: Command): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    command.options
      .filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli')
      .map((option) => [option.long?.slice(2) ?? option.attributeName(), command.getOptionValue(option.attributeName()) as unknown]),
  )
