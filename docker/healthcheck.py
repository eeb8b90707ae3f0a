"""Exit code 0 when the pages of this container can serve (`/sante/pret/`)."""

import os
import sys
import urllib.request

host = os.environ.get("PORTAL_ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/sante/pret/"
request = urllib.request.Request(address, headers={"Host": host})

try:
    with urllib.request.urlopen(request, timeout=4) as answer:  # noqa: S310
        sys.exit(0 if answer.status == 200 else 1)
except OSError as error:
    sys.exit(f"{address}: {error}")
