import 'reflect-metadata'
import type { Container } from '@samsa/routing'
import { container as globalContainer } from 'tsyringe'

interface ParentContainer extends Container {
  readonly createChildContainer: () => Container
}

/**
 * The container that builds a worker's classes: a child of the given one (default: tsyringe's global one), so that what `setup` registers stays with this
 * worker. A container that cannot make children is used as it is.
 */
export function workerContainer(given: Container | undefined): Container {
  const parent = given ?? globalContainer
  return isParent(parent) ? parent.createChildContainer() : parent
}

function isParent(container: Container): container is ParentContainer {
  return typeof (container as Partial<ParentContainer>).createChildContainer === 'function'
}
