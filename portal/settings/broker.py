"""Redis (the cache and the doorbell) and Celery. Why each value: docs/decisions/0003."""

import environ

from portal.schedule import SCHEDULE

env = environ.Env()

REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "portal.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 0.3, "socket_timeout": 0.5},
    },
    # In the memory of each process: what many read within the same seconds, and nobody else should.
    "near": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "near"},
}

CELERY_BROKER_URL = env.str("BROKER_URL", default=REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_ACKS_ON_FAILURE = True
CELERY_TASK_ACKS_ON_TIMEOUT = True
CELERY_TASK_SOFT_TIME_LIMIT = 60
CELERY_TASK_TIME_LIMIT = 90
CELERY_TASK_DEFAULT_QUEUE = "default"
# Where a task goes when the caller does not say; the decorator may no longer say it.
CELERY_TASK_ROUTES = {
    "notifications.deliver": {"queue": "default"},
    "notifications.write": {"queue": "bulk"},
    "notifications.sweep": {"queue": "urgent"},
    "notifications.audit": {"queue": "default"},
    "notifications.canary": {"queue": "default"},
    "notifications.purge": {"queue": "bulk"},
    "situation.retention": {"queue": "bulk"},
    "upkeep.remind": {"queue": "default"},
    "upkeep.tell_changes": {"queue": "default"},
    "directory.apply_held": {"queue": "bulk"},
    "directory.undo_asked": {"queue": "bulk"},
    "directory.turn_days": {"queue": "bulk"},
    "directory.find_faults": {"queue": "bulk"},
    "oncall.record_duties": {"queue": "urgent"},
    "oncall.play_alerts": {"queue": "urgent"},
    "oncall.tell_takeovers": {"queue": "urgent"},
    "oncall.expire_swaps": {"queue": "default"},
    "oncall.draw_rosters": {"queue": "bulk"},
    "oncall.turn_rosters": {"queue": "default"},
    "oncall.raise_gap_alarms": {"queue": "default"},
    "oncall.remind_duties": {"queue": "default"},
    "crisis.play_callouts": {"queue": "urgent"},
    "crisis.raise_coverage_alarms": {"queue": "urgent"},
    "crisis.raise_handover_alarms": {"queue": "urgent"},
    "crisis.remind_acks": {"queue": "urgent"},
    "crisis.end_groups": {"queue": "default"},
    "crisis.remind_campaigns": {"queue": "urgent"},
    "crisis.build_bundles": {"queue": "bulk"},
    "crisis.remind_debriefs": {"queue": "default"},
    "crisis.remind_plans": {"queue": "default"},
    "crisis.play_injects": {"queue": "default"},
    "crisis.build_packs": {"queue": "default"},
    "crisis.remind_tasks": {"queue": "urgent"},
    "crisis.remind_sitreps": {"queue": "default"},
    "crisis.anchor_logs": {"queue": "default"},
    "guidance.remind_readings": {"queue": "default"},
    "reinforcement.turn_needs": {"queue": "default"},
    "reinforcement.run_waves": {"queue": "default"},
    "reinforcement.keep_volunteers": {"queue": "default"},
    "reinforcement.spread_weeks": {"queue": "bulk"},
    "reinforcement.follow_answers": {"queue": "default"},
    "reinforcement.remind_people": {"queue": "default"},
}
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_WORKER_ENABLE_SOFT_SHUTDOWN_ON_IDLE = True
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_MAX_TASKS_PER_CHILD = 1000
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 300_000
CELERY_WORKER_ETA_TASK_LIMIT = 100
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_POOL_ACQUIRE_TIMEOUT = 3
CELERY_VISIBILITY_TIMEOUT = 180
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 180,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "socket_keepalive": True,
    "health_check_interval": 20,
    "retry_on_timeout": True,
    "client_name": "portail",
}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}
CELERY_BEAT_SCHEDULE = SCHEDULE
CELERY_TIMEZONE = "UTC"
