"""A local server that speaks OVHcloud's SMS API, and misbehaves when told to."""

import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

SECRET, CONSUMER, KEY = "secret-of-the-tests", "consumer-of-the-tests", "key-of-the-tests"
CLOCK_AHEAD = 1234


class OvhServer:
    """`mood` is what it does with the next jobs: ok, 500, 503, 429, 400, 403, garbage, silence."""

    def __init__(self):
        self.mood = "ok"
        self.credits = 812.0
        self.jobs, self.forged, self.received, self.asked = [], [], [], []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *args):
                pass

            def do_GET(self):
                outer.answer_get(self)

            def do_POST(self):
                outer.answer_post(self)

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}/1.0"
        self.thread = threading.Thread(target=self.http.serve_forever, daemon=True)
        self.thread.start()

    def close(self):
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()

    def answer_get(self, request):
        parts = urlsplit(request.path)
        if parts.path.endswith("/auth/time"):
            return self.say(request, 200, int(time.time()) + CLOCK_AHEAD)
        if not self.signed(request, ""):
            return self.say(request, 403, {"message": "Invalid signature"})
        if parts.path.endswith("/sms-test-1"):
            return self.say(request, 200, {"creditsLeft": self.credits})
        if parts.path.endswith("/outgoing"):
            tag = parse_qs(parts.query)["tag"][0]
            found = [rank for rank, job in enumerate(self.jobs) if job["tag"] == tag]
            return self.say(request, 200, found)
        if "/incoming" in parts.path:
            return self.say(request, 200, self.incoming(parts))
        if parts.path.endswith("/jobs"):
            return self.say(request, 200, [])
        job = self.jobs[int(parts.path.rpartition("/")[2])]
        return self.say(request, 200, {"deliveryReceipt": job.get("receipt", 0)})

    def incoming(self, parts):
        """The identifiers of the SMS received, or one of them."""
        self.asked.append(f"{parts.path}?{parts.query}")
        if parts.path.endswith("/incoming"):
            return [one["id"] for one in self.received]
        return next(one for one in self.received if parts.path.endswith(f"/{one['id']}"))

    def answer_post(self, request):
        body = request.rfile.read(int(request.headers["Content-Length"])).decode()
        if not self.signed(request, body):
            self.forged.append(request.path)
            return self.say(request, 403, {"message": "Invalid signature"})
        if self.mood in ("ok", "500 after", "silence after", "garbage after"):
            self.jobs.append(json.loads(body))
        return self.react(request)

    def react(self, request):
        mood = self.mood.partition(" ")[0]
        if mood == "silence":
            time.sleep(0.8)
            return None
        if mood == "garbage":
            return self.say(request, 200, "<html>maintenance</html>", raw=True)
        if mood == "429":
            return self.say(request, 429, {}, {"Retry-After": "90"})
        if mood == "invalid":
            return self.say(request, 200, {"ids": [], "invalidReceivers": ["+33600000000"]})
        if mood != "ok":
            return self.say(request, int(mood), {"message": "no"})
        answer = {"ids": [len(self.jobs)], "invalidReceivers": [], "totalCreditsRemoved": 1}
        return self.say(request, 200, answer)

    def signed(self, request, body):
        stamp = request.headers["X-Ovh-Timestamp"]
        url = f"{self.url.removesuffix('/1.0')}{request.path}"
        signed = "+".join([SECRET, CONSUMER, request.command, url, body, stamp])
        expected = "$1$" + hashlib.sha1(signed.encode()).hexdigest()
        on_time = abs(int(stamp) - time.time() - CLOCK_AHEAD) < 30
        return on_time and request.headers["X-Ovh-Signature"] == expected

    def say(self, request, code, answer, headers=None, *, raw=False):
        text = (answer if raw else json.dumps(answer)).encode()
        request.send_response(code)
        for name, value in (headers or {}).items():
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(text)))
        request.end_headers()
        request.wfile.write(text)
