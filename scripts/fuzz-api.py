"""What scripts/fuzz-api adds to schemathesis: bodies that mean something, and who may use which address."""

import datetime
import json
import os

import schemathesis
from hypothesis import strategies as st

TOKEN, SCOPES, ROLE = (os.environ[name] for name in ("TOKEN", "SCOPES", "ROLE"))

# The day in China, which is the site's day.
TODAY = str(datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date())

TYPES = """received correction_requested correction_received third_party_consulted joint_organ_consulted third_party_replied
    joint_organ_replied extended fee_notified fee_paid reasonable_period_set withdrawn answered reanswer_ordered""".split()

days = st.dates().map(str)
more = {
    "reply_by": days,
    "party": st.text(max_size=2),
    "delivered": days,
    "working_days": st.integers(-1, 70000),
    "due": days,
}
event = st.fixed_dictionaries({"type": st.sampled_from(TYPES), "date": days}, optional=more)
history = st.fixed_dictionaries({"id": st.text(max_size=3), "events": st.lists(event, max_size=8)}, optional={"as_of": days})
lines = st.lists(history.map(json.dumps), max_size=3).map("\n".join)


@schemathesis.hook.apply_to(method="POST", path="/api/v1/clock")
def flatmap_body(ctx, body):
    """The document says of a body only that it is text: here are histories as well."""
    return st.just(body) | lines


def plain(value):
    """The value as programs write it: 3 and not 3.0, which JSON Schema takes for the same and the API does not."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


@schemathesis.hook("flatmap_body").apply_to(method="POST", path="/api/v1/cases/{id}/commands")
def commands_of_today(ctx, body):
    """A day drawn from ten thousand years is hardly ever one on which a case is open."""
    body = plain(body)
    if not isinstance(body, dict) or "on" not in body:
        return st.just(body)
    return st.just(body) | st.just({**body, "on": TODAY})


@schemathesis.serializer("application/x-ndjson")
def send(ctx, value):
    return {"data": (value if isinstance(value, str) else json.dumps(value)).encode()}


@schemathesis.deserializer("application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
def file(ctx, response):
    """A file is a string of bytes, as the document says."""
    return response.content.decode("latin-1")


def access():
    """The words of each line of access.txt that is about the API, under method and address."""
    with open(os.environ["ACCESS"], encoding="utf-8") as table:
        lines = [line.split() for line in table if not line.startswith("#")]
    return {(method, path): words for method, path, *words in filter(None, lines) if path.startswith("/api/v1/")}


ACCESS = access()


@schemathesis.check
def access_table(ctx, response, case):
    """Who may not, by access.txt, is told so, whatever is sent; who may is never told that there is no token."""
    words = ACCESS.get((response.request.method, case.operation.path))
    if words is None:
        return
    known = TOKEN and response.request.headers.get("Authorization") == f"Bearer {TOKEN}"
    problem = response.json().get("type", "") if response.status_code in (401, 403) else ""
    if "public" in words:
        expected = ""
    elif not known:
        expected = "unauthorized"
    elif not {f"token:{scope}" for scope in SCOPES.split()} & set(words):
        expected = "scope_missing"
    elif ROLE not in words:
        expected = "role_missing"
    elif problem.endswith(("scope_missing", "role_missing")):
        # Some commands, and whole identities, ask for more than the address does.
        return
    else:
        expected = ""
    assert problem.rpartition("#")[2] == expected, f"access.txt says {expected or 'may'}, the API {problem or 'may'}"
