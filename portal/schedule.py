"""The only list of periodic tasks: name, task, interval in seconds, and when a tick is stale.

Each tick is idempotent, because a restart of beat or of a worker may play it twice.
"""

from typing import Any


def _every(seconds: int, task: str, queue: str, *args: str) -> dict[str, Any]:
    # A tick that waited for longer than its interval is worth nothing: the next one is there.
    return {
        "task": task,
        "schedule": seconds,
        "args": args,
        "options": {"queue": queue, "expires": seconds},
    }


SCHEDULE: dict[str, dict[str, Any]] = {
    "notifications.sweep": _every(10, "notifications.sweep", "urgent"),
    "notifications.audit": _every(300, "notifications.audit", "default"),
    "notifications.canary.urgent": _every(30, "notifications.canary", "urgent", "urgent"),
    "notifications.canary.default": _every(30, "notifications.canary", "default", "default"),
    "notifications.canary.bulk": _every(30, "notifications.canary", "bulk", "bulk"),
    "oncall.record_duties": _every(60, "oncall.record_duties", "urgent"),
    "oncall.play_alerts": _every(5, "oncall.play_alerts", "urgent"),
    "oncall.tell_takeovers": _every(60, "oncall.tell_takeovers", "urgent"),
    "oncall.expire_swaps": _every(300, "oncall.expire_swaps", "default"),
    "oncall.turn_rosters": _every(600, "oncall.turn_rosters", "default"),
    "oncall.raise_gap_alarms": _every(900, "oncall.raise_gap_alarms", "default"),
    "oncall.remind_duties": _every(1_800, "oncall.remind_duties", "default"),
    "oncall.draw_rosters": _every(5, "oncall.draw_rosters", "bulk"),
    "crisis.play_callouts": _every(5, "crisis.play_callouts", "urgent"),
    "crisis.raise_coverage_alarms": _every(300, "crisis.raise_coverage_alarms", "urgent"),
    "crisis.raise_handover_alarms": _every(60, "crisis.raise_handover_alarms", "urgent"),
    "crisis.remind_acks": _every(60, "crisis.remind_acks", "urgent"),
    "crisis.end_groups": _every(900, "crisis.end_groups", "default"),
    "crisis.remind_campaigns": _every(60, "crisis.remind_campaigns", "urgent"),
    "crisis.build_bundles": _every(15, "crisis.build_bundles", "bulk"),
    "crisis.remind_debriefs": _every(900, "crisis.remind_debriefs", "default"),
    "crisis.remind_plans": _every(3_600, "crisis.remind_plans", "default"),
    "crisis.play_injects": _every(10, "crisis.play_injects", "default"),
    "crisis.build_packs": _every(300, "crisis.build_packs", "default"),
    "crisis.remind_tasks": _every(60, "crisis.remind_tasks", "urgent"),
    "crisis.remind_sitreps": _every(300, "crisis.remind_sitreps", "default"),
    "crisis.anchor_logs": _every(3_600, "crisis.anchor_logs", "default"),
    "guidance.remind_readings": _every(300, "guidance.remind_readings", "default"),
    "reinforcement.turn_needs": _every(60, "reinforcement.turn_needs", "default"),
    "reinforcement.follow_answers": _every(60, "reinforcement.follow_answers", "default"),
    "reinforcement.remind_people": _every(120, "reinforcement.remind_people", "default"),
    "reinforcement.run_waves": _every(60, "reinforcement.run_waves", "default"),
    "reinforcement.keep_volunteers": _every(3_600, "reinforcement.keep_volunteers", "default"),
    "reinforcement.spread_weeks": _every(600, "reinforcement.spread_weeks", "bulk"),
    "upkeep.remind": _every(3_600, "upkeep.remind", "default"),
    "upkeep.tell_changes": _every(900, "upkeep.tell_changes", "default"),
    "directory.apply_held": _every(30, "directory.apply_held", "bulk"),
    "directory.undo_asked": _every(30, "directory.undo_asked", "bulk"),
    "directory.turn_days": _every(900, "directory.turn_days", "bulk"),
    "directory.find_faults": _every(600, "directory.find_faults", "bulk"),
    "situation.retention": _every(3_600, "situation.retention", "bulk"),
    "notifications.purge": _every(86_400, "notifications.purge", "bulk"),
}
