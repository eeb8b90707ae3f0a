"""How Hypothesis judges time: not at all. A busy machine is slow, and proves nothing wrong."""

from hypothesis import HealthCheck, settings

patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
