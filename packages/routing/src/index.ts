export { Consumer, type ConsumerOptions } from './consumer.js'
export { consumerGroup, type ConsumerGroupBuilder } from './consumer-group.js'
export type { Container } from './container.js'
export { defineRoutes, type Routes } from './define-routes.js'
export { defineWorker, isWorker, type Worker, type WorkerOptions } from './define-worker.js'
export type { GroupBlock } from './block/group-block.js'
export type { Class, ConsumerGroupClass, ShareGroupClass } from './fits/consumer-class.js'
export type { ExactNames, Fits } from './fits/fits.js'
export type { ConsumerGroupKind, GroupKind, ShareGroupKind } from './fits/group-kind.js'
export type { ConsumerGroupHooks, HookName, ShareGroupHooks } from './fits/hooks.js'
export type { Call, ConsumerGroupMiddleware, Middleware, ShareGroupMiddleware } from './middleware.js'
export type { ConsumerGroupRoute, InitialOffsetOption } from './route/consumer-group-route.js'
export type { ConsumerGroupOptions, GroupOptions, ShareGroupKafkaSettings, ShareGroupOptions } from './route/group-options.js'
export type { RateLimit, RecoveryOptions, RouteOptions } from './route/route-options.js'
export type { ShareGroupRoute } from './route/share-group-route.js'
export type { SettingsOptions, SettingsPolicy, ShareGroupSettings } from './route/share-group-settings.js'
export { shareGroup, type ShareGroupBuilder } from './share-group.js'
export { compileRoutes, type CompileOptions } from './compile-routes.js'
export type { Override } from './compile/compile-worker.js'
export type { FindSettingProblem } from './compile/draft.js'
export { consumerMark, type ConsumerMark } from './consumer.js'
export { describePlan, type PlanRow } from './describe-plan.js'
export { describeValues, type ValueRow } from './describe-values.js'
export { isRoutes } from './define-routes.js'
export { findWarnings } from './find-warnings.js'
export { notBuilt } from './not-built.js'
export type { CompiledRoutes } from './plan/compiled-routes.js'
export type {
  ConsumerGroupOptionsPlan,
  ConsumerGroupPlan,
  GroupPlan,
  GroupPlanBase,
  ShareGroupOptionsPlan,
  ShareGroupPlan,
  ShareGroupSettingsPlan,
} from './plan/group-plan.js'
export type { Origin } from './plan/origin.js'
export { planDefaults, type PlanDefaults } from './plan/plan-defaults.js'
export type { RouteBinding } from './plan/route-binding.js'
export type { ClusterPlan, RoutingPlan, WorkerPlan } from './plan/routing-plan.js'
export { renderProblem, type RoutingProblem } from './plan/routing-problem.js'
export type {
  BatchPlan,
  ConsumerTopicRoutePlan,
  RouteId,
  ShareTopicRoutePlan,
  TopicRoutePlan,
  TopicRoutePlanBase,
} from './plan/topic-route-plan.js'
export { selectRoutes, type RouteSelection, type SelectedRoutes } from './select-routes.js'
export { groupPath, routePath, whereGiven, type GivenAt } from './where-given.js'
export { shareGroupConfigs, type ShareGroupConfig } from './share-group-configs.js'
