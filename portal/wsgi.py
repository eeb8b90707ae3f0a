"""What gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

application = get_wsgi_application()

# What Django has loaded is never garbage: looking through it took 250 ms now and then (one page in
# ten of the FHIR façade, a third of a year of a roster), and the workers forked from here share it
# untouched. The addresses bring every view, that the first page would load otherwise.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
