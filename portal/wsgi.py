"""What gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

application = get_wsgi_application()

# What Django has loaded is never garbage: looking through it again and again took a third of the
# long pages (a year of a roster), and the workers forked from here share it untouched.
gc.collect()
gc.freeze()
