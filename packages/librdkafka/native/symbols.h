// Every librdkafka function the addon calls, as a pointer of the same name inside namespace samsa.
// Code inside the namespace calls `rd_kafka_new(…)` and reaches the pointer: nothing is linked, all is looked up by library.cc.
#pragma once
#include <rdkafka.h>
#include <rdkafka_mock.h>

#define SAMSA_CLIENT_SYMBOLS(X) \
  X(rd_kafka_version) X(rd_kafka_version_str) X(rd_kafka_err2name) X(rd_kafka_err2str) X(rd_kafka_last_error) \
  X(rd_kafka_new) X(rd_kafka_destroy_flags) X(rd_kafka_opaque) X(rd_kafka_fatal_error) X(rd_kafka_mem_malloc) X(rd_kafka_mem_free) \
  X(rd_kafka_conf_new) X(rd_kafka_conf_destroy) X(rd_kafka_conf_set) X(rd_kafka_conf_set_opaque) X(rd_kafka_conf_set_events) \
  X(rd_kafka_conf_set_error_cb) X(rd_kafka_conf_set_stats_cb) X(rd_kafka_conf_set_log_cb) X(rd_kafka_conf_set_throttle_cb) \
  X(rd_kafka_conf_set_rebalance_cb) X(rd_kafka_conf_set_offset_commit_cb) X(rd_kafka_conf_set_oauthbearer_token_refresh_cb) \
  X(rd_kafka_error_code) X(rd_kafka_error_name) X(rd_kafka_error_string) X(rd_kafka_error_is_fatal) X(rd_kafka_error_is_retriable) \
  X(rd_kafka_error_txn_requires_abort) X(rd_kafka_error_destroy) \
  X(rd_kafka_queue_new) X(rd_kafka_queue_destroy) X(rd_kafka_queue_get_consumer) X(rd_kafka_queue_get_main) \
  X(rd_kafka_queue_get_partition) X(rd_kafka_queue_forward) X(rd_kafka_queue_length) X(rd_kafka_queue_poll) \
  X(rd_kafka_queue_cb_event_enable) X(rd_kafka_set_log_queue) X(rd_kafka_poll_set_consumer) \
  X(rd_kafka_event_type) X(rd_kafka_event_destroy) X(rd_kafka_event_error) X(rd_kafka_event_error_string) X(rd_kafka_event_error_is_fatal) X(rd_kafka_event_log) \
  X(rd_kafka_event_stats) X(rd_kafka_event_message_next) X(rd_kafka_event_opaque) X(rd_kafka_event_config_string) \
  X(rd_kafka_event_topic_partition_list) \
  X(rd_kafka_oauthbearer_set_token) X(rd_kafka_oauthbearer_set_token_failure) X(rd_kafka_sasl_set_credentials) \
  X(rd_kafka_metadata) X(rd_kafka_metadata_destroy)

#define SAMSA_CONSUMER_SYMBOLS(X) \
  X(rd_kafka_topic_partition_list_new) X(rd_kafka_topic_partition_list_add) X(rd_kafka_topic_partition_list_copy) \
  X(rd_kafka_topic_partition_list_destroy) X(rd_kafka_topic_partition_get_leader_epoch) \
  X(rd_kafka_topic_partition_set_leader_epoch) \
  X(rd_kafka_subscribe) X(rd_kafka_unsubscribe) X(rd_kafka_subscription) X(rd_kafka_assign) X(rd_kafka_assignment) \
  X(rd_kafka_incremental_assign) X(rd_kafka_incremental_unassign) X(rd_kafka_assignment_lost) X(rd_kafka_rebalance_protocol) \
  X(rd_kafka_consume_batch_queue) X(rd_kafka_message_destroy) X(rd_kafka_message_errstr) X(rd_kafka_message_headers) \
  X(rd_kafka_message_timestamp) X(rd_kafka_header_get_all) X(rd_kafka_topic_name) \
  X(rd_kafka_commit_queue) X(rd_kafka_committed) X(rd_kafka_seek_partitions) X(rd_kafka_position) X(rd_kafka_pause_partitions) \
  X(rd_kafka_resume_partitions) X(rd_kafka_get_watermark_offsets) X(rd_kafka_memberid) \
  X(rd_kafka_consumer_group_metadata) X(rd_kafka_consumer_group_metadata_write) X(rd_kafka_consumer_group_metadata_read) \
  X(rd_kafka_consumer_group_metadata_destroy) X(rd_kafka_consumer_close_queue) X(rd_kafka_consumer_closed)

#define SAMSA_SHARE_SYMBOLS(X) \
  X(rd_kafka_share_consumer_new) X(rd_kafka_share_destroy_flags) X(rd_kafka_share_subscribe) X(rd_kafka_share_unsubscribe) \
  X(rd_kafka_share_subscription) X(rd_kafka_share_poll) X(rd_kafka_share_acknowledge_offset) X(rd_kafka_share_commit_async) \
  X(rd_kafka_share_set_acknowledgement_commit_cb) X(rd_kafka_share_consumer_close_queue) X(rd_kafka_share_consumer_closed) \
  X(rd_kafka_share_partition_offsets_list_count) X(rd_kafka_share_partition_offsets_list_get) \
  X(rd_kafka_share_partition_offsets_partition) X(rd_kafka_share_partition_offsets_offsets) \
  X(rd_kafka_share_partition_offsets_offsets_cnt) \
  X(rd_kafka_messages_count) X(rd_kafka_messages_get) X(rd_kafka_messages_destroy) X(rd_kafka_message_delivery_count) \
  X(rd_kafka_consumer_group_metadata_generation_id)

#define SAMSA_PRODUCER_SYMBOLS(X) \
  X(rd_kafka_topic_new) X(rd_kafka_topic_destroy) X(rd_kafka_produceva) X(rd_kafka_headers_new) X(rd_kafka_header_add) \
  X(rd_kafka_headers_destroy) X(rd_kafka_flush) X(rd_kafka_purge) X(rd_kafka_outq_len) X(rd_kafka_init_transactions) \
  X(rd_kafka_begin_transaction) X(rd_kafka_commit_transaction) X(rd_kafka_abort_transaction) \
  X(rd_kafka_send_offsets_to_transaction)

#define SAMSA_ADMIN_SYMBOLS(X) \
  X(rd_kafka_AdminOptions_new) X(rd_kafka_AdminOptions_destroy) X(rd_kafka_AdminOptions_set_request_timeout) \
  X(rd_kafka_AdminOptions_set_operation_timeout) X(rd_kafka_AdminOptions_set_validate_only) X(rd_kafka_AdminOptions_set_opaque) \
  X(rd_kafka_AdminOptions_set_isolation_level) X(rd_kafka_AdminOptions_set_require_stable_offsets) \
  X(rd_kafka_NewTopic_new) X(rd_kafka_NewTopic_destroy) X(rd_kafka_NewTopic_set_config) X(rd_kafka_CreateTopics) \
  X(rd_kafka_CreateTopics_result_topics) X(rd_kafka_DeleteTopic_new) X(rd_kafka_DeleteTopic_destroy) X(rd_kafka_DeleteTopics) \
  X(rd_kafka_DeleteTopics_result_topics) X(rd_kafka_NewPartitions_new) X(rd_kafka_NewPartitions_destroy) \
  X(rd_kafka_CreatePartitions) X(rd_kafka_CreatePartitions_result_topics) X(rd_kafka_topic_result_error) \
  X(rd_kafka_topic_result_error_string) X(rd_kafka_topic_result_name) \
  X(rd_kafka_DeleteRecords_new) X(rd_kafka_DeleteRecords_destroy) X(rd_kafka_DeleteRecords) X(rd_kafka_DeleteRecords_result_offsets) \
  X(rd_kafka_ListOffsets) X(rd_kafka_ListOffsets_result_infos) X(rd_kafka_ListOffsetsResultInfo_timestamp) \
  X(rd_kafka_ListOffsetsResultInfo_topic_partition) \
  X(rd_kafka_ListConsumerGroups) X(rd_kafka_ListConsumerGroups_result_errors) X(rd_kafka_ListConsumerGroups_result_valid) \
  X(rd_kafka_ConsumerGroupListing_group_id) X(rd_kafka_ConsumerGroupListing_is_simple_consumer_group) \
  X(rd_kafka_ConsumerGroupListing_state) X(rd_kafka_ConsumerGroupListing_type) \
  X(rd_kafka_DescribeConsumerGroups) X(rd_kafka_DescribeConsumerGroups_result_groups) X(rd_kafka_ConsumerGroupDescription_group_id) \
  X(rd_kafka_ConsumerGroupDescription_error) X(rd_kafka_ConsumerGroupDescription_is_simple_consumer_group) \
  X(rd_kafka_ConsumerGroupDescription_partition_assignor) X(rd_kafka_ConsumerGroupDescription_state) \
  X(rd_kafka_ConsumerGroupDescription_type) X(rd_kafka_ConsumerGroupDescription_coordinator) \
  X(rd_kafka_ConsumerGroupDescription_member_count) X(rd_kafka_ConsumerGroupDescription_member) X(rd_kafka_Node_id) \
  X(rd_kafka_Node_host) X(rd_kafka_Node_port) X(rd_kafka_MemberDescription_client_id) X(rd_kafka_MemberDescription_consumer_id) \
  X(rd_kafka_MemberDescription_group_instance_id) X(rd_kafka_MemberDescription_host) X(rd_kafka_MemberDescription_assignment) \
  X(rd_kafka_MemberDescription_target_assignment) \
  X(rd_kafka_MemberAssignment_partitions) X(rd_kafka_consumer_group_state_name) X(rd_kafka_consumer_group_type_name) \
  X(rd_kafka_ListConsumerGroupOffsets_new) X(rd_kafka_ListConsumerGroupOffsets_destroy) X(rd_kafka_ListConsumerGroupOffsets) \
  X(rd_kafka_ListConsumerGroupOffsets_result_groups) X(rd_kafka_AlterConsumerGroupOffsets_new) \
  X(rd_kafka_AlterConsumerGroupOffsets_destroy) X(rd_kafka_AlterConsumerGroupOffsets) \
  X(rd_kafka_AlterConsumerGroupOffsets_result_groups) X(rd_kafka_DeleteGroup_new) X(rd_kafka_DeleteGroup_destroy) \
  X(rd_kafka_DeleteGroups) X(rd_kafka_DeleteGroups_result_groups) X(rd_kafka_group_result_error) X(rd_kafka_group_result_name) \
  X(rd_kafka_group_result_partitions) \
  X(rd_kafka_ConfigResource_new) X(rd_kafka_ConfigResource_destroy) X(rd_kafka_ConfigResource_add_incremental_config) \
  X(rd_kafka_ConfigResource_configs) X(rd_kafka_ConfigResource_type) X(rd_kafka_ConfigResource_name) \
  X(rd_kafka_ConfigResource_error) X(rd_kafka_ConfigResource_error_string) X(rd_kafka_ConfigEntry_name) \
  X(rd_kafka_ConfigEntry_value) X(rd_kafka_ConfigEntry_source) X(rd_kafka_ConfigEntry_is_default) \
  X(rd_kafka_ConfigEntry_is_read_only) X(rd_kafka_ConfigEntry_is_sensitive) X(rd_kafka_DescribeConfigs) \
  X(rd_kafka_DescribeConfigs_result_resources) X(rd_kafka_IncrementalAlterConfigs) \
  X(rd_kafka_IncrementalAlterConfigs_result_resources) \
  X(rd_kafka_event_CreateTopics_result) X(rd_kafka_event_DeleteTopics_result) X(rd_kafka_event_CreatePartitions_result) \
  X(rd_kafka_event_DeleteRecords_result) X(rd_kafka_event_ListOffsets_result) X(rd_kafka_event_ListConsumerGroups_result) \
  X(rd_kafka_event_DescribeConsumerGroups_result) X(rd_kafka_event_ListConsumerGroupOffsets_result) \
  X(rd_kafka_event_AlterConsumerGroupOffsets_result) X(rd_kafka_event_DeleteGroups_result) X(rd_kafka_event_DescribeConfigs_result) \
  X(rd_kafka_event_IncrementalAlterConfigs_result) \
  X(rd_kafka_TopicCollection_of_topic_names) X(rd_kafka_TopicCollection_destroy) X(rd_kafka_DescribeTopics) \
  X(rd_kafka_event_DescribeTopics_result) X(rd_kafka_DescribeTopics_result_topics) X(rd_kafka_TopicDescription_name) \
  X(rd_kafka_TopicDescription_error) X(rd_kafka_TopicDescription_partitions) X(rd_kafka_TopicPartitionInfo_partition) \
  X(rd_kafka_TopicPartitionInfo_leader) X(rd_kafka_TopicPartitionInfo_replicas) X(rd_kafka_TopicPartitionInfo_isr) \
  X(rd_kafka_DescribeCluster) X(rd_kafka_event_DescribeCluster_result) X(rd_kafka_DescribeCluster_result_nodes) \
  X(rd_kafka_DescribeCluster_result_controller) X(rd_kafka_DescribeCluster_result_cluster_id)

#define SAMSA_MOCK_SYMBOLS(X) \
  X(rd_kafka_mock_cluster_new) X(rd_kafka_mock_set_controller_id) X(rd_kafka_mock_cluster_destroy) X(rd_kafka_mock_cluster_bootstraps) X(rd_kafka_mock_topic_create) \
  X(rd_kafka_mock_topic_delete) X(rd_kafka_mock_topic_set_error) X(rd_kafka_mock_broker_set_down) X(rd_kafka_mock_broker_set_up) \
  X(rd_kafka_mock_broker_set_rtt) X(rd_kafka_mock_coordinator_set) X(rd_kafka_mock_push_request_errors_array) \
  X(rd_kafka_mock_clear_request_errors) X(rd_kafka_mock_partition_set_leader) X(rd_kafka_mock_partition_delete_records) \
  X(rd_kafka_mock_group_initial_rebalance_delay_ms) X(rd_kafka_mock_set_group_consumer_session_timeout_ms) \
  X(rd_kafka_mock_set_group_consumer_heartbeat_interval_ms) X(rd_kafka_mock_set_apiversion) \
  X(rd_kafka_mock_start_request_tracking) X(rd_kafka_mock_stop_request_tracking) X(rd_kafka_mock_get_requests) \
  X(rd_kafka_mock_request_destroy_array) X(rd_kafka_mock_request_id) X(rd_kafka_mock_request_api_key) \
  X(rd_kafka_mock_request_timestamp) X(rd_kafka_mock_clear_requests) \
  X(rd_kafka_mock_sharegroup_set_session_timeout) X(rd_kafka_mock_sharegroup_set_heartbeat_interval) \
  X(rd_kafka_mock_sharegroup_set_max_delivery_attempts) X(rd_kafka_mock_sharegroup_set_record_lock_duration) \
  X(rd_kafka_mock_sharegroup_set_isolation_level) X(rd_kafka_mock_sharegroup_set_max_size) \
  X(rd_kafka_mock_sharegroup_set_max_fetch_sessions) X(rd_kafka_mock_sharegroup_set_max_record_locks) \
  X(rd_kafka_mock_sharegroup_set_auto_offset_reset) X(rd_kafka_mock_sharegroup_target_assignment) \
  X(rd_kafka_mock_sharegroup_get_member_ids)

#define SAMSA_SYMBOLS(X) \
  SAMSA_CLIENT_SYMBOLS(X) SAMSA_CONSUMER_SYMBOLS(X) SAMSA_SHARE_SYMBOLS(X) SAMSA_PRODUCER_SYMBOLS(X) SAMSA_ADMIN_SYMBOLS(X) \
  SAMSA_MOCK_SYMBOLS(X)

namespace samsa {
#define SAMSA_POINTER(name) inline decltype(&::name) name = nullptr;
SAMSA_SYMBOLS(SAMSA_POINTER)
#undef SAMSA_POINTER
}  // namespace samsa
