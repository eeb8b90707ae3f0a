"""Words for the time that was served."""

from django import template

from coordination.oncall.selectors.serving.statement_rows import families_said
from coordination.oncall.selectors.wording import hours_said, month_said

register = template.Library()
register.filter("lived", hours_said)
register.filter("month", month_said)
register.filter("families", families_said)
